/** A part of the initial states, as the page lists them. The server sends it as JSON: a system may have many thousands. */
import type { JsonValue } from '../model/value-json.ts';

/** The page lists this many at a time, and the server sends no more. */
export const LISTED_MAX = 20;

export interface ListedInitialStates {
  readonly listed: readonly ListedInitialState[];
}

export interface ListedInitialState {
  readonly start: number;
  /** The values that are not the same in all initial states, by name. */
  readonly values: readonly (readonly [name: string, value: JsonValue])[];
}
