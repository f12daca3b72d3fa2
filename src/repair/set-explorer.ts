/**
 * Explores the cells of a design under a set of lines until one of them is violated. Which cells decide does not depend on the number of
 * threads: the first violated cell in the given order does, and those before it.
 */
import type { CellBounds } from '../cells/cell-bounds.ts';
import type { CellEnd } from '../cells/cell-end.ts';
import type { CellRunner } from '../cells/cell-runner.ts';
import type { CellLimits } from '../cells/cell-task.ts';
import { namedCell } from '../cells/named-cell.ts';
import type { OutcomeCache } from '../cells/outcome-cache.ts';
import type { RunnableCell } from '../cells/runnable-cell.ts';
import type { LoadedModel } from '../load/load-model.ts';
import type { QueueableCell } from '../queue/cell-job.ts';
import { type CellFinding, findingOf } from './cell-finding.ts';
import type { LineSet } from './line-set.ts';
import type { AskedCell, Question } from './question.ts';

/** A cell as the runners and the cache take it. */
export interface RepairCell extends QueueableCell {
  readonly loaded: LoadedModel;
  readonly cell: { readonly parameters: AskedCell['parameters'] } & RunnableCell['cell'];
  /** Its place in the order of this exploration. */
  readonly place: number;
}

export interface ExploringOptions {
  readonly runner: CellRunner<RepairCell>;
  readonly limits: CellLimits;
  readonly bounds?: CellBounds;
  readonly secondsLeft?: () => number;
  readonly signal?: AbortSignal;
  /** Finished cells come from it and are kept in it, with their traces. */
  readonly cache?: OutcomeCache;
  /** No cell comes from the cache. */
  readonly fresh?: boolean;
  /** `done` of `cells` have ended, and the others have found `states` so far. */
  readonly onProgress?: (progress: { readonly done: number; readonly cells: number; readonly states: number }) => void;
}

export interface ExploredCell {
  readonly cell: AskedCell;
  readonly finding: CellFinding;
  readonly isCached: boolean;
}

const PROGRESS_MS = 250;

export class SetExplorer {
  readonly #question: Question;
  readonly #options: ExploringOptions;

  constructor(question: Question, options: ExploringOptions) {
    this.#question = question;
    this.#options = options;
  }

  /** `all`: a violated cell stops nothing. The cells up to the one that decides, in the given order. */
  async explore(
    set: LineSet,
    cells: readonly AskedCell[],
    { all }: { readonly all: boolean },
  ): Promise<ExploredCell[]> {
    return new OneExploration(this.#options, cells, this.#jobs(set, cells), all).run();
  }

  #jobs(set: LineSet, cells: readonly AskedCell[]): readonly RepairCell[] {
    const { loaded } = this.#question;
    return cells.map((cell, place) => {
      const design = this.#question.design(set, cell);
      if ('refused' in design) throw new Error(`set ${set} is no design of '${cell.name}'`);
      const { parameters } = design;
      return { loaded, ...namedCell(loaded, parameters), cell: { parameters }, place };
    });
  }
}

class OneExploration {
  readonly #options: ExploringOptions;
  readonly #cells: readonly AskedCell[];
  readonly #jobs: readonly RepairCell[];
  readonly #all: boolean;
  readonly #found: (Omit<ExploredCell, 'cell'> | undefined)[];
  readonly #enough = new AbortController();
  readonly #running = new Map<number, () => number>();

  constructor(options: ExploringOptions, cells: readonly AskedCell[], jobs: readonly RepairCell[], all: boolean) {
    this.#options = options;
    this.#cells = cells;
    this.#jobs = jobs;
    this.#all = all;
    this.#found = cells.map(() => undefined);
  }

  async run(): Promise<ExploredCell[]> {
    for (const job of this.#jobs) this.#takeCached(job);
    const missing = this.#jobs.filter(({ place }) => this.#found[place] === undefined && place < this.#needed);
    if (missing.length > 0) await this.#runMissing(missing);
    return this.#cells.slice(0, this.#needed).map((cell, place) => ({
      cell,
      ...(this.#found[place] ?? { finding: { kind: 'not run' }, isCached: false }),
    }));
  }

  /** How many cells, from the first one, decide: up to the first that is violated. */
  get #needed(): number {
    const violated = this.#all ? -1 : this.#found.findIndex((found) => found?.finding.kind === 'violated');
    return violated < 0 ? this.#cells.length : violated + 1;
  }

  #takeCached(job: RepairCell): void {
    const { cache, fresh = false } = this.#options;
    const cached = cache === undefined || fresh ? undefined : cache.find(job);
    if (cached === undefined) return;
    this.#take(job, { kind: 'outcome', outcome: cached.outcome, byBudget: false, took: 0 }, true);
  }

  async #runMissing(missing: readonly RepairCell[]): Promise<void> {
    const { runner, limits, bounds = {}, secondsLeft, signal } = this.#options;
    const signals = [this.#enough.signal, ...(signal === undefined ? [] : [signal])];
    const progress = setInterval(() => this.#tell(), PROGRESS_MS);
    try {
      await runner.run([{ how: missing.length === 1 ? 'alone' : 'beside', cells: missing }], {
        bounds,
        limits,
        signal: AbortSignal.any(signals),
        ...(secondsLeft !== undefined && { secondsLeft }),
        onStart: ({ place }, states) => this.#running.set(place, states),
        onEnd: (job, end) => this.#end(job, end),
      });
    } finally {
      clearInterval(progress);
    }
  }

  #end(job: RepairCell, end: CellEnd): void {
    this.#running.delete(job.place);
    if (end.kind === 'outcome' && 'report' in end.outcome) this.#options.cache?.keep(job, end.outcome);
    this.#take(job, end, false);
    this.#tell();
    const decide = this.#found.slice(0, this.#needed);
    if (decide.length < this.#found.length && decide.every((found) => found !== undefined)) this.#enough.abort();
  }

  #take(job: RepairCell, end: CellEnd, isCached: boolean): void {
    const asked = this.#cells[job.place]?.properties;
    this.#found[job.place] = { finding: findingOf(end, asked), isCached };
  }

  #tell(): void {
    const states = [...this.#running.values()].reduce((sum, of) => sum + of(), 0);
    const done = this.#found.filter((found) => found !== undefined).length;
    this.#options.onProgress?.({ done, cells: this.#cells.length, states });
  }
}
