/** Progress on stderr, once a command has run for a second: one line that is rewritten on a terminal, a line every ten seconds elsewhere. */
import { LINE_WIDTH } from '../trace/line-width.ts';
import { cut } from '../trace/table.ts';

const FIRST_MS = 1000;
const ON_TERMINAL_MS = 250;
const ELSEWHERE_MS = 10_000;
const TOLD_MS = 1000;

/** Where lines go instead of stderr: to the process that started this one. */
let listener: ((text: string) => void) | undefined;

/** From here on progress is told once a second, to `tell` alone. */
export function tellProgressTo(tell: (text: string) => void): void {
  listener = tell;
}

export class ProgressLine {
  readonly #start = performance.now();
  readonly #terminal = process.stderr.isTTY ?? false;
  #last: number | undefined;

  /** Shows a line if the next one is due. */
  show(text: () => string): void {
    const now = performance.now();
    const due = this.#last === undefined ? now - this.#start > FIRST_MS : now - this.#last > intervalOf(this.#terminal);
    if (!due) return;
    this.#last = now;
    if (listener !== undefined) {
      listener(text());
      return;
    }
    // A line that the terminal wraps could not be rewritten.
    const width = (process.stderr.columns || LINE_WIDTH) - 1;
    process.stderr.write(this.#terminal ? `\r\u001b[K${cut(text(), width)}` : `${text()}\n`);
  }

  /** Prints a line that is not overwritten. */
  say(text: string): void {
    this.end();
    process.stderr.write(`${text}\n`);
  }

  /** Clears the line of progress. */
  end(): void {
    if (this.#terminal && this.#last !== undefined) process.stderr.write('\r\u001b[K');
  }
}

function intervalOf(terminal: boolean): number {
  if (listener !== undefined) return TOLD_MS;
  return terminal ? ON_TERMINAL_MS : ELSEWHERE_MS;
}
