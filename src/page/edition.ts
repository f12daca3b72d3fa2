/** The versions of an explored model: a new one begins when its files change. The server sends them as JSON. */
import type { Path } from './position.ts';

export interface EditionStatus {
  /** The latest version that could be loaded, counted from 0. */
  readonly edition: number;
  /** Whether the files of the model are watched. */
  readonly isWatched: boolean;
  /** Why the files cannot be loaded as they are now; the latest edition is the last that could. */
  readonly problem?: string;
}

/** A walk that was carried over to the latest edition by the names of its steps. */
export interface CarriedWalk {
  readonly edition: number;
  /** The steps that still fit. */
  readonly path: Path;
  /** The number of steps that the walk had. */
  readonly of: number;
  /** Why the next step does not fit. */
  readonly problem?: string;
  /** The first difference in a value along the steps that fit. */
  readonly differs?: { readonly step: number; readonly texts: readonly string[] };
}
