/** The report of one check as text: every property's verdict, every trace, and what the verdicts stand on. */
import { styleText } from 'node:util';
import type { Counterexample } from '../check/counterexample.ts';
import type { PropertyReport, Report, Verdict } from '../check/report.ts';
import type { Stopped } from '../model/exploration.ts';
import type { JsonValue } from '../model/value-json.ts';
import { formatted, type TraceFormat } from '../trace/format.ts';
import { lockFindingText } from '../trace/lock-text.ts';
import { LINE_WIDTH, naturalWidth, paragraph, table, totalWidth } from '../trace/table.ts';
import { type ColumnsByProcess, contextSwitches } from '../trace/text.ts';
import { valueText } from '../trace/value-text.ts';
import { coverageLines } from './coverage-list.ts';

const COLOURS = { holds: 'green', violated: 'red', inconclusive: 'yellow' } as const;
export const STOPPED: { readonly [S in Stopped]: string } = {
  'max-states': 'the limit on states was reached',
  timeout: 'the time was up',
  memory: 'the memory was full',
  'webassembly-memory': 'WebAssembly can address no more memory (4 GiB)',
  walks: 'all walks were done',
  interrupted: 'it was interrupted',
  decided: 'what was asked is answered',
  'store-buffer-full': 'a store found its store buffer full (raise `buffer` in defineSystem)',
};

export interface CheckReportOptions {
  /** Traces of these properties only. */
  readonly shown?: readonly string[] | undefined;
  /** Lines before the last ones. */
  readonly more?: readonly string[] | undefined;
  readonly format?: TraceFormat | undefined;
  readonly explain?: Explain | undefined;
}

/** The lines of a property's trace, with some steps marked. */
type Show = (property: string, trace: Counterexample, needed?: ReadonlySet<number>) => string[];

export type ShowTrace = (trace: Counterexample, needed: ReadonlySet<number>) => readonly string[];

/** Of a property: the steps of its trace to mark, and the lines after it; `show` gives those of another trace. */
export type Explain = (
  property: string,
) => { readonly needed: ReadonlySet<number>; readonly lines: (show: ShowTrace) => readonly string[] } | undefined;

/** `title` is the cell as a command names it. */
export function checkReport(
  report: Report,
  title: string,
  columns: ColumnsByProcess,
  { shown = [], more = [], format = 'text', explain = () => undefined }: CheckReportOptions = {},
): string[] {
  const show: Show = (property, trace, needed) =>
    formatted(
      format,
      { model: report.model, parameters: report.parameters, property, counterexample: trace },
      columns,
      needed,
    );
  const traced = report.properties.filter(({ id }) => shown.length === 0 || shown.includes(id));
  return [
    title,
    '',
    ...verdictLines(report.properties),
    '',
    ...traced.flatMap((property) => {
      const explained = explain(property.id);
      return [
        ...traceLines(property, columns, report, (id, trace) => show(id, trace, explained?.needed)),
        ...(explained?.lines((trace, needed) => show(property.id, trace, needed)) ?? []),
        ...outcomeLines(property),
      ];
    }),
    ...(report.coverage === undefined ? [] : [...coverageLines(report.coverage), '']),
    ...more,
    ...(more.length === 0 ? [] : ['']),
    ...summary(report),
  ];
}

/** A verdict in its colour, where the terminal has colours and nobody forbids them. */
export function coloured(verdict: Verdict, text: string = verdict): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout });
}

function verdictLines(properties: readonly PropertyReport[]): string[] {
  const verdict = { width: 'inconclusive'.length };
  const id = {
    width: naturalWidth(
      properties.map((property) => property.id),
      24,
    ),
  };
  const title = {
    width: naturalWidth(
      properties.map((property) => property.title),
      52,
    ),
  };
  const rows = properties.map((property) => [property.verdict, property.id, property.title, remark(property)]);
  const lines = table(
    [verdict, id, title, { width: LINE_WIDTH - totalWidth([verdict, id, title, { width: 0 }]) }],
    rows,
  );
  return lines.map((line) =>
    line.replace(/^(holds|violated|inconclusive)/, (_, verdict: Verdict) => coloured(verdict)),
  );
}

function remark({ informational, vacuousBecause, counterexample, witness, outcomes }: PropertyReport): string {
  const trace = counterexample ?? witness;
  return [
    ...(informational ? ['informational'] : []),
    ...(vacuousBecause === undefined ? [] : [`vacuous: ${vacuousBecause}`]),
    ...(trace === undefined ? [] : [counted(trace.steps.length, 'step')]),
    ...(outcomes === undefined ? [] : [counted(outcomes.length, 'outcome')]),
  ].join(', ');
}

function traceLines(
  { id, title, kind, counterexample, witness, verdict, lockFindings }: PropertyReport,
  columns: ColumnsByProcess,
  { stopped, notShortest }: Report,
  show: Show,
): string[] {
  if (lockFindings !== undefined) {
    const heading = paragraph(`${id}: ${title}`).map((line) => coloured(verdict, line));
    return [...heading, ...lockFindings.flatMap((finding) => lockFindingText(finding, columns))];
  }
  const trace = counterexample ?? witness;
  if (trace === undefined) return [];
  const { cycleStart = trace.steps.length } = trace;
  const switches = contextSwitches(trace.steps.slice(0, cycleStart));
  const what = `${kind} ${counterexample === undefined ? 'reached' : 'violated'}${cycleText(trace)} in ${counted(cycleStart, 'step')}`;
  // A run that was cut short may have missed another trace of this length.
  const least =
    stopped === undefined
      ? 'none is shorter, none as short has fewer'
      : `none is shorter${stopped === 'store-buffer-full' ? ' with store buffers of this size' : ''}`;
  const how = `${what} with ${counted(switches, 'context switch', 'context switches')}: ${notShortest ? 'not shortest' : least}.`;
  return [
    ...paragraph(`${id}: ${title}`).map((line) => coloured(verdict, line)),
    ...paragraph(how),
    '',
    ...show(id, trace),
    '',
  ];
}

function cycleText({ steps, cycleStart }: Counterexample): string {
  if (cycleStart === undefined) return '';
  const length = steps.length - cycleStart;
  return length === 0
    ? ' by staying for ever where it may come'
    : ` by a cycle of ${counted(length, 'step')} (there may be a shorter one), reached`;
}

/** `final: the registers at the end`, then a line for each outcome: `r0 0, r1 1`. */
function outcomeLines({ id, title, outcomes = [] }: PropertyReport): string[] {
  if (outcomes.length === 0) return [];
  const text = (outcome: JsonValue) => {
    const named = typeof outcome === 'object' && outcome !== null && !Array.isArray(outcome) && !('$' in outcome);
    if (!named) return valueText(outcome);
    return Object.entries(outcome)
      .map(([name, value]) => `${name} ${valueText(value)}`)
      .join(', ');
  };
  return [
    ...paragraph(`${id}: ${title}`),
    ...outcomes
      .flatMap((outcome) => paragraph(text(outcome), { indent: 2, width: LINE_WIDTH - 2 }))
      .map((line) => `  ${line}`),
    '',
  ];
}

function summary({ statistics, stopped, verdict, properties, notLearnt, notShortest }: Report): string[] {
  const { states, transitions, depth, quiescentStates, seconds, levelsFinished } = statistics;
  const covered =
    stopped === undefined
      ? 'every reachable state explored and stored exactly'
      : `stopped because ${STOPPED[stopped]}${notShortest ? '' : `, ${counted(levelsFinished, 'level')} explored in whole`}`;
  const figures = [
    statistics.store === 'exact' ? counted(states, 'state') : `${counted(states, 'state')} visited, some of them again`,
    counted(transitions, 'transition'),
    `depth ${depth}`,
    counted(quiescentStates, 'quiescent state'),
  ];
  const violated = properties
    .filter((property) => property.verdict === 'violated' && !property.informational)
    .map(({ id }) => id);
  return [
    ...(notLearnt ?? []).flatMap((name) =>
      paragraph(`Slow: ${name} was evaluated in every state, because its values hardly ever recur.`),
    ),
    ...paragraph(`${figures.join(', ')}; ${covered}; ${seconds.toFixed(1)} s`),
    coloured(verdict, violated.length === 0 ? verdict : `violated: ${violated.join(', ')}`),
  ];
}

/** `1 step`, `2 steps`, `1,234,567 states`. */
export function counted(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}
