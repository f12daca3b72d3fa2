/** The files that a run could not write. None of them costs another file or the verdicts, and all are tried once more at the end. */
import { UserError } from '../errors.ts';

interface Loss {
  readonly write: () => void;
  readonly error: UserError;
}

export class Losses {
  readonly #onFirst: ((error: UserError) => void) | undefined;
  #losses: readonly Loss[] = [];

  /** `onFirst` hears of the first failure as soon as it happens: a disk can be given room while a run continues. */
  constructor(onFirst?: (error: UserError) => void) {
    this.#onFirst = onFirst;
  }

  /** Throws only what is no `UserError`. */
  attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (this.#losses.length === 0) this.#onFirst?.(error);
      this.#losses = [...this.#losses, { write, error }];
    }
  }

  /** Writes again what could not be written. */
  again(): void {
    const before = this.#losses;
    this.#losses = [];
    for (const { write, error } of before) {
      try {
        write();
      } catch {
        this.#losses = [...this.#losses, { write, error }];
      }
    }
  }

  get errors(): readonly UserError[] {
    return this.#losses.map(({ error }) => error);
  }
}
