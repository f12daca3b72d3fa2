/**
 * Processes as they run: the alternatives of a program's labels, or of a rule set.
 *
 * A program is at one label, and only the alternatives of that label may be taken. A rule set (hardware, a scheduler) has
 * no label: every rule may be taken always. A procedure is a labelled fragment; its labels read `procedure.label` in every
 * program that runs it.
 */
import { Map as ImmutableMap, Record } from 'immutable';
import type { Spending } from './budgets/budget.ts';
import type { ReplicaKey, Value } from './declaration.ts';
import type { Fairness } from './fairness/fairness.ts';

/** `system`: what the design is obliged to do in the end. `environment`: what may happen and must not be relied on. */
export type Tag = 'system' | 'environment';

/** A step as the engines run it, without the type of its snapshot. */
export type StepFunction = (snapshot: unknown) => unknown;

/** Where a program is after its end. */
export const HALTED = 'halted';

/** Where a program is: at a label of its own, or in a procedure. */
export type Control = string | Frame;

/** A procedure being run: its label, its parameters and locals, and where it returns to. */
export class Frame extends Record({
  label: '',
  locals: ImmutableMap<string, Value>(),
  returnTo: '' as string | Frame,
}) {}

export function labelOf(control: Control): string {
  return typeof control === 'string' ? control : control.label;
}

/** One named, guarded atomic step of one process. */
export interface Alternative {
  /** Position among all alternatives of the system. */
  readonly position: number;
  /** Places in the order of declaration, which is the order of counterexamples. */
  readonly rank: readonly [process: number, label: number, alternative: number];
  readonly process: Process;
  readonly label: string;
  /** Its name among the alternatives of its label; undefined where the label is a single step. */
  readonly name: string | undefined;
  readonly tag: Tag;
  /** Its own fairness; undefined where it is under the constraint of its process. */
  readonly fairness: Fairness | undefined;
  /** The budget that it spends. */
  readonly spends?: Spending | undefined;
  /** The procedure whose label it is. */
  readonly procedure: Procedure | undefined;
  readonly run: StepFunction;
  /** What it makes of a message: it receives on a rendezvous, and is never taken by itself. */
  readonly receive?: ((snapshot: unknown, message: unknown) => unknown) | undefined;
}

/** Label and name: `guest`, or `guest / wfi`. */
export function alternativeText({ label, name }: Pick<Alternative, 'label' | 'name'>): string {
  return name === undefined ? label : `${label} / ${name}`;
}

/** Where a step stands in the text, equal for all replicas of the process: its process and label, `p.guest`, or `p.guest/wfi`. */
export function placeOf(step: {
  readonly process: { readonly name: string };
  readonly procedure: unknown;
  readonly label: string;
  readonly name: string | undefined;
}): string {
  const { process, procedure, label, name } = step;
  const program = procedure === undefined ? `${process.name.replace(/\[.*\]$/, '')}.` : '';
  return `${program}${label}${name === undefined ? '' : `/${name}`}`;
}

export interface Process {
  readonly name: string;
  readonly position: number;
  /** Its index among its replicas. */
  readonly index: ReplicaKey | undefined;
  readonly kind: 'program' | 'rules';
  /** The column of traces in which its steps stand. */
  readonly column: string;
  /** The CPU on which it runs: by default its own name. */
  readonly cpu: string;
  /** Of its system alternatives together. */
  readonly fairness: Fairness;
  /** Whether another thread of its CPU may run before each of its steps; undefined where it does not say. */
  readonly preemptible: boolean | undefined;
  /** The priority of an interrupt handler; none for a thread or a rule set. */
  readonly interrupt: number | undefined;
  /** Whether its stores go through the store buffer of its CPU: hardware that is no CPU has none, and some never store. */
  readonly stores: 'buffered' | 'at once' | 'never';
  readonly alternatives: readonly Alternative[];
  /** By label, those of procedures included; the labels are in order of declaration. */
  readonly alternativesAt: ReadonlyMap<string, readonly Alternative[]>;
  /** By label, where its step continues by default: the next label, `halted`, or the first label in a loop. */
  readonly following: ReadonlyMap<string, string>;
  readonly mayWaitAt: ReadonlySet<string>;
  /** The slot of its label; none for a rule set. */
  readonly labelSlot: number | undefined;
  /** The slots of its locals. */
  readonly locals: ReadonlyMap<string, number>;
}

export interface Procedure {
  readonly name: string;
  /** A procedure calls only those declared before it, so every call returns. */
  readonly position: number;
  /** `procedure.label`, in order. */
  readonly labels: readonly string[];
  /** Parameters and locals with their declared values. */
  readonly locals: ImmutableMap<string, Value>;
}
