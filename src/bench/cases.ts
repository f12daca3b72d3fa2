/**
 * The cases of `everywhen bench`: shipped models at named sizes, classics first, because others publish figures for them.
 * They differ in what they ask of the engine: how many transitions lead to a known state, how wide a state is, how much of the
 * table the caches hold.
 */
import { UserError } from '../errors.ts';
import { nearMiss } from '../model/names.ts';

export interface BenchCase {
  readonly name: string;
  /** MODEL, and its parameters as text. */
  readonly model: string;
  readonly parameters: { readonly [name: string]: string };
  /** Narrower words than the engine would take, so that a state needs several. */
  readonly wordBits?: number;
  /** Measured only by name and with `--all`: too long for every day, or too short to be significant. */
  readonly onRequest?: true;
}

const LOCKED_QUEUE = { injectors: '3', movers: '2', targets: '2', injections: '2', moves: '2' };

export const CASES: readonly BenchCase[] = [
  { ...twoPhaseCommit(3), onRequest: true },
  twoPhaseCommit(7),
  twoPhaseCommit(8),
  twoPhaseCommit(9),
  { ...twoPhaseCommit(10), onRequest: true },
  // To compare with two-phase-commit-8: the cost of three properties of infinite runs, one of them violated.
  { ...twoPhaseCommit(8, { liveness: 'on' }), name: 'two-phase-live-8' },
  { name: 'locked-queue', model: 'locked-queue', parameters: LOCKED_QUEUE },
  { name: 'locked-queue-wide', model: 'locked-queue', parameters: LOCKED_QUEUE, wordBits: 40 },
  { name: 'peterson-4', model: 'peterson', parameters: { processes: '4' } },
  // Four vectors: the largest of its configurations.
  { name: 'viridian-assist-E4', model: 'viridian-assist', parameters: { config: 'E4' } },
];

/** The benchmark that is not a model at a size: the time from the start of the command to its verdict (process-start.ts). */
export const PROCESS_START = 'process-start';

function twoPhaseCommit(managers: number, more: BenchCase['parameters'] = {}): BenchCase {
  return {
    name: `two-phase-commit-${managers}`,
    model: 'two-phase-commit',
    parameters: { managers: String(managers), ...more },
  };
}

/** What to measure: the names given, or the default set, or everything. Throws `E_USAGE` for an unknown name. */
export function chooseNames(given: readonly string[], all: boolean): readonly string[] {
  const names = [PROCESS_START, ...CASES.map(({ name }) => name)];
  for (const name of given) {
    if (names.includes(name)) continue;
    throw new UserError('E_USAGE', `there is no benchmark '${name}'. ${nearMiss(name, names)}`.trim(), {
      hint: `The benchmarks are ${names.join(', ')}.`,
    });
  }
  if (all) return names;
  if (given.length > 0) return [...new Set(given)];
  return [PROCESS_START, ...CASES.filter(({ onRequest }) => !onRequest).map(({ name }) => name)];
}

/** The case of a name from `chooseNames`; undefined for `PROCESS_START`. */
export function caseNamed(name: string): BenchCase | undefined {
  return CASES.find((candidate) => candidate.name === name);
}
