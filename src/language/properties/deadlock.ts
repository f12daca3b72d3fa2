/** The property `deadlock` of a system: what its processes make of it. */
import { HALTED, type Process } from '../../model/process.ts';
import type { Deadlock } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';

const TITLES = {
  programs: 'no process waits for ever where it may not',
  'rule sets': 'some step is enabled in every state',
  nothing: 'every process may wait for ever wherever it is',
} as const;
const TITLE_WITH_REST = 'some step is enabled wherever the system may not rest';

export function deadlockOf(
  processes: readonly Process[],
  mayRest: Deadlock<StateReader>['mayRest'],
): Deadlock<StateReader> {
  const of = whose(processes);
  const title = of === 'rule sets' && mayRest !== undefined ? TITLE_WITH_REST : TITLES[of];
  return { kind: 'deadlock', id: 'deadlock', title, informational: false, of, mayRest };
}

function whose(processes: readonly Process[]): Deadlock<StateReader>['of'] {
  const programs = processes.filter(({ kind }) => kind === 'program');
  if (programs.length === 0) return processes.length === 0 ? 'nothing' : 'rule sets';
  return programs.every(mayAlwaysWait) ? 'nothing' : 'programs';
}

function mayAlwaysWait({ alternativesAt, mayWaitAt }: Process): boolean {
  return [...alternativesAt.keys()].every((label) => label === HALTED || mayWaitAt.has(label));
}
