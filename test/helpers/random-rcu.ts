/** The meaning of what random systems (random-system.ts) do with RCU and with objects that are freed. */
import type { Action } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;
const CALLBACK = 'free';
type Note = (feature: string) => void;

/** How a step ends that reads, or waits for those that read. A section nests at most twice, so that states are finite. */
export function rcuEnd(s: Untyped, { ends, to, claim }: Action, arrives: boolean, note: Note): Untyped {
  const domain = to === 5 ? 1 : 0;
  const rcu = s.get('rcu', domain);
  if (ends === 'read') {
    note('read-side sections');
    const depth = rcu.readers.get(s.process, 0);
    return depth === 0 || (to === 4 && depth < 2) ? s.rcuReadLock('rcu', domain) : s.rcuReadUnlock('rcu', domain);
  }
  // No handler may begin in a grace period.
  if (ends === 'synchronize' && !arrives) {
    const over = s.synchronizeRcu('rcu', domain);
    note('grace periods');
    return over;
  }
  const callback = claim.all || to < 4 ? CALLBACK : 7;
  if (to < 3 && !rcu.callbacks.has(callback)) return s.callRcu('rcu', domain, callback);
  const run = s.rcuCallback('rcu', domain, callback);
  if (run !== undefined) note('RCU callbacks');
  return run;
}

/** Where a process reads and no callback has been called, one is; what has been called runs. */
export function ranCallback(s: Untyped, note: Note): Untyped {
  const { callbacks, readers } = s.get('rcu', 0);
  if (!callbacks.has(CALLBACK)) return readers.isEmpty() ? undefined : s.callRcu('rcu', 0, CALLBACK);
  const run = s.rcuCallback('rcu', 0, CALLBACK);
  if (run !== undefined) note('RCU callbacks');
  return run;
}

/** One of the objects is used, freed or allocated. */
export function used(s: Untyped, by: number, note: Note): Untyped {
  note('objects');
  if (by === 0) return s.free('it', 0);
  return by === 1 ? s.allocate('it', 0) : s.use('it', by % 2);
}
