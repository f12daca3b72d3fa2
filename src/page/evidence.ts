/**
 * What is known of a trace where its system is known, as the page shows it: what each step read, whether each property holds at each
 * moment, why the trace decides its property, and where all of it is written. Values are those of the trace and are not repeated.
 */
import type { PropertyKind } from '../model/property.ts';

export interface TraceEvidence {
  /** Places in source files, which the others name by their index. */
  readonly places: readonly Place[];
  /** For each step. Absent where the traces of a report are too long together. */
  readonly steps?: readonly StepEvidence[];
  /** For each property; absent as `steps`. */
  readonly claims?: readonly ClaimEvidence[];
  readonly why: Why;
}

/** A place in a source file, relative to the working directory or to its package: a report says nothing of the sender's folders. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface StepEvidence {
  /** The names of the values that it read, in order. */
  readonly reads: readonly string[];
  /** The names of those that it wrote and that stayed equal. */
  readonly kept: readonly string[];
  readonly place?: number;
}

/** How a property stands at each moment. */
export interface ClaimEvidence {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  /** A character for each moment: the keys of `STANDINGS`. */
  readonly at: string;
}

export const STANDINGS = {
  h: 'holds',
  v: 'violated',
  r: 'reached',
  f: 'fulfilled',
  o: 'owed',
  '-': 'nothing to judge',
} as const;
export type StandingKey = keyof typeof STANDINGS;

/** Why a trace decides its property. */
export interface Why {
  /** The functions of the property. */
  readonly functions: readonly WhyFunction[];
  /** Of a property of infinite runs: from which moment on something is due, and never comes. */
  readonly owedFrom?: number;
  /** Of a cycle: what of it is marked, by the indices of steps; and the processes that take no step in it. */
  readonly marked?: readonly number[];
  readonly starves?: readonly Starved[];
}

export interface WhyFunction {
  /** What it says of the property: `its predicate`, `its left side`. */
  readonly role: string;
  /** As the author wrote it, if its file was found. */
  readonly text: string;
  readonly place?: number;
  /** What it read, and its result, where it was evaluated. */
  readonly seen: readonly Seen[];
}

export interface Seen {
  readonly moment: number;
  readonly reads: readonly string[];
  readonly result?: boolean;
}

/** A process that can take a step in some states of a cycle and takes none, or cannot in any. */
export interface Starved {
  readonly process: string;
  /** The number of states of the cycle in which a system step of it would change something, of all its states. */
  readonly enabled: number;
  readonly of: number;
  /** The fairness of its steps. */
  readonly fairness: string;
}
