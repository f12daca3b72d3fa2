/**
 * A trace as text: one column for each process (or for each column that the model declares), one row for each step, and
 * beside it the changes of the step. Never wider than a line. If the processes are too many for columns of their own, they
 * share one, and each step names its process.
 */
import type { Counterexample, TraceStep } from '../check/counterexample.ts';
import type { AbstractName } from '../check/mapped-run.ts';
import { shortened } from '../errors.ts';
import { REACHED } from '../model/state.ts';
import type { System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import { lineWidth } from './line-width.ts';
import { mappedLines } from './mapped-text.ts';
import { STAYS_HERE } from './staying.ts';
import { type Column, naturalWidth, paragraph, table, totalWidth } from './table.ts';
import { changeText } from './value-diff.ts';
import { same, valueText } from './value-text.ts';
import { waitingText } from './waiting-text.ts';

/** The column of the steps of each process; a process that is not named has a column of its own. */
export type ColumnsByProcess = ReadonlyMap<string, string>;

export function columnsOf(system: System): ColumnsByProcess {
  return new Map(system.processes.map(({ name, column }) => [name, column]));
}

const NUMBER_WIDTH = 3;
/** Marks the steps of a cycle. */
const CYCLE = '↻';
/** Marks the steps that a violation needs (check/explanation.ts). */
export const NEEDED = '*';
const LABEL_WIDTH_MAX = 26;
/** The column of abstract steps. */
const ABSTRACT = 'specification';
/** On a narrow terminal, two fifths of a line. */
const CHANGES_WIDTH_MIN = 40;

/** The lines of a trace: the initial values, the steps, and the final values. `needed`: the indices of steps to mark. */
export function traceText(
  trace: Counterexample,
  columnsByProcess: ColumnsByProcess = new Map(),
  needed: ReadonlySet<number> = new Set(),
): string[] {
  const components = componentNames(trace, columnsByProcess);
  const final = finalValues(trace);
  const rows = stepRows(trace, columnsByProcess, needed);
  const changed = components.filter((name) => !same(trace.initial[name] ?? null, final.get(name) ?? null));
  return [
    ...values('initially', components, new Map(Object.entries(trace.initial))),
    ...(trace.steps.length === 0 ? [] : ['', ...rows, '']),
    ...cycleLines(trace),
    ...(trace.steps.length === 0 || isCycle(trace)
      ? []
      : values('finally', changed, final, 'everything as in the initial state')),
    ...waitingLines(trace),
    ...mappedLines(trace, abstractText),
  ];
}

/** What each process waits for where the trace ends. */
function waitingLines({ waiting = [] }: Counterexample): string[] {
  if (waiting.length === 0) return [];
  return ['', ...waiting.flatMap((one) => paragraph(waitingText(one), { indent: 2 }))];
}

/** The trace ends with a cycle of steps, and not by staying in its last state. */
function isCycle({ steps, cycleStart }: Counterexample): boolean {
  return cycleStart !== undefined && cycleStart < steps.length;
}

function cycleLines(trace: Counterexample): string[] {
  if (trace.cycleStart === undefined) return [];
  if (isCycle(trace)) return [`${CYCLE} These steps can be repeated for ever: they end where they began.`];
  return [...paragraph(STAYS_HERE), ''];
}

/** The number of steps whose process differs from that of the step before. */
export function contextSwitches(steps: readonly TraceStep[]): number {
  return steps.filter((step, i) => i > 0 && step.process !== steps[i - 1]?.process).length;
}

function values(
  title: string,
  names: readonly string[],
  byName: ReadonlyMap<string, JsonValue>,
  otherwise = 'nothing',
): string[] {
  const text = names.map((name) => `${shortened(name)} ${valueText(byName.get(name) ?? null)}`).join(', ');
  return table([{ width: 9 }, { width: lineWidth() - 11 }], [[title, text === '' ? otherwise : text]]);
}

/** All values except labels, which are shown in the columns of the processes. */
function componentNames(trace: Counterexample, columnsByProcess: ColumnsByProcess): string[] {
  const processes = new Set([...columnsByProcess.keys(), ...trace.steps.map(({ process }) => process)]);
  return Object.keys(trace.initial).filter(
    (name) => !processes.has(name) && !(name === REACHED && trace.initial[name] === null),
  );
}

function finalValues(trace: Counterexample): Map<string, JsonValue> {
  const final = new Map<string, JsonValue>(Object.entries(trace.initial));
  for (const { changes } of trace.steps) {
    for (const [name, [, after]] of Object.entries(changes)) final.set(name, after);
  }
  return final;
}

function stepRows(trace: Counterexample, columnsByProcess: ColumnsByProcess, needed: ReadonlySet<number>): string[] {
  const columnOf = (step: TraceStep) => columnsByProcess.get(step.process) ?? step.process;
  const shared = (step: TraceStep) => columnOf(step) !== step.process;
  const cell = (step: TraceStep) => (shared(step) ? `${step.process}: ${stepText(step)}` : stepText(step));
  // A rendezvous stands in both lanes.
  const receiverColumn = ({ with: receiver }: TraceStep) =>
    receiver && (columnsByProcess.get(receiver.process) ?? receiver.process);
  const used = new Set(trace.steps.flatMap((step) => [columnOf(step), receiverColumn(step) ?? columnOf(step)]));
  const names = [...new Set([...columnsByProcess.values(), ...used])].filter((name) => used.has(name));
  const cellOf = (name: string, step: TraceStep) =>
    columnOf(step) === name ? cell(step) : receiverColumn(step) === name ? receiverText(step) : '';

  // The abstract steps have a column of their own.
  const abstract = trace.mapped === undefined ? [] : [ABSTRACT];
  const abstractCells = (i: number) => (trace.mapped ? [abstractText(trace.mapped.steps[i])] : []);
  const abstractColumns = abstract.map((name) => ({
    width: naturalWidth([name, ...trace.steps.flatMap((_, i) => abstractCells(i))], LABEL_WIDTH_MAX),
  }));
  const own = [
    ...names.map((name) => ({
      width: naturalWidth([name, ...trace.steps.map((step) => cellOf(name, step))], LABEL_WIDTH_MAX),
    })),
    ...abstractColumns,
  ];
  const numberOf = (i: number) =>
    `${i >= (trace.cycleStart ?? trace.steps.length) ? `${CYCLE} ` : ''}${needed.has(i) ? `${NEEDED} ` : ''}${i + 1}`;
  const number: Column = {
    width: Math.max(NUMBER_WIDTH, ...trace.steps.map((_, i) => numberOf(i).length)),
    align: 'right',
  };
  const changesMin = Math.min(CHANGES_WIDTH_MIN, Math.floor(0.4 * lineWidth()));
  const changesWidth = lineWidth() - totalWidth([number, ...own, { width: 0 }]);
  if (changesWidth >= changesMin) {
    return table(
      [number, ...own, { width: changesWidth }],
      [
        ['', ...names, ...abstract, 'changes'],
        ...trace.steps.map((step, i) => [
          numberOf(i),
          ...names.map((name) => cellOf(name, step)),
          ...abstractCells(i),
          changesText(step),
        ]),
      ],
    );
  }
  // Too many columns for one line: all processes share one.
  const texts = trace.steps.map((step) => `${step.process}: ${stepText(step)}`);
  const single = {
    width: naturalWidth(['step', ...texts], lineWidth() - changesMin - totalWidth([number, ...abstractColumns]) - 4),
  };
  return table(
    [
      number,
      single,
      ...abstractColumns,
      { width: lineWidth() - totalWidth([number, single, ...abstractColumns, { width: 0 }]) },
    ],
    [
      ['', 'step', ...abstract, 'changes'],
      ...trace.steps.map((step, i) => [numberOf(i), texts[i] as string, ...abstractCells(i), changesText(step)]),
    ],
  );
}

/** The name of a step in a trace: label, alternative and outcome, `idle / src.begin (L)`. */
export function stepText({
  label,
  alternative,
  outcome,
}: Pick<TraceStep, 'label' | 'alternative' | 'outcome'>): string {
  return shortened(
    `${label}${alternative === undefined ? '' : ` / ${alternative}`}${outcome === undefined ? '' : ` (${outcome})`}`,
  );
}

/** The step of the specification that a step maps to: `rm[0]: prepare`, `stutter`, or `none`. */
function abstractText(step: AbstractName | string = 'none'): string {
  return typeof step === 'string' ? step : `${step.process}: ${stepText(step)}`;
}

/** What stands in the lane of the process that received. */
export function receiverText({ with: receiver }: TraceStep): string {
  return receiver === undefined ? '' : `receives: ${stepText(receiver)}`;
}

function changesText(step: TraceStep): string {
  return changesOf(step).join(', ');
}

/** The changes of a step, with the names of the values. */
export function changesOf({ process, with: receiver, changes }: TraceStep): string[] {
  // The labels of a process and of what received are in their columns; parameters and locals of a procedure are not.
  return Object.entries(changes).flatMap(([name, [before, after]]) =>
    name === process || name === receiver?.process
      ? frameChanges(before, after)
      : name === REACHED
        ? [`reached ${after}`]
        : changeText(shortened(name), before, after),
  );
}

/** Parameters and locals of a procedure are printed like the fields of a record: `kick(cpu 1)`, `kick.cpu 1 -> 2`. */
function frameChanges(before: JsonValue, after: JsonValue): string[] {
  const [old, now] = [frame(before), frame(after)];
  if (now === undefined) return [];
  if (old === undefined || old.$ !== now.$) return [`calls ${valueText(now)}`];
  return changeText(now.$, old, now);
}

function frame(control: JsonValue): { readonly $: string; readonly [local: string]: JsonValue } | undefined {
  if (typeof control !== 'object' || control === null || !('label' in control)) return undefined;
  const { label, locals } = control as {
    readonly label: string;
    readonly locals: { readonly entries: readonly (readonly [string, JsonValue])[] };
  };
  return { ...Object.fromEntries(locals.entries), $: label.slice(0, label.indexOf('.')) };
}
