/**
 * The search for all minimal sets of lines under which every asked cell holds.
 *
 * Known counterexamples propose which set is worth exploring: the smallest one that has a line against each of them (`hitting-sets.ts`).
 * They decide nothing beyond the sets on which they are replayed. Every other set is refuted by itself, by a replay or an exploration,
 * unless a subset of it holds. docs/decisions/repair.md says why.
 */
import type { UserError } from '../errors.ts';
import { hittingSets } from './hitting-sets.ts';
import { KnownRuns } from './known-runs.ts';
import { allOf, EMPTY, inOrder, isProperSubset, type LineSet, subsetsOf } from './line-set.ts';
import type { AskedCell, Question } from './question.ts';
import { type ExploredCell, type ExploringOptions, SetExplorer } from './set-explorer.ts';
import { type Standing, Standings } from './standings.ts';

export interface SearchOptions extends Omit<ExploringOptions, 'onProgress'> {
  /** Also decide the sets that are larger than a minimal one. */
  readonly larger?: boolean;
  readonly onProgress?: (progress: SearchProgress) => void;
}

export interface SearchProgress {
  /** The sets that are decided, of all. */
  readonly decided: number;
  readonly sets: number;
  /** The set that is explored, and how far. */
  readonly exploring?: {
    readonly lines: readonly string[];
    readonly done: number;
    readonly cells: number;
    readonly states: number;
  };
}

/** What a search did. */
export interface SearchCounts {
  /** Sets of which cells were explored. */
  exploredSets: number;
  /** Cells that were explored and decided a set, those from the cache included. */
  explorations: number;
  cached: number;
}

export class Search {
  readonly question: Question;
  readonly standings = new Standings();
  readonly runs: KnownRuns;
  readonly counts: SearchCounts = { exploredSets: 0, explorations: 0, cached: 0 };
  /** The first error of a model that is broken in some cell. */
  broken: Pick<UserError, 'code' | 'message' | 'advice'> | undefined;
  readonly #options: SearchOptions;
  readonly #explorer: SetExplorer;
  /** All sets, and those below each set that was found to hold: what is decided stays so, and is passed once. */
  readonly #all: Undecided;
  readonly #larger: Undecided;
  readonly #below = new Map<LineSet, Undecided>();
  /** No set satisfies all conflicts any more: more conflicts, and more decided sets, leave fewer. */
  #isExhausted = false;
  /** How often each cell was violated, and how many states it had at last: those that are likely to refute, and cheap, come first. */
  readonly #violated = new Map<number, number>();
  readonly #states = new Map<number, number>();
  readonly #vacuousWithout = new Map<number, ReadonlySet<string>>();
  #exploring: LineSet | undefined;
  #ended = false;

  constructor(question: Question, options: SearchOptions) {
    this.question = question;
    this.#options = options;
    this.runs = new KnownRuns(question, this.standings);
    const { onProgress, ...exploring } = options;
    const tell = (progress: { done: number; cells: number; states: number }) => onProgress?.(this.#progress(progress));
    this.#explorer = new SetExplorer(question, { ...exploring, ...(onProgress && { onProgress: tell }) });
    const sets = Array.from({ length: question.setCount }, (_, set) => set);
    sets.sort(inOrder(question.lines));
    this.#all = new Undecided(sets);
    this.#larger = new Undecided(sets);
  }

  /** Ends when every set is decided that can be minimal, or when the time is over or the signal aborts. */
  async run(): Promise<void> {
    for (let set = this.#next(); set !== undefined && this.#maySearch; set = this.#next()) {
      await this.#decide(set);
      this.#options.onProgress?.(this.#progress());
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get #maySearch(): boolean {
    const { signal, secondsLeft } = this.#options;
    return !this.#ended && !signal?.aborted && (secondsLeft?.() ?? 1) > 0;
  }

  /** First what proves that a holding set is minimal, then what the counterexamples propose, then the rest. */
  #next(): LineSet | undefined {
    const isOpen = (set: LineSet) => this.standings.of(set) === undefined;
    const mayBeMinimal = (set: LineSet) => isOpen(set) && !this.standings.includesHolding(set);
    return (
      this.#nextBelow(mayBeMinimal) ??
      this.#proposed(isOpen) ??
      this.#all.next(mayBeMinimal) ??
      (this.#options.larger ? this.#larger.next(isOpen) : undefined)
    );
  }

  #nextBelow(mayBeMinimal: (set: LineSet) => boolean): LineSet | undefined {
    for (const holding of this.standings.least) {
      const below =
        this.#below.get(holding) ?? new Undecided([...subsetsOf(holding)].sort(inOrder(this.question.lines)));
      this.#below.set(holding, below);
      const set = below.next(mayBeMinimal);
      if (set !== undefined) return set;
    }
    return undefined;
  }

  #proposed(isOpen: (set: LineSet) => boolean): LineSet | undefined {
    if (this.#isExhausted) return undefined;
    const noLarger = this.standings.least.map((set) => ({ if: set, oneOf: 0 }));
    const conflicts = [...noLarger, ...this.runs.conflicts];
    const { value, done } = hittingSets(this.question.lines, conflicts, isOpen).next();
    this.#isExhausted = done === true;
    return done ? undefined : value;
  }

  async #decide(set: LineSet): Promise<void> {
    const refusal = this.question.refusal(set);
    if (refusal !== undefined) this.standings.set(set, { kind: 'refused', because: refusal });
    else if (!this.runs.refute(set)) await this.#explore(set);
  }

  async #explore(set: LineSet): Promise<void> {
    this.#exploring = set;
    // Of the first design all cells are explored: their counterexamples propose what to try next.
    const all = this.counts.exploredSets === 0;
    const explored = await this.#explorer.explore(set, this.#cellsInTurn(), { all });
    this.#exploring = undefined;
    const decisive = explored.filter(({ finding }) => finding.kind !== 'not run');
    this.counts.exploredSets++;
    this.counts.explorations += decisive.length;
    this.counts.cached += decisive.filter(({ isCached }) => isCached).length;
    const standing = standingOf(explored);
    if (standing === undefined) this.#ended = true;
    else this.standings.set(set, standing);
    for (const { cell, finding } of decisive) this.#learn(set, cell, finding);
  }

  /** Whether a property of a cell is vacuous without any line, too, as far as that is known. */
  isVacuousWithout(cell: number, property: string): boolean {
    return this.#vacuousWithout.get(cell)?.has(property) ?? false;
  }

  #learn(set: LineSet, { position }: AskedCell, finding: ExploredCell['finding']): void {
    if (finding.kind === 'holds' || finding.kind === 'violated') {
      this.#states.set(position, finding.states);
      if (set === EMPTY) this.#vacuousWithout.set(position, new Set(finding.vacuous.map(({ property }) => property)));
    }
    if (finding.kind === 'undecided') this.broken ??= finding.error;
    if (finding.kind !== 'violated') return;
    this.#violated.set(position, (this.#violated.get(position) ?? 0) + 1);
    for (const run of finding.runs) this.runs.add(run, set, position);
  }

  #cellsInTurn(): readonly AskedCell[] {
    const violated = ({ position }: AskedCell) => Number(this.#violated.has(position));
    const states = ({ position }: AskedCell) => this.#states.get(position) ?? 0;
    return this.question.cells.toSorted((a, b) => violated(b) - violated(a) || states(a) - states(b));
  }

  #progress(exploring?: { readonly done: number; readonly cells: number; readonly states: number }): SearchProgress {
    const set = this.#exploring;
    return {
      decided: this.standings.size,
      sets: this.question.setCount,
      ...(exploring !== undefined &&
        set !== undefined && { exploring: { lines: this.question.namesOf(set), ...exploring } }),
    };
  }
}

/** Undefined where cells were not run that would have decided. */
function standingOf(explored: readonly ExploredCell[]): Standing | undefined {
  for (const { cell, finding } of explored) {
    if (finding.kind !== 'violated') continue;
    const [shortest] = finding.runs.toSorted((a, b) => a.steps - b.steps);
    const property = shortest?.property ?? finding.properties[0] ?? '';
    const steps = shortest && { steps: shortest.steps };
    return { kind: 'refuted', because: { by: 'exploration', cell: cell.position, property, ...steps } };
  }
  if (explored.some(({ finding }) => finding.kind === 'not run')) return undefined;
  for (const { cell, finding } of explored) {
    if (finding.kind !== 'undecided') continue;
    const { because, stopped } = finding;
    return { kind: 'undecided', cell: cell.position, because, ...(stopped && { stopped }) };
  }
  const proof = explored.flatMap(({ cell, finding }) => {
    if (finding.kind !== 'holds') return [];
    const { states, transitions, vacuous } = finding;
    return [{ cell: cell.position, states, transitions, vacuous }];
  });
  return { kind: 'holds', proof: proof.sort((a, b) => a.cell - b.cell) };
}

/** Whether every set below is decided and none holds. */
export function isMinimal(set: LineSet, standings: Standings): boolean {
  return [...subsetsOf(set)].every((part) => {
    const { kind } = standings.of(part) ?? { kind: undefined };
    return part === set || kind === 'refuted' || kind === 'refused';
  });
}

/** Whether adding lines never breaks what holds; undefined unless every set is decided. */
export function isMonotone(question: Question, standings: Standings): boolean | undefined {
  const decided = standings.ofKind('undecided').length === 0 && standings.size === allOf(question.lines.length) + 1;
  if (!decided) return undefined;
  const { holding } = standings;
  return !standings.ofKind('refuted').some(([set]) => holding.some((part) => isProperSubset(part, set)));
}

/** Sets in a fixed order, of which one that is passed is never wanted again. */
class Undecided {
  readonly #sets: readonly LineSet[];
  #at = 0;

  constructor(sets: readonly LineSet[]) {
    this.#sets = sets;
  }

  /** The first wanted set. It is given again until it is not wanted any more. */
  next(isWanted: (set: LineSet) => boolean): LineSet | undefined {
    for (; this.#at < this.#sets.length; this.#at++) {
      const set = this.#sets[this.#at];
      if (set !== undefined && isWanted(set)) return set;
    }
    return undefined;
  }
}
