/**
 * The least path to a finding, by the rule of `leastPath`. Exploring keeps nothing for it: the levels of the log are searched
 * again from the tables, backwards, for the states that lead to a target.
 */
import { type Edge, leastPath } from '../../model/least-path.ts';
import type { Property } from '../../model/property.ts';
import { isJudgedInSteps } from '../../model/property-kinds.ts';
import type { State } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import {
  LEADING_ON,
  LINE_BYTES,
  MATCH_COUNT,
  MATCHES,
  REACHED,
  STATE_BASE,
  STATE_LINES,
  WANTED,
} from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Leaf } from '../knowledge/tree.ts';
import type { Range } from '../memory/log.ts';
import { OutOfBits, OWN, type PackedStates, type Successor } from '../memory/packed-states.ts';

interface StepEdge extends Edge<bigint>, Successor {}

/** A path: the position of its initial state, and its steps. */
export interface FoundPath {
  readonly start: number;
  readonly steps: readonly Successor[];
}

type Levels = readonly (readonly Range[])[];

/** The end of a path: one of the states of a level or, if `isLast` is given, a step from one of them for which it holds. */
interface End {
  readonly level: number;
  readonly states: Set<bigint>;
  readonly isLast?: (successor: Successor) => boolean;
}

/** The least path of `depth` steps that decides a property (by its position); `levels` are those of the log. */
export function shortestPath(
  packed: PackedStates,
  levels: Levels,
  { property, depth }: { readonly property: number; readonly depth: number },
): FoundPath {
  const inStep = isJudgedInSteps(packed.teacher.system.properties[property] as Property<StateReader>);
  const level = inStep ? depth - 1 : depth;
  const states = search(packed, levels[level] ?? [], property);
  const isLast = ({ outcome }: Successor) => outcome.failed.includes(property);
  return leastPathTo(packed, levels, inStep ? { level, states, isLast } : { level, states });
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
  return packed.tables.whileWanted(keys, () => {
    for (const [level, ranges] of levels.entries()) {
      const states = search(packed, ranges, WANTED);
      if (states.size === 0) continue;
      const isBlocked = (state: bigint) =>
        packed.leavesOf(state).some(({ leaf }) => leaf.outcomes.length === 0 && shows(leaf));
      const blocked = [...states].filter(isBlocked);
      if (blocked.length > 0) return leastPathTo(packed, levels, { level, states: new Set(blocked) });
      const isLast = ({ leaf, outcome }: Successor) => shows(leaf, outcome.place);
      return leastPathTo(packed, levels, { level, states, isLast });
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
      const noticing = [...search(packed, ranges, WANTED)];
      const states = new Set(noticing.filter((state) => isSo(packed.teacher.stateOf(packed.decode(state)))));
      if (states.size > 0) return leastPathTo(packed, levels, { level, states });
    }
    return undefined;
  });
}

function leastPathTo(packed: PackedStates, levels: Levels, { level: deepest, states, isLast }: End): FoundPath {
  // By depth: the states from which a shortest path leads to the end.
  const towards: Set<bigint>[] = [];
  towards[deepest] = states;
  for (let level = deepest - 1; level >= 0; level--) {
    towards[level] = leadingTo(packed, levels[level] ?? [], towards[level + 1] as Set<bigint>);
  }
  const edges = (from: bigint, at: number): StepEdge[] =>
    packed
      .successorsOf(from)
      .filter((successor) =>
        at === deepest ? isLast?.(successor) : towards[at + 1]?.has(packed.canonical(successor.key)),
      )
      .map((successor) => {
        const rank = packed.teacher.system.alternatives[successor.step]?.rank ?? [];
        return { ...successor, rank: [...rank, successor.outcome.place], to: successor.key };
      });
  const starts = packed.initialKeys();
  const leading = starts.filter((key) => towards[0]?.has(packed.canonical(key)));
  const { start, path } = leastPath(leading, isLast === undefined ? deepest : deepest + 1, edges);
  return { start: starts.indexOf(start), steps: path };
}

/** The states of a level with a successor in a set. The set is stored in a table of its own, behind the table of states. */
function leadingTo(packed: PackedStates, ranges: readonly Range[], keys: ReadonlySet<bigint>): Set<bigint> {
  const { kernel, store } = packed;
  const [base, lines] = [kernel.get(STATE_BASE), kernel.get(STATE_LINES)];
  const markLines = 2 ** Math.ceil(Math.log2(keys.size / 4 + 1));
  const markBase = store.end;
  kernel.set(STATE_BASE, markBase);
  kernel.set(STATE_LINES, markLines);
  try {
    for (const key of keys) kernel.run.mark(key);
    return search(packed, ranges, LEADING_ON);
  } finally {
    kernel.run.clear(markBase, (markLines + 64) * LINE_BYTES);
    kernel.set(STATE_BASE, base);
    kernel.set(STATE_LINES, lines);
  }
}

function search(packed: PackedStates, ranges: readonly Range[], property: number): Set<bigint> {
  const { kernel } = packed;
  const scratch = scratchOf(OWN);
  const found = new Set<bigint>();
  const take = () => {
    for (let i = 0; i < kernel.get(scratch + MATCH_COUNT); i++)
      found.add(packed.keyAt(kernel.get(scratch + MATCHES + 4 * i)));
    return packed.missesOf(OWN);
  };
  for (const range of ranges) {
    for (let from = range.from; from < range.to; from = kernel.get(scratch + REACHED)) {
      kernel.run.search(OWN, from, range.to, property);
      const reached = kernel.get(scratch + REACHED);
      for (const { record } of take()) searchOne(packed, record, property, take);
      kernel.set(scratch + REACHED, reached);
    }
  }
  return found;
}

/** Searches a state for which the tables miss an entry: it is evaluated each time, or a stopped run did not visit it. */
function searchOne(packed: PackedStates, record: number, property: number, take: () => unknown): void {
  const { kernel } = packed;
  try {
    packed.untilKnown(
      () => packed.decodeRecord(record),
      () => kernel.run.search(OWN, record, record + 1, property),
    );
    take();
  } catch (error) {
    // A stopped run may not have visited this state, and the layout may have no room for its successors.
    if (!(error instanceof OutOfBits)) throw error;
  }
}
