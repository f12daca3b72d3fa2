/** The meaning of what random systems (random-system.ts) do with wait queues, completions, semaphores and mutexes. */
import { ranCallback } from './random-rcu.ts';
import type { Action, RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;
type Note = (feature: string) => void;

/** How a step ends that sleeps, or lets another process return from its sleep. `own`: its label, where it prepares and sleeps in turn. */
export function waitingEnd(done: Untyped, action: Action, own: string | undefined, note: Note): Untyped {
  if (action.ends === 'sleep') return slept(done, action, own, note);
  const result = action.ends === 'await' ? awaited(done, action) : posted(done, action);
  if (result !== undefined) note(action.ends === 'await' ? 'waits' : 'wake-ups');
  return result;
}

/** A process that has prepared sleeps; else it prepares and stays. Sometimes it leaves. */
function slept(s: Untyped, { to, claim }: Action, own: string | undefined, note: Note): Untyped {
  const queue = s.get('q');
  const isQueued = queue.isWaiting(s.process) || queue.woken.has(s.process);
  if (isQueued && to === 5) return s.finishWait('q');
  if (isQueued) {
    const awake = s.sleep('q');
    note(awake === undefined ? 'sleeps' : 'wakes');
    return awake;
  }
  const prepared = s.prepareToWait('q', { exclusive: claim.all });
  return own === undefined || to === 0 ? prepared : prepared.goto(own);
}

function awaited(s: Untyped, { to }: Action): Untyped {
  if (to < 2) return s.waitFor('done');
  if (to < 4) return s.down('slots', to % 2);
  return s.get('m').heldBy(s.process) ? s.release('m') : s.acquire('m');
}

/** Bounded, so that states are finite. */
function posted(s: Untyped, { ends, to }: Action): Untyped {
  if (ends === 'wake') return to < 4 ? s.wake('q') : s.wakeAll('q');
  if (to < 2) return s.get('done').done > 1 ? s : s.complete('done');
  if (to === 2) return s.completeAll('done');
  return s.get('slots', to % 2).count > 1 ? s : s.up('slots', to % 2);
}

/** The system with a rule that wakes a process that waits on the queue, and one that is an RCU callback. */
export function withWaker(builder: Untyped, waker: RandomSystem['waker'], note: Note): Untyped {
  if (waker === 'none') return builder;
  const wake = (s: Untyped) => s.when(s.get('q').hasWaiting)?.wake('q');
  return builder.rules('waker', {
    wake: waker === 'system' ? wake : { environment: wake },
    free: (s: Untyped) => ranCallback(s, note),
  });
}
