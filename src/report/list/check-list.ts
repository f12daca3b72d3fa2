/** The report of one check as text: the verdict of every property, every trace, and the evidence. */
import { styleText } from 'node:util';
import type { PropertyReport, PropertyVerdict, Report } from '../../check/report.ts';
import type { ReducedBy } from '../../model/accounts/reduction.ts';
import type { JsonValue } from '../../model/value-json.ts';
import { counted } from '../../trace/counted.ts';
import type { TraceFormat } from '../../trace/format.ts';
import type { KernelView } from '../../trace/kernel/kernel-trace.ts';
import { isForTerminal, LINE_WIDTH, lineWidth } from '../../trace/line-width.ts';
import { cut, naturalWidth, paragraph, table, totalWidth } from '../../trace/table.ts';
import type { ColumnsByProcess } from '../../trace/text.ts';
import { valueText } from '../../trace/value-text.ts';
import { budgetSentences, holdsWithin, withinOf } from '../../trace/within-text.ts';
import { type PropertyTrace, propertyTrace } from '../property-trace.ts';
import { stoppedText } from '../stopped.ts';
import { coverageLines } from './coverage-list.ts';
import { idleLines } from './idle-steps.ts';
import { profileLines, slowLines } from './profile-list.ts';
import { reductionLines } from './reduction-list.ts';

const COLOURS = { holds: 'green', violated: 'red', inconclusive: 'yellow', 'not judged': 'yellow' } as const;
/** In characters, of the columns of the table. */
const ID_WIDTH_MAX = 24;
const TITLE_WIDTH_MAX = 52;
const REMARK_WIDTH = 16;

export interface CheckReportOptions {
  /** The properties whose traces are shown; all if empty. */
  readonly shown?: readonly string[] | undefined;
  /** Lines before the last ones. */
  readonly more?: readonly string[] | undefined;
  readonly format?: TraceFormat | undefined;
  /** What kernel style shows of each step. */
  readonly kernelView?: KernelView | undefined;
}

/** `title` is the cell on a command line. */
export function checkReport(
  report: Report,
  title: string,
  columns: ColumnsByProcess,
  { shown = [], more = [], format = 'text', kernelView }: CheckReportOptions = {},
): string[] {
  const traced = report.properties.filter(({ id }) => shown.length === 0 || shown.includes(id));
  return [
    ...paragraph(title),
    '',
    ...verdictLines(report.properties),
    '',
    ...traced.flatMap((property) => [
      ...traceLines(propertyTrace(property, report, columns, { format, kernelView }), property.verdict),
      ...outcomeLines(property),
    ]),
    ...(report.coverage === undefined ? [] : [...coverageLines(report.coverage), '']),
    ...(report.profile === undefined ? [] : [...profileLines(report.profile, report.statistics.seconds), '']),
    ...more,
    ...(more.length === 0 ? [] : ['']),
    ...summary(report),
  ];
}

/** A verdict in its colour, if the terminal has colours and the environment does not forbid them. */
export function coloured(verdict: PropertyVerdict, text: string = verdict): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout });
}

function verdictLines(properties: readonly PropertyReport[]): string[] {
  const verdict = { width: 'inconclusive'.length };
  const id = {
    width: naturalWidth(
      properties.map((property) => property.id),
      lineWidth() < LINE_WIDTH ? ID_WIDTH_MAX - 8 : ID_WIDTH_MAX,
    ),
  };
  // On a terminal a title is cut, so that what is said of the property stays readable.
  const rest = lineWidth() - totalWidth([verdict, id, { width: 0 }, { width: 0 }]);
  const remarks = naturalWidth(properties.map(remark), REMARK_WIDTH);
  const title = {
    width: naturalWidth(
      properties.map((property) => property.title),
      isForTerminal() ? rest - remarks : TITLE_WIDTH_MAX,
    ),
  };
  const rows = properties.map((property) => [
    property.verdict,
    property.id,
    isForTerminal() ? cut(property.title, title.width) : property.title,
    remark(property),
  ]);
  const lines = table([verdict, id, title, { width: rest - title.width }], rows);
  return lines.map((line) =>
    line.replace(/^(holds|violated|inconclusive|not judged)/, (_, verdict: PropertyVerdict) => coloured(verdict)),
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

function traceLines(trace: PropertyTrace | undefined, verdict: PropertyVerdict): string[] {
  if (trace === undefined) return [];
  return [...trace.heading.map((line) => coloured(verdict, line)), ...trace.lines];
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
      .flatMap((outcome) => paragraph(text(outcome), { indent: 2, width: lineWidth() - 2 }))
      .map((line) => `  ${line}`),
    '',
  ];
}

function summary(report: Report): string[] {
  const {
    statistics,
    stopped,
    verdict,
    properties,
    slow = [],
    neverEnabled,
    notShortest,
    fullBarriers,
    parts,
    hidden,
    budgets = [],
  } = report;
  const { states, transitions, depth, quiescentStates, seconds, levelsFinished } = statistics;
  const by = statistics.reduced?.by ?? [];
  const covered =
    stopped === undefined
      ? coveredText(by)
      : `stopped because ${stoppedText(stopped)}${notShortest ? '' : `, ${counted(levelsFinished, 'level')} explored completely`}`;
  const figures = [
    statistics.store === 'exact'
      ? counted(states, 'state')
      : `${counted(states, 'state')} visited, some more than once`,
    counted(transitions, 'transition'),
    `depth ${depth}`,
    `${counted(quiescentStates, 'quiescent state')}${by.includes('symmetry') ? ' stored' : ''}`,
  ];
  const { restarts } = statistics;
  const again = restarts === undefined ? '' : ` (the run began again ${restarts === 1 ? 'once' : `${restarts} times`})`;
  const violated = properties
    .filter((property) => property.verdict === 'violated' && !property.informational)
    .map(({ id }) => id);
  return [
    ...slowLines(slow),
    ...idleLines(neverEnabled, stopped === undefined ? '' : ' so far'),
    ...budgetSentences(budgets, stopped !== undefined).flatMap((sentence) => paragraph(sentence)),
    ...(fullBarriers === undefined ? [] : paragraph(barrierText(fullBarriers))),
    ...(parts === undefined ? [] : paragraph(PARTS_TEXT)),
    ...(hidden === undefined ? [] : paragraph(hiddenText(hidden))),
    ...reductionLines(statistics),
    ...paragraph(`${figures.join(', ')}; ${covered}; ${seconds.toFixed(1)} s${again}`),
    ...paragraph(
      violated.length === 0
        ? `${verdict}${holdsWithin(withinOf(budgets), verdict)}`
        : `violated: ${violated.join(', ')}`,
    ).map((line) => coloured(verdict, line)),
  ];
}

function coveredText(by: readonly ReducedBy[]): string {
  if (by.includes('partial-order')) return 'enough explored for every verdict, and stored exactly';
  if (by.includes('symmetry')) return 'every reachable state covered by one that was explored and stored exactly';
  return 'every reachable state explored and stored exactly';
}

const PARTS_TEXT =
  'With --parts, collections were learnt by their parts, and outcomes of choices by themselves: sound if no step or claim compares a collection by ===; use .equals; and if no outcome depends on what its step did for another one.';

function hiddenText(what: string): string {
  return `Learning collections and choices by their parts would be much faster. It was not done, because ${what}, which hides what must be seen: --parts does it on your word (docs/fast-models.md).`;
}

function barrierText(names: readonly string[]): string {
  return `Under memory=pso, too, a locked instruction is a full barrier here: ${names.join(', ')}. The atomics of a machine with that ordering may order less.`;
}
