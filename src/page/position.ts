/** What a person sees who walks the state space and stands at the end of a path. As JSON it is what the page is sent. */
import type { Counterexample, TraceStep } from '../check/counterexample.ts';
import type { PropertyKind, StepName } from '../model/property.ts';
import type { SlotKind } from '../model/state.ts';
import type { JsonValue } from '../model/value-json.ts';

/**
 * A way from the initial state: for each step its index among the transitions that are enabled there, in order of declaration and,
 * of one choice, of outcomes.
 */
export type Path = readonly number[];

export interface Position {
  /** As far as it could be gone. */
  readonly path: Path;
  /** Where the path that was asked for ends to fit. */
  readonly misfit?: Misfit;
  /** The steps so far. */
  readonly trace: Counterexample;
  readonly values: readonly ShownValue[];
  readonly processes: readonly ProcessHere[];
  readonly properties: readonly Standing[];
  readonly situation: Situation;
}

export interface Misfit {
  /** The step that does not fit, counted from 1. */
  readonly step: number;
  /** The index that was asked for, and how many transitions are enabled there. */
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
  /** Where a program is, `halted` after its end; none for a rule set. */
  readonly label?: string;
  /** It may wait for ever where it is. */
  readonly mayWait: boolean;
  readonly enabled: readonly Enabled[];
  readonly blocked: readonly Blocked[];
}

/** A transition that can be taken. */
export interface Enabled extends TraceStep {
  readonly index: number;
  /** The properties that are violated by this step, or where it leads. */
  readonly violates: readonly string[];
}

/** A step that cannot be taken, and why. */
export interface Blocked extends StepName {
  readonly why: Obstacle;
}

export type Obstacle =
  /** It returned nothing: what it read of the state on the way, in order. */
  | { readonly kind: 'guard'; readonly reads: readonly (readonly [name: string, value: JsonValue])[] }
  /** The store buffer of its CPU has no room. */
  | { readonly kind: 'store buffer full'; readonly cpu: string }
  /** An interrupt handler runs on its CPU, or another thread has interrupts off there. */
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
  /** `reached`: of a state that shall be reachable. `silent`: it says nothing of this state or step. */
  readonly standing: 'violated' | 'holds' | 'reached' | 'silent';
  /** What else there is to say. */
  readonly note?: string;
}

export interface Situation {
  /** The unreachable place that was reached: nothing goes on from here. */
  readonly terminal?: string;
  /** No system step is enabled, and it is not terminal. */
  readonly quiescent: boolean;
  /** No step is enabled at all. */
  readonly final: boolean;
}
