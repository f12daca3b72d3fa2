/** A search for a state: what can be asked, its progress, and its result. The server sends it as JSON. */
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { Path } from './position.ts';

/** The longest condition. */
export const CONDITION_MAX = 2_000;

export interface SearchStatus {
  readonly phase: 'not started' | 'running' | 'ended';
  readonly condition?: string;
  /** Whether the search began in the state of a walk instead of the initial states. */
  readonly isFromHere?: boolean;
  readonly progress?: { readonly states: number; readonly depth: number; readonly seconds: number };
  /** Defined once the search has ended. */
  readonly result?: SearchResult;
  /** The error message for the author, if the model is broken. */
  readonly problem?: string;
}

/** Why what a person wrote makes no sense. */
export interface Mistake {
  readonly mistake: string;
}

export type SearchResult =
  /** `distance`: the steps from where the search began. `isNearest`: no such state is nearer. */
  | {
      readonly kind: 'found';
      readonly path: Path;
      readonly distance: number;
      readonly isNearest: boolean;
      readonly states: number;
    }
  /** Every state was visited that can be reached. `within`: `edges 2` for each budget that blocked a step. */
  | { readonly kind: 'none'; readonly states: number; readonly within: readonly string[] }
  | { readonly kind: 'not found'; readonly states: number; readonly depth: number; readonly stopped: Stopped };

/** What a condition can name. */
export interface Vocabulary {
  readonly values: readonly { readonly name: string; readonly initially: string }[];
  readonly processes: readonly {
    readonly name: string;
    /** None of a rule set. */
    readonly labels: readonly string[];
    readonly steps: readonly string[];
  }[];
  readonly properties: readonly { readonly id: string; readonly title: string; readonly kind: PropertyKind }[];
}
