/** The meaning of what random systems (random-system.ts) do with channels. */
import type { Action } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;
type Note = (feature: string) => void;

/** How a step ends that sends, or takes from the queue. `next`: the label at which it continues. */
export function channelEnd(done: Untyped, { ends, to }: Action, next: readonly string[], note: Note): Untyped {
  if (ends === 'meet') return done.send('meet', to % 3, ...next);
  const result =
    ends === 'send'
      ? done.send('link', to % 3, ...next)
      : done.receive('link', (message: number, after: Untyped) => after.set('number', 1, message % 2));
  if (result !== undefined) note('queues');
  return result;
}

/** What hears a message does then what any step does, unless it refuses it; undefined for a step that hears nothing. */
export function hearing(action: Action, note: Note, run: (s: Untyped, action: Action) => Untyped): Untyped {
  if (action.ends !== 'hear') return undefined;
  return {
    receives: (on: Untyped) =>
      on('meet', (s: Untyped, message: number) => {
        const result = message === 2 ? undefined : run(s, { ...action, ends: 'next' });
        if (result === undefined) return undefined;
        note('rendezvous');
        return result.set('number', 2, message);
      }),
  };
}

interface Meeting {
  readonly sends: number;
  /** What the hearer does with a message, and what it does by itself. */
  readonly heard: Untyped;
  readonly act: Untyped;
  readonly note: Note;
}

/** Two processes that meet and share the queue. */
export function withMeeting(builder: Untyped, { sends, heard, act, note }: Meeting): Untyped {
  const queued = (s: Untyped, message: number) => {
    const result = s.send('link', message);
    if (result !== undefined) note('queues');
    return result;
  };
  return builder
    .process(
      'sender',
      {
        // A message 2 is refused for ever.
        meets: (s: Untyped) => s.send('meet', sends === 5 ? 2 : 1),
        queues: (s: Untyped) => queued(s, sends % 3),
      },
      { mayWaitAt: ['meets', 'queues'] },
    )
    .rules('hearer', {
      hear: heard,
      act,
      take: (s: Untyped) => s.receive('link', (message: number, after: Untyped) => after.set('number', 1, message % 2)),
    });
}
