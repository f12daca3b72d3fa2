/** What the reference explorer found: numbered states, which of them lead to which, and where something was first found. */
import type { Alternative } from '../model/process.ts';
import type { State } from '../model/state.ts';
import type { System } from '../model/system.ts';

/** The states, numbered in the order in which they were found; number 0 is the initial one. */
export interface FoundStates {
  readonly system: System;
  readonly known: readonly State[];
  /** By number, in steps from the initial state. */
  readonly depthOf: readonly number[];
  /** For each state, the states of the level before it that lead to it. */
  readonly predecessors: readonly (readonly number[])[];
  /** The number of a state that was found. */
  indexOf(state: State): number | undefined;
}

/** A state, or a step from it, that decides a property or shows an observation. */
export interface Target {
  readonly state: number;
  readonly step?: { readonly alternative: Alternative; readonly place: number };
}

/** The least depth (in steps) at which something was found, with every target of that depth. */
export interface Found {
  readonly depth: number;
  readonly targets: Target[];
}
