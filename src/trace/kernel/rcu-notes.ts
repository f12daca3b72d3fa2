/** What a step did to RCU, in a trace as a commit message needs it: sections entered and left, grace periods, and who is inside when one begins. */
import type { Rcu } from '../../model/rcu/rcu.ts';

/** `process`: of the step. */
export function rcuNotes(name: string, process: string, before: Rcu, after: Rcu): string[] {
  const inside = after.readers.isEmpty()
    ? 'no reader inside'
    : `inside: ${[...after.readers.keys()].sort().join(', ')}`;
  const [was, is] = [before.readers.get(process, 0), after.readers.get(process, 0)];
  const begins = after.synchronizing.has(process) && !before.synchronizing.has(process);
  const ends = !after.synchronizing.has(process) && before.synchronizing.has(process);
  const called = [...after.callbacks.keys()].filter((callback) => !before.callbacks.has(callback));
  const run = [...before.callbacks.keys()].filter((callback) => !after.callbacks.has(callback));
  return [
    ...(was === is
      ? []
      : [is > was ? `enters ${name}${was > 0 ? ' again' : ''}` : `leaves ${name}${is > 0 ? ' once' : ''}`]),
    ...(begins ? [`grace period of ${name} begins, ${inside}`] : []),
    ...(ends ? [`grace period of ${name} ends`] : []),
    ...called.map((callback) => `calls ${callback}, ${inside}`),
    ...run.map(() => `grace period of ${name} has ended`),
  ];
}
