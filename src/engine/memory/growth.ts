/**
 * One growth of the table of states, in place, by one thread or by several.
 *
 * No entry moves towards the beginning (kernel/tables/buckets.ts), so lines are moved from the end down. Those that all move to where nothing
 * stands any more are one round: a third of the lines if the table grows by half. A round is cut where no line overflows into the next.
 * Its parts then have nothing in common but lines in which they place entries, and that is done by compare-and-exchange. What is left
 * after some rounds is too little to be shared.
 */
import { LINE_BYTES, MATCHES } from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import type { Range } from './log.ts';

/** A part of the work, from one address of the wide memory to another, or from one block of the log to another. */
export interface Task extends Range {
  /** Touch pages that were never written, move the entries of lines, or place the states of blocks. */
  readonly work: 'claim' | 'move' | 'place';
}

/** The addresses of a table before and after. */
interface Tables {
  readonly base: number;
  /** Lines, and where the table ends with its spare ones. */
  readonly before: { readonly lines: number; readonly end: number };
  readonly after: { readonly lines: number; readonly end: number };
}

const PAGE_BYTES = 4096;
export class Growth {
  readonly #kernel: Kernel;
  readonly #tables: Tables;
  /** Everything from here on was moved. */
  #moved: number;
  #isClaimed = false;

  /** STATE_LINES must be that of the larger table. */
  constructor(kernel: Kernel, tables: Tables) {
    this.#kernel = kernel;
    this.#tables = tables;
    this.#moved = tables.before.end;
  }

  /** The rounds: each is `parts` tasks or fewer, to be finished before the next. A round of fewer than `linesMin` lines is left to `finish`. */
  *rounds(parts: number, linesMin: number): Generator<readonly Task[]> {
    const { base, before, after } = this.#tables;
    yield cut(before.end, after.end, parts, (at) => PAGE_BYTES * Math.ceil(at / PAGE_BYTES)).map(taskOf('claim'));
    this.#isClaimed = true;
    for (;;) {
      const end = this.#moved;
      // The first line from which on all entries go to `end` or further; one more, because numbers are rounded.
      const first = Math.ceil((((end - base) / LINE_BYTES) * before.lines) / after.lines) + 1;
      const from = this.#beginOfRun(Math.min(base + first * LINE_BYTES, end), end);
      if (end - from < linesMin * LINE_BYTES) return;
      yield cut(from, end, parts, (at) => this.#beginOfRun(LINE_BYTES * Math.ceil(at / LINE_BYTES), end)).map(
        taskOf('move'),
      );
      this.#moved = from;
    }
  }

  /** Does what is left, alone. */
  finish(): void {
    const { base, before, after } = this.#tables;
    if (!this.#isClaimed) this.#kernel.run.claimWide(BigInt(before.end), BigInt(after.end));
    const buffer = scratchOf(0) + MATCHES;
    while (this.#moved > base) this.#moved = Number(this.#kernel.run.growTable(BigInt(this.#moved), buffer));
  }

  /** The first line from an address on that no line overflows into. */
  #beginOfRun(address: number, end: number): number {
    return Number(this.#kernel.run.beginOfRun(BigInt(address), BigInt(end)));
  }
}

/** Does a task of a round, in the lane that it was given. */
export function doTask({ run }: Kernel, lane: number, { work, from, to }: Task): void {
  if (work === 'claim') {
    run.claimWide(BigInt(from), BigInt(to));
    return;
  }
  if (work === 'place') {
    run.placeRecords(lane, from, to);
    return;
  }
  for (let last = to; last > from; ) last = Number(run.moveLines(lane, BigInt(from), BigInt(last)));
}

function taskOf(work: Task['work']): (range: Range) => Task {
  return ({ from, to }) => ({ work, from, to });
}

/** Consecutive ranges of about equal size. `at` moves a cut to where one may be. */
export function cut(from: number, to: number, parts: number, at: (address: number) => number): Range[] {
  const cuts = Array.from({ length: parts - 1 }, (_, i) => at(from + ((i + 1) * (to - from)) / parts));
  const bounds = [from, ...cuts.filter((address) => address > from && address < to), to];
  return bounds.slice(1).flatMap((end, i) => {
    const begin = bounds[i] as number;
    return end > begin ? [{ from: begin, to: end }] : [];
  });
}
