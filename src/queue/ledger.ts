/** Which jobs of a run have ended: each counts once, by the first end that is noted, whatever comes after it. */

export class Ledger {
  readonly #open: Set<string>;
  readonly #ended = new Set<string>();

  constructor(ids: Iterable<string>) {
    this.#open = new Set(ids);
  }

  /** `again`: another end of it was first. `unknown`: no job of this run. Both are dropped. */
  note(id: string): 'first' | 'again' | 'unknown' {
    if (this.#ended.has(id)) return 'again';
    if (!this.#open.delete(id)) return 'unknown';
    this.#ended.add(id);
    return 'first';
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** Those that have not ended, in the order in which they were given. */
  get open(): readonly string[] {
    return [...this.#open];
  }
}
