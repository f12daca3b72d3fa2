/** The result of a search, as `--format json` prints it. */
import type { Stopped } from '../model/exploration.ts';
import { checkCommand, shellWord } from '../report/check-command.ts';
import type { VacuousProperty } from './cell-finding.ts';
import { allOf, costOf, inOrder, isProperSubset, type LineSet, linesIn, subsetsOf, withoutLine } from './line-set.ts';
import type { AskedCell } from './question.ts';
import { isMinimal, isMonotone, type Search } from './search.ts';
import type { Refutation } from './standings.ts';

/** `found`: at least one minimal set is proved. `none`: every set is refuted. `undecided`: anything else. */
export type RepairVerdict = 'found' | 'none' | 'undecided';

export interface RepairResult {
  readonly model: string;
  readonly title: string;
  readonly verdict: RepairVerdict;
  readonly lines: readonly { readonly name: string; readonly title: string; readonly cost: number }[];
  readonly cells: readonly { readonly name: string; readonly parameters: string }[];
  /** The ids that were asked for; absent for all. */
  readonly properties?: readonly string[];
  /** The lines are fences, and why more gaps may exist than were found. */
  readonly gapsStopped?: Stopped;
  /** Sets that hold and of which no proper subset holds, by size and cost. */
  readonly minimal: readonly MinimalSet[];
  /** Sets that hold and of which a subset is not decided. */
  readonly unproved: readonly MinimalSet[];
  /** Explored without a violation, and not fully. */
  readonly undecided: readonly { readonly lines: readonly string[]; readonly cell: string; readonly because: string }[];
  /** Whether lines never break what holds; absent unless every set was decided. */
  readonly monotone?: boolean;
  /** Sets that are violated although a set within them holds; of those that include each other the least. */
  readonly broken: readonly BrokenSet[];
  readonly counts: RepairCounts;
  readonly seconds: number;
}

export interface MinimalSet {
  readonly lines: readonly string[];
  readonly cost: number;
  readonly states: number;
  readonly transitions: number;
  readonly proof: readonly {
    readonly cell: string;
    readonly states: number;
    readonly transitions: number;
    readonly command: string;
    /** Properties that could not have failed under these lines, and could without any; absent if there are none. */
    readonly vacuous?: readonly VacuousProperty[];
  }[];
  /** For each line, what is violated without it. */
  readonly needs: readonly Need[];
  /** The proper subsets. */
  readonly below: {
    readonly explored: number;
    readonly replayed: number;
    readonly refused: number;
    readonly open: number;
  };
}

export interface Need extends Shown {
  readonly line: string;
}

/** A violation, and how to see it. */
export interface Shown {
  readonly cell: string;
  readonly property: string;
  /** Of the shortest run that is known; absent where no run shows the violation. */
  readonly steps?: number;
  readonly by: Refutation['by'];
  readonly command: string;
}

export interface BrokenSet extends Shown {
  readonly lines: readonly string[];
  /** A minimal set within it. */
  readonly within: readonly string[];
}

export interface RepairCounts {
  /** All sets of lines: 2 to the number of lines. */
  readonly sets: number;
  readonly holding: number;
  readonly refutedByExploration: number;
  readonly refutedByReplay: number;
  /** Sets that are no design. */
  readonly refused: number;
  readonly undecided: number;
  /** Sets that include a minimal one and were not decided. */
  readonly largerNotExamined: number;
  /** Other sets that were not decided: the search ended before. */
  readonly notExamined: number;
  readonly exploredSets: number;
  /** Cells that were explored, those from the cache included. */
  readonly explorations: number;
  readonly cached: number;
  /** Cells that trying all sets would explore. */
  readonly explorationsOfAll: number;
  readonly replays: number;
}

export function resultOf(search: Search, seconds: number): RepairResult {
  const { question, standings } = search;
  const { loaded, lines, cells, properties } = question;
  const least = standings.least.toSorted(inOrder(lines));
  const proved = least.filter((set) => isMinimal(set, standings));
  const unproved = least.filter((set) => !isMinimal(set, standings));
  const undecided = standings.ofKind('undecided').toSorted(([a], [b]) => inOrder(lines)(a, b));
  const counts = countsOf(search);
  const monotone = isMonotone(question, standings);
  return {
    model: loaded.name,
    title: loaded.model.title,
    verdict: verdictOf(proved, unproved, counts),
    lines: lines.map(({ name, title, cost }) => ({ name, title, cost })),
    cells: cells.map((cell) => ({ name: cell.name, parameters: question.parametersText(0, cell) })),
    ...(properties !== undefined && { properties }),
    ...(question.gaps?.stopped !== undefined && { gapsStopped: question.gaps.stopped }),
    minimal: proved.map((set) => minimalSet(search, set)),
    unproved: unproved.map((set) => minimalSet(search, set)),
    undecided: undecided.map(([set, { cell, because }]) => ({
      lines: question.namesOf(set),
      cell: cellOf(search, cell).name,
      because,
    })),
    ...(monotone !== undefined && { monotone }),
    broken: brokenSets(search, least),
    counts,
    seconds,
  };
}

function verdictOf(proved: readonly LineSet[], unproved: readonly LineSet[], counts: RepairCounts): RepairVerdict {
  if (proved.length > 0) return 'found';
  return unproved.length + counts.undecided + counts.notExamined > 0 ? 'undecided' : 'none';
}

function minimalSet(search: Search, set: LineSet): MinimalSet {
  const { question, standings } = search;
  const standing = standings.of(set);
  const proof = standing?.kind === 'holds' ? standing.proof : [];
  const below = [...subsetsOf(set)].filter((part) => part !== set).map((part) => standings.of(part));
  const count = (is: (standing: (typeof below)[number]) => boolean) => below.filter(is).length;
  return {
    lines: question.namesOf(set),
    cost: costOf(set, question.lines),
    states: proof.reduce((sum, { states }) => sum + states, 0),
    transitions: proof.reduce((sum, { transitions }) => sum + transitions, 0),
    proof: proof.map(({ cell, states, transitions, vacuous: all }) => {
      const vacuous = all.filter(({ property }) => !search.isVacuousWithout(cell, property));
      const { name } = cellOf(search, cell);
      const command = commandOf(search, set, cell);
      return { cell: name, states, transitions, command, ...(vacuous.length > 0 && { vacuous }) };
    }),
    needs: linesIn(set).flatMap((line) => needOf(search, set, line)),
    below: {
      explored: count((one) => one?.kind === 'refuted' && one.because.by === 'exploration'),
      replayed: count((one) => one?.kind === 'refuted' && one.because.by === 'replay'),
      refused: count((one) => one?.kind === 'refused'),
      open: count((one) => one === undefined || one.kind === 'undecided'),
    },
  };
}

/** What is violated without a line, by the shortest run that is known. Nothing where the set without it is not refuted. */
function needOf(search: Search, set: LineSet, line: number): readonly Need[] {
  const without = withoutLine(set, line);
  const standing = search.standings.of(without);
  if (standing?.kind !== 'refuted') return [];
  const { name: named = '' } = search.question.lines[line] ?? {};
  const shortest = search.runs.shortest(without);
  const { because } = standing;
  const isShorter = (shortest?.steps ?? Number.POSITIVE_INFINITY) < (because.steps ?? Number.POSITIVE_INFINITY);
  return [{ line: named, ...shown(search, without, isShorter && shortest !== undefined ? shortest : because) }];
}

function shown(search: Search, set: LineSet, { by, cell, property, steps }: Refutation): Shown {
  return {
    cell: cellOf(search, cell).name,
    property,
    ...(steps !== undefined && { steps }),
    by,
    command: `${commandOf(search, set, cell)} --property ${shellWord(property)}`,
  };
}

/** The least of them: a set that includes another one of them says no more. */
function brokenSets(search: Search, least: readonly LineSet[]): readonly BrokenSet[] {
  const { question, standings } = search;
  const refuted = standings.ofKind('refuted').toSorted(([a], [b]) => inOrder(question.lines)(a, b));
  const told: LineSet[] = [];
  return refuted.flatMap(([set, { because }]) => {
    const within = least.find((part) => isProperSubset(part, set));
    if (within === undefined || told.some((smaller) => isProperSubset(smaller, set))) return [];
    told.push(set);
    return [{ lines: question.namesOf(set), within: question.namesOf(within), ...shown(search, set, because) }];
  });
}

function commandOf({ question }: Search, set: LineSet, cell: number): string {
  const asked = question.cells[cell] as AskedCell;
  return checkCommand(question.loaded.name, question.parametersText(set, asked));
}

function cellOf({ question }: Search, cell: number): AskedCell {
  return question.cells[cell] as AskedCell;
}

function countsOf({ question, standings, runs, counts }: Search): RepairCounts {
  const refuted = standings.ofKind('refuted');
  const byReplay = refuted.filter(([, { because }]) => because.by === 'replay').length;
  const { setCount: sets } = question;
  const open = Array.from({ length: allOf(question.lines.length) + 1 }, (_, set) => set).filter(
    (set) => standings.of(set) === undefined,
  );
  const larger = open.filter((set) => standings.includesHolding(set)).length;
  return {
    sets,
    holding: standings.holding.length,
    refutedByExploration: refuted.length - byReplay,
    refutedByReplay: byReplay,
    refused: standings.ofKind('refused').length,
    undecided: standings.ofKind('undecided').length,
    largerNotExamined: larger,
    notExamined: open.length - larger,
    exploredSets: counts.exploredSets,
    explorations: counts.explorations,
    cached: counts.cached,
    explorationsOfAll: sets * question.cells.length,
    replays: runs.replays,
  };
}
