/** A trace moment by moment: the value of every component, local and process after that many steps. Moment 0 is the initial state. */
import type { Counterexample, TraceStep } from '../check/counterexample.ts';
import { REACHED } from '../model/state.ts';
import type { JsonValue } from '../model/value-json.ts';
import { stepText } from '../trace/text.ts';
import { wholeValueText } from '../trace/value-text.ts';

export type ColumnsByProcess = ReadonlyMap<string, string>;

/** By name, in the order of declaration. */
export function valuesAt({ initial, steps }: Counterexample, moment: number): ReadonlyMap<string, JsonValue> {
  const values = new Map<string, JsonValue>(Object.entries(initial));
  for (const { changes } of steps.slice(0, moment)) {
    for (const [name, [, after]] of Object.entries(changes)) values.set(name, after);
  }
  return values;
}

/** The names of the processes. The value of a process is its label. */
export function processNames(trace: Counterexample, columns: ColumnsByProcess): ReadonlySet<string> {
  return new Set([...columns.keys(), ...trace.steps.map(({ process }) => process)]);
}

/** The record of reached places while it is empty: it needs no line. */
export function isNothing(name: string, value: JsonValue): boolean {
  return name === REACHED && value === null;
}

/** The columns of the steps of a trace, in the order of declaration. */
export function lanesOf(trace: Counterexample, columns: ColumnsByProcess): readonly string[] {
  const used = new Set(
    trace.steps.flatMap((step) => [
      laneOf(step, columns),
      ...(step.with === undefined ? [] : [receiverLaneOf(step.with, columns)]),
    ]),
  );
  return [...new Set([...columns.values(), ...used])].filter((lane) => used.has(lane));
}

export function laneOf({ process }: Pick<TraceStep, 'process'>, columns: ColumnsByProcess): string {
  return columns.get(process) ?? process;
}

/** The lane of the process that received in a rendezvous. */
export function receiverLaneOf(receiver: NonNullable<TraceStep['with']>, columns: ColumnsByProcess): string {
  return columns.get(receiver.process) ?? receiver.process;
}

/** The initial values in a line each, without the labels of processes, which paper shows by their steps. */
export function initialTexts(trace: Counterexample, columns: ColumnsByProcess): readonly string[] {
  const processes = processNames(trace, columns);
  return Object.entries(trace.initial).flatMap(([name, value]) =>
    processes.has(name) || isNothing(name, value) ? [] : [`${name} ${wholeValueText(value)}`],
  );
}

/** Whether the step is of another process than the step before; `index` counts from 0. */
export function isSwitch({ steps }: Counterexample, index: number): boolean {
  return index > 0 && steps[index]?.process !== steps[index - 1]?.process;
}

/** The steps that a lasso repeats, by process, each with how often if that is more than once. */
export function cycleSteps({ steps, cycleStart }: Counterexample): readonly Repeated[] {
  const cycle = cycleStart === undefined ? [] : steps.slice(cycleStart);
  return [...Map.groupBy(cycle, ({ process }) => process)].map(([process, own]) => ({
    process,
    steps: [...Map.groupBy(own, stepText)].map(([text, all]) => (all.length === 1 ? text : `${text} ×${all.length}`)),
  }));
}
interface Repeated {
  readonly process: string;
  readonly steps: readonly string[];
}

/** The location of a process: its label, or its label in a procedure with the procedure's parameters: `kick.send (cpu 1)`. */
export function controlText(control: JsonValue): string {
  if (typeof control !== 'object' || control === null || !('label' in control)) return wholeValueText(control);
  const { label, locals } = control as {
    readonly label: string;
    readonly locals?: { readonly entries?: readonly (readonly [string, JsonValue])[] };
  };
  const own = (locals?.entries ?? []).map(([name, value]) => `${name} ${wholeValueText(value)}`);
  return own.length === 0 ? label : `${label} (${own.join(', ')})`;
}
