/**
 * The editions of an explored model. Each page stays in the edition that it was given until it asks for its walk in the latest one, so that a path
 * of indices is never followed in a model that it was not made for.
 */
import * as v from 'valibot';
import type { System } from '../model/system.ts';
import type { CarriedWalk, EditionStatus } from '../page/edition.ts';
import { refit } from '../trace/refit.ts';
import { type Answer, at, parsed } from './api.ts';
import { pathOf, traceAt } from './walk.ts';

/** Pages that are older than this many editions are answered by the latest. */
const KEPT = 4;

export interface Edition {
  readonly system: System;
  readonly api: ReadonlyMap<string, Answer>;
  /** Ends what runs in the background. */
  close(): Promise<void>;
}

const carried = v.strictObject({ ...at.entries, edition: v.pipe(v.number(), v.integer(), v.minValue(0)) });

export class Editions {
  readonly #kept = new Map<number, Edition>();
  readonly #isWatched: boolean;
  #latest = 0;
  #problem: string | undefined;

  constructor(first: Edition, { isWatched }: { readonly isWatched: boolean }) {
    this.#kept.set(0, first);
    this.#isWatched = isWatched;
  }

  get latest(): number {
    return this.#latest;
  }

  /** The model was loaded again. */
  async add(edition: Edition): Promise<void> {
    const before = this.#current();
    this.#latest += 1;
    this.#problem = undefined;
    this.#kept.set(this.#latest, edition);
    this.#kept.delete(this.#latest - KEPT);
    await before.close();
  }

  /** The model cannot be loaded as it is now. */
  fail(problem: string): void {
    this.#problem = problem;
  }

  async close(): Promise<void> {
    for (const edition of this.#kept.values()) await edition.close();
  }

  /** By method and path, the answers of the edition that a request names, or else of the latest. */
  api(): ReadonlyMap<string, Answer> {
    const own: readonly (readonly [string, Answer])[] = [
      ['GET /api/edition', () => this.#status()],
      ['POST /api/carry', (body) => this.#carry(body)],
    ];
    const delegated = [...this.#current().api.keys()].map(
      (route) =>
        [
          route,
          (body: unknown, number?: number) =>
            ((number !== undefined && this.#kept.get(number)) || this.#current()).api.get(route)?.(body),
        ] as const,
    );
    return new Map([...delegated, ...own]);
  }

  #current(): Edition {
    return this.#kept.get(this.#latest) as Edition;
  }

  #status(): EditionStatus {
    const problem = this.#problem === undefined ? {} : { problem: this.#problem };
    return { edition: this.#latest, isWatched: this.#isWatched, ...problem };
  }

  #carry(body: unknown): CarriedWalk {
    const { edition, ...path } = parsed(carried, body);
    const before = this.#kept.get(edition) ?? this.#current();
    const { system } = this.#current();
    const { fitting, parts, differs, run } = refit(system, undefined, traceAt(before.system, path));
    return {
      edition: this.#latest,
      path: pathOf(system, run),
      of: path.steps.length,
      ...(parts !== undefined && { problem: `Step ${fitting + 1}: ${parts.problem}.` }),
      ...(differs !== undefined && { differs }),
    };
  }
}
