/** The end of a run: its result is reported in several places, and one that cannot be written costs none of the others. */
import { renderError, UserError } from '../errors.ts';
import { terminalWidth } from '../trace/line-width.ts';

/** How many missing files are named, of a run that writes thousands. */
const NAMED_MAX = 3;

export class Reported {
  readonly #errors: UserError[] = [];

  /** Throws, or rejects, only with what is no `UserError`. */
  attempt<T extends void | Promise<void>>(report: () => T): T | undefined {
    try {
      const reporting = report();
      return reporting instanceof Promise ? (reporting.catch((error) => this.#note(error)) as T) : reporting;
    } catch (error) {
      this.#note(error);
      return undefined;
    }
  }

  add(errors: readonly UserError[]): void {
    this.#errors.push(...errors);
  }

  #note(error: unknown): void {
    if (!(error instanceof UserError)) throw error;
    this.#errors.push(error);
  }

  /** Says on stderr what is missing, and returns whether nothing is. */
  end(): boolean {
    const width = terminalWidth(process.stderr);
    for (const error of this.#errors.slice(0, NAMED_MAX)) process.stderr.write(`${renderError(error, width)}\n`);
    const more = this.#errors.length - NAMED_MAX;
    if (more > 0) process.stderr.write(`${more.toLocaleString('en')} more files could not be written.\n`);
    return this.#errors.length === 0;
  }
}
