/** The end of a path through the state space, as the page shows it. The server sends it as JSON. */
import type { Counterexample, TraceStep } from '../check/counterexample.ts';
import type { PropertyKind, StepName } from '../model/property.ts';
import type { SlotKind } from '../model/state.ts';
import type { JsonValue } from '../model/value-json.ts';

/** A path from an initial state. */
export interface Path {
  /** The index of the initial state, in the order of declaration. */
  readonly start: number;
  /**
   * A step is its index among the transitions that are enabled there, which are ordered by declaration, and within a choice by outcome.
   */
  readonly steps: readonly number[];
}

export interface Position {
  /** The part of the requested path that fits. */
  readonly path: Path;
  /** The first step of the requested path that does not fit. */
  readonly misfit?: Misfit;
  /** The steps so far. */
  readonly trace: Counterexample;
  readonly values: readonly ShownValue[];
  readonly processes: readonly ProcessHere[];
  readonly properties: readonly Standing[];
  readonly situation: Situation;
}

export interface Misfit {
  /** The step that does not fit, counted from 1; 0 for the initial state. */
  readonly step: number;
  /** The requested index, and the number of transitions that are enabled there, or of initial states. */
  readonly index: number;
  readonly enabled: number;
}

export interface ShownValue {
  readonly name: string;
  readonly kind: SlotKind;
  readonly ghost: boolean;
  readonly value: JsonValue;
}

export interface ProcessHere {
  readonly name: string;
  readonly column: string;
  readonly cpu: string;
  /** The label of a program, `halted` after its end; undefined for a rule set. */
  readonly label?: string;
  /** The program may wait for ever at this label. */
  readonly mayWait: boolean;
  readonly enabled: readonly Enabled[];
  readonly blocked: readonly Blocked[];
}

/** A transition that can be taken. */
export interface Enabled extends TraceStep {
  readonly index: number;
  /** The properties that this step violates, or that are violated in its target state. */
  readonly violates: readonly string[];
}

/** A step that cannot be taken, and why. */
export interface Blocked extends StepName {
  readonly why: Obstacle;
}

export type Obstacle =
  /** The step returned nothing, after these reads of the state, in order. */
  | { readonly kind: 'guard'; readonly reads: readonly (readonly [name: string, value: JsonValue])[] }
  /** The store buffer of its CPU has no room. */
  | { readonly kind: 'store buffer full'; readonly cpu: string }
  /** An interrupt handler runs on its CPU, or another thread has interrupts off there or has the CPU. */
  | { readonly kind: 'frozen'; readonly by: string; readonly cpu: string }
  /** The interrupt cannot arrive: `by` has interrupts off, or is a handler of a priority that is not lower. */
  | { readonly kind: 'interrupt held off'; readonly by: string; readonly cpu: string }
  /** The step throws: the model is broken there. */
  | { readonly kind: 'broken'; readonly message: string };

export interface Standing {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  readonly informational: boolean;
  /** `reached`: the target of a `reachable` property. `silent`: the property does not apply to this state or step. */
  readonly standing: 'violated' | 'holds' | 'reached' | 'silent';
  /** An explanation. */
  readonly note?: string;
}

export interface Situation {
  /** The unreachable place that was reached: every run ends here. */
  readonly terminal?: string;
  /** No system step is enabled, and the state is not terminal. */
  readonly quiescent: boolean;
  /** No step is enabled at all. */
  readonly final: boolean;
}
