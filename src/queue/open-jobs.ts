/** Which jobs of a run have not ended yet. A job counts by its first end; later ends of it are dropped. */

export class OpenJobs {
  readonly #open: Set<string>;
  readonly #ended = new Set<string>();

  constructor(ids: Iterable<string>) {
    this.#open = new Set(ids);
  }

  /** `again`: the job had ended before. `unknown`: it is not a job of this run. */
  end(id: string): 'first' | 'again' | 'unknown' {
    if (this.#ended.has(id)) return 'again';
    if (!this.#open.delete(id)) return 'unknown';
    this.#ended.add(id);
    return 'first';
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** In the order in which they were given. */
  get ids(): readonly string[] {
    return [...this.#open];
  }
}
