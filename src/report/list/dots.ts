/**
 * The progress of a matrix, for logs: a row for each model, a character for each cell, in the order of declaration.
 * `.` as expected, `U` unexpected, `?` inconclusive.
 */
import { inertLine } from '../../errors.ts';
import { LINE_WIDTH } from '../../trace/line-width.ts';
import { type Standing, standingOf } from '../matrix-result.ts';
import type { Output } from '../output.ts';
import type { FinishedCell } from '../reporter.ts';

const CHARACTERS: { readonly [S in Standing]: string } = { 'as expected': '.', unexpected: 'U', inconclusive: '?' };

export class Dots {
  readonly #output: Output;
  readonly #waiting = new Map<number, FinishedCell>();
  #next = 0;
  #model: string | undefined;
  #column = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  add(finished: FinishedCell): void {
    this.#waiting.set(finished.position, finished);
    for (let cell = this.#take(); cell !== undefined; cell = this.#take()) this.#show(cell);
  }

  /** Shows also the cells that waited for a cell that never ended. */
  end(): void {
    for (const finished of [...this.#waiting.values()].toSorted((a, b) => a.position - b.position))
      this.#show(finished);
    if (this.#model !== undefined) this.#output.write('\n\n');
  }

  #take(): FinishedCell | undefined {
    const finished = this.#waiting.get(this.#next);
    if (finished !== undefined) this.#waiting.delete(this.#next++);
    return finished;
  }

  #show({ model, cell }: FinishedCell): void {
    if (model !== this.#model) {
      this.#output.write(`${this.#model === undefined ? '' : '\n'}${inertLine(model)}\n`);
      this.#column = 0;
    } else if (this.#column === LINE_WIDTH) {
      this.#output.write('\n');
      this.#column = 0;
    }
    this.#model = model;
    this.#column++;
    this.#output.write(CHARACTERS[standingOf(cell)]);
  }
}
