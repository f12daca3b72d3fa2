/** What is known of each set of lines, and why. */
import type { Stopped } from '../model/exploration.ts';
import type { VacuousProperty } from './cell-finding.ts';
import { isProperSubset, isSubset, type LineSet } from './line-set.ts';

/** A cell of which every reachable state was explored and every asked property holds. */
export interface ProvedCell {
  readonly cell: number;
  readonly states: number;
  readonly transitions: number;
  readonly vacuous: readonly VacuousProperty[];
}

/** Why a set is refuted: a violation in one cell. */
export interface Refutation {
  readonly by: 'exploration' | 'replay';
  readonly cell: number;
  readonly property: string;
  /** Of the shortest run that is known; absent where no run shows the violation. */
  readonly steps?: number;
}

export type Standing =
  | { readonly kind: 'holds'; readonly proof: readonly ProvedCell[] }
  | { readonly kind: 'refuted'; readonly because: Refutation }
  /** Explored without a violation, and not fully: it counts neither as holding nor as refuted. */
  | { readonly kind: 'undecided'; readonly cell: number; readonly because: string; readonly stopped?: Stopped }
  /** No design: the model refuses it, or its lines exclude each other. */
  | { readonly kind: 'refused'; readonly because: string };

export class Standings {
  readonly #known = new Map<LineSet, Standing>();
  /** In the order in which they were found. */
  readonly #holding: LineSet[] = [];

  of(set: LineSet): Standing | undefined {
    return this.#known.get(set);
  }

  /** What is known first stays. */
  set(set: LineSet, standing: Standing): void {
    if (this.#known.has(set)) return;
    this.#known.set(set, standing);
    if (standing.kind === 'holds') this.#holding.push(set);
  }

  get size(): number {
    return this.#known.size;
  }

  entries(): IterableIterator<[LineSet, Standing]> {
    return this.#known.entries();
  }

  ofKind<K extends Standing['kind']>(kind: K): readonly (readonly [LineSet, Extract<Standing, { kind: K }>])[] {
    return [...this.#known].filter(
      (entry): entry is [LineSet, Extract<Standing, { kind: K }>] => entry[1].kind === kind,
    );
  }

  get holding(): readonly LineSet[] {
    return this.#holding;
  }

  /** The holding sets of which no proper subset is known to hold. */
  get least(): readonly LineSet[] {
    const { holding } = this;
    return holding.filter((set) => !holding.some((other) => isProperSubset(other, set)));
  }

  /** Whether the set or a subset holds. */
  includesHolding(set: LineSet): boolean {
    return this.holding.some((other) => isSubset(other, set));
  }
}
