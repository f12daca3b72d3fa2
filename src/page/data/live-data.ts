/**
 * What a live report has besides the data of a report, and what its page says to its engine, which runs in a thread of the browser or in
 * the page itself.
 */

/** Names of the chunks: the script of the engine with the models, and the kernel. */
export const LIVE_CHUNKS = { script: 'live-script', kernel: 'live-kernel' } as const;

export interface LiveData {
  readonly models: readonly LiveModel[];
  /** The number of files that are embedded: those of the models, and what they import. */
  readonly files: number;
}

export interface LiveModel {
  /** As the report names it, and as a shell reads that. */
  readonly name: string;
  readonly quoted: string;
  readonly hash: string;
}

/** What is asked first: to open a cell, with its parameters as on a command line. */
export interface Opening {
  readonly model: LiveModel;
  readonly parameters: string;
  readonly kernel: Uint8Array<ArrayBuffer>;
}

export const OPEN = 'open';

/** Afterwards the requests of `everywhen explore`, by method and path. */
export interface LiveRequest {
  readonly number: number;
  readonly route: string;
  readonly body?: unknown;
}

export type LiveAnswer =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly error: string };
