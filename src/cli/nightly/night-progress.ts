/** The plan of a night, and while it runs a line with the cells that have ended and those that run. */
import { duration } from '../../cells/duration-text.ts';
import { inertLine, shortened } from '../../errors.ts';
import { cellsToRun, type Plan, type PlannedCell } from '../../nightly/plan.ts';
import { planText } from '../../nightly/plan-text.ts';
import { counted } from '../../trace/counted.ts';
import { ProgressLine } from '../progress.ts';

export interface NightProgressOptions {
  readonly budget?: number;
  readonly format: 'list' | 'json';
}

/** A cell may take hours, so the line is refreshed at this interval. */
const TICK_MS = 1000;
const LENGTH_MAX = 200;

export class NightProgress {
  readonly #options: NightProgressOptions;
  readonly #line = new ProgressLine();
  readonly #start = performance.now();
  /** The text of each cell that runs, by its key. */
  readonly #running = new Map<string, () => string>();
  #ticking: NodeJS.Timeout | undefined;
  #ended = 0;
  #cells = 0;

  constructor(options: NightProgressOptions) {
    this.#options = options;
  }

  start(): void {
    this.#ticking = setInterval(() => this.#show(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.#line.end();
  }

  /** A line of its own on standard error. */
  print(text: string): void {
    this.#line.end();
    process.stderr.write(`${inertLine(text)}\n`);
  }

  plan(plan: Plan): void {
    const { format, budget } = this.#options;
    // If standard output is for a program, the plan goes to standard error.
    const stream = format === 'json' ? process.stderr : process.stdout;
    stream.write(`${planText(plan, budget).join('\n')}\n`);
    this.#cells = plan.served.length + cellsToRun(plan).length;
  }

  begin({ key, model, parameters }: PlannedCell, states: () => number): void {
    const name = `${model} ${parameters}`.trimEnd();
    this.#running.set(key, () => (states() === 0 ? name : `${name} (${counted(states(), 'state')})`));
    this.#show();
  }

  end({ key }: { readonly key: string }): void {
    this.#ended++;
    this.#running.delete(key);
    this.#show();
  }

  #show(): void {
    this.#line.show(() => shortened(inertLine(this.#text()), LENGTH_MAX));
  }

  #text(): string {
    const { budget } = this.#options;
    const seconds = (performance.now() - this.#start) / 1000;
    const time = budget === undefined ? duration(seconds) : `${duration(seconds)} of ${duration(budget)}`;
    const running = [...this.#running.values()].map((text) => text());
    const now = running.length === 0 ? '' : `; running ${running.join('; ')}`;
    return `${this.#ended.toLocaleString('en')} of ${this.#cells.toLocaleString('en')} cells, ${time}${now}`;
  }
}
