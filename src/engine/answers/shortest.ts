/**
 * The least path to a finding, by the rule of `leastPath`. Exploring keeps nothing for it: the levels of the log are searched
 * again from the tables, backwards, for the states that lead to a target.
 */
import { type Edge, greedyPath, leastPath } from '../../model/least-path.ts';
import type { Property } from '../../model/property.ts';
import { isJudgedInSteps } from '../../model/property-kinds.ts';
import type { State } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { WANTED } from '../kernel/memory-map.ts';
import type { Leaf } from '../knowledge/tree.ts';
import type { Range } from '../memory/log.ts';
import type { PackedStates } from '../memory/packed-states.ts';
import type { Successor } from '../memory/successors.ts';
import { Marks } from './marks.ts';
import { RecordSet } from './record-set.ts';
import { type Searching, searchAlone } from './searching.ts';
import { Towards } from './towards.ts';

export interface PathLimits {
  /**
   * If more states, or more steps from them, lead to the end on shortest paths, these paths are not compared as wholes (`greedyPath`). Steps
   * take up to half a kilobyte each.
   */
  readonly statesCompared: number;
  readonly stepsCompared: number;
  /** For tests: keys that are marked at once. */
  readonly marksMax?: number;
}
const LIMITS: PathLimits = { statesCompared: 2 ** 20, stepsCompared: 2 ** 22 };

/** Thrown if paths cannot be compared. */
class TooMany extends Error {}

interface StepEdge extends Edge<bigint>, Successor {}

/** A path: the position of its initial state, and its steps. */
export interface FoundPath {
  readonly start: number;
  readonly steps: readonly Successor[];
  readonly isGreedy?: true;
}

type Levels = readonly (readonly Range[])[];

/** The end of a path: one of the states of a level or, if `isLast` is given, a step from one of them for which it holds. */
interface End {
  readonly level: number;
  readonly states: RecordSet;
  readonly isLast?: (successor: Successor) => boolean;
}

/** The least path of `depth` steps that decides a property (by its position); `levels` are those of the log. */
export function* shortestPath(
  packed: PackedStates,
  levels: Levels,
  { property, depth }: { readonly property: number; readonly depth: number },
  limits = LIMITS,
): Searching<FoundPath> {
  const inStep = isJudgedInSteps(packed.teacher.system.properties[property] as Property<StateReader>);
  const level = inStep ? depth - 1 : depth;
  const states = yield* found(levels[level] ?? [], property);
  const isLast = ({ outcome }: Successor) => outcome.failed.includes(property);
  return yield* leastPathTo(packed, levels, inStep ? { level, states, isLast } : { level, states }, limits);
}

/**
 * The least path to an observation with one of these keys. It ends with the step that made the observation, or in the state
 * in which a blocked step made it. Undefined if no state of the log shows it, because the run was stopped before.
 */
export function pathToObserved(packed: PackedStates, levels: Levels, keys: readonly string[]): FoundPath | undefined {
  const { observations } = packed.teacher;
  const shows = (leaf: Leaf, place?: number) =>
    keys.some((key) => {
      const noticedAt = observations.get(key)?.place;
      return leaf.observed.includes(key) && (noticedAt === undefined || place === undefined || noticedAt === place);
    });
  const isBlocked = (record: number) =>
    packed.leavesOf(packed.keyAt(record)).some(({ leaf }) => leaf.outcomes.length === 0 && shows(leaf));
  return packed.tables.whileWanted(keys, () => {
    for (const [level, ranges] of levels.entries()) {
      const states = searchAlone(packed, found(ranges, WANTED));
      if (states.size === 0) continue;
      const blocked = new RecordSet();
      for (const record of states.within(ranges)) if (isBlocked(record)) blocked.add(record);
      if (blocked.size > 0) return searchAlone(packed, leastPathTo(packed, levels, { level, states: blocked }));
      const isLast = ({ leaf, outcome }: Successor) => shows(leaf, outcome.place);
      return searchAlone(packed, leastPathTo(packed, levels, { level, states, isLast }));
    }
    return undefined;
  });
}

/** The least path to a state for which `isSo` holds, among those in which a step made an observation with one of these keys. */
export function pathToState(
  packed: PackedStates,
  levels: Levels,
  keys: readonly string[],
  isSo: (state: State) => boolean,
): FoundPath | undefined {
  return packed.tables.whileWanted(keys, () => {
    for (const [level, ranges] of levels.entries()) {
      const states = new RecordSet();
      for (const record of searchAlone(packed, found(ranges, WANTED)).within(ranges)) {
        if (isSo(packed.teacher.stateOf(packed.decodeRecord(record)))) states.add(record);
      }
      if (states.size > 0) return searchAlone(packed, leastPathTo(packed, levels, { level, states }));
    }
    return undefined;
  });
}

function* leastPathTo(packed: PackedStates, levels: Levels, end: End, limits = LIMITS): Searching<FoundPath> {
  const { level: deepest, isLast } = end;
  const targets = end.states.size;
  const ranks = new Map<string, readonly number[]>();
  const towards = new Towards(new Marks(packed, limits.marksMax), levels, end);
  try {
    for (let level = deepest - 1; level >= 0; level--) yield* towards.lead(level);
    const edges = (from: bigint, at: number): StepEdge[] => {
      const successors = packed.successorsOf(from);
      const isOn = towards.among(at + 1, at === deepest ? [] : successors.map(({ key }) => packed.canonical(key)));
      return successors
        .filter((successor) => (at === deepest ? isLast?.(successor) : isOn.has(packed.canonical(successor.key))))
        .map((successor) => {
          const { step, outcome } = successor;
          const name = `${step} ${outcome.place}`;
          // There may be millions of steps.
          const rank = ranks.get(name) ?? [...(packed.teacher.system.alternatives[step]?.rank ?? []), outcome.place];
          ranks.set(name, rank);
          return { ...successor, rank, to: successor.key };
        });
    };
    const starts = packed.initialKeys();
    const isOn = towards.among(
      0,
      starts.map((key) => packed.canonical(key)),
    );
    const leading = starts.filter((key) => isOn.has(packed.canonical(key)));
    const length = isLast === undefined ? deepest : deepest + 1;
    // With symmetry, several states of an orbit lead to the end, and one of them is stored.
    let [states, steps] = [0, 0];
    const counted = (from: bigint, at: number) => {
      const some = edges(from, at);
      steps += some.length;
      if (++states > limits.statesCompared || steps > limits.stepsCompared) throw new TooMany();
      return some;
    };
    const compared = () => {
      const stored = towards.size - (isLast === undefined ? targets : 0);
      try {
        return stored > limits.statesCompared ? undefined : leastPath(leading, length, counted);
      } catch (error) {
        if (error instanceof TooMany) return undefined;
        throw error;
      }
    };
    const least = compared();
    const { start, path } = least ?? greedyPath(leading, length, edges);
    return { start: starts.indexOf(start), steps: path, ...(least === undefined && { isGreedy: true as const }) };
  } finally {
    towards.close();
  }
}

/** The records of some ranges that decide a property, or what else is searched for. */
function* found(ranges: readonly Range[], what: number): Searching<RecordSet> {
  const records = new RecordSet();
  yield { ranges, what, note: (record) => records.add(record) };
  return records;
}
