/** A run as cases that pass or fail, for formats that have nothing else: the cells of a matrix, the properties of a check. */
import type { PropertyReport, Report } from '../check/report.ts';
import type { TraceFormat } from '../trace/format.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import { withinOf, withinText } from '../trace/within-text.ts';
import { checkCommand, shellWord } from './check-command.ts';
import { type CellResult, type Columns, type ModelResult, type Standing, standingOf } from './matrix-result.ts';
import { propertyTrace } from './property-trace.ts';
import type { CheckResult, RunResult } from './reporter.ts';
import { stoppedText, wasInterrupted } from './stopped.ts';

export interface JudgedCase {
  readonly name: string;
  /** A violation that was not expected is unexpected; in a check every violation is. */
  readonly standing: Standing;
  /** A sentence for each reason why it is not as expected. */
  readonly because: readonly string[];
  readonly wasInterrupted: boolean;
  /** The model is broken in this cell. */
  readonly isBroken?: boolean;
  /** `within edges 2`, where budgets bounded the verdict. */
  readonly within?: string;
  /** The command that reproduces it. */
  readonly command: string;
  readonly seconds?: number;
  /** The trace of the first unexpected violation; empty if there is none. */
  trace(format: TraceFormat): readonly string[];
}

export interface JudgedSuite {
  readonly name: string;
  readonly title: string;
  readonly cases: readonly JudgedCase[];
  readonly seconds?: number;
}

export function suitesOf(result: RunResult): readonly JudgedSuite[] {
  if (result.kind === 'check') return [suiteOfCheck(result.check)];
  const { models, strict } = result.matrix;
  return models.map((model) => ({
    name: model.model,
    title: model.title,
    cases: [...model.cells.map((cell) => caseOfCell(model, cell)), ...(strict ? caseOfDoubts(model) : [])],
  }));
}

/** The counts in the last line of a report. Doubts about a model as a whole are not cells, but count as unexpected under `--strict`. */
export function figuresOf(result: RunResult): { cases: number; unexpected: number; inconclusive: number } {
  if (result.kind === 'matrix') {
    const { models, unexpected, inconclusive } = result.matrix;
    return { cases: models.flatMap(({ cells }) => cells).length, unexpected, inconclusive };
  }
  const properties = judgedOf(result.check.report);
  const standings = properties.map(standingOfProperty);
  const count = (standing: Standing) => standings.filter((one) => one === standing).length;
  return {
    cases: properties.length,
    unexpected: count('unexpected') + result.check.doubts.length,
    inconclusive: count('inconclusive'),
  };
}

function caseOfCell({ model }: ModelResult, cell: CellResult): JudgedCase {
  const { variant, scenario, parameters, surprises, stopped, expected, report, columns, statistics, kernelView } = cell;
  return {
    name: [variant, scenario, parameters].filter((part) => part !== '').join('/'),
    standing: standingOf(cell),
    because: standingOf(cell) === 'inconclusive' ? [inconclusiveText(stopped)] : surprises,
    wasInterrupted: wasInterrupted(stopped),
    ...(cell.broken !== undefined && { isBroken: true }),
    ...(cell.within !== undefined && { within: withinText(cell.within) }),
    command: checkCommand(model, parameters),
    ...(statistics !== undefined && { seconds: statistics.seconds }),
    trace: (format) => {
      const first = report?.properties.find(
        (property) => isViolated(property) && hasTrace(property) && !expected.includes(property.id),
      );
      return report === undefined || first === undefined
        ? []
        : traceLines(first, report, columns, { format, kernelView });
    },
  };
}

/** Under `--strict`, the things that the default matrix of a model never did. */
function caseOfDoubts({ model, doubts }: ModelResult): JudgedCase[] {
  return [
    {
      name: 'nothing in the default matrix is vacuous without a reason',
      standing: doubts.length > 0 ? 'unexpected' : 'as expected',
      because: doubts,
      wasInterrupted: false,
      command: `everywhen matrix ${model} --strict`,
      trace: () => [],
    },
  ];
}

function suiteOfCheck({
  model,
  title,
  parameters,
  report,
  columns,
  doubts,
  walks,
  kernelView,
}: CheckResult): JudgedSuite {
  const within = withinText(withinOf(report.budgets));
  const command = checkCommand(model, parameters, walks);
  const cases = judgedOf(report).map(
    (property): JudgedCase => ({
      name: `${property.id}: ${property.title}`,
      standing: standingOfProperty(property),
      because: becauseOf(property, report),
      wasInterrupted: wasInterrupted(report.stopped),
      // A trace that was found is there with a larger budget, too.
      ...(within !== '' && property.verdict === 'holds' && property.witness === undefined && { within }),
      command: `${command} --property ${shellWord(property.id)}`,
      trace: (format) => (isViolated(property) ? traceLines(property, report, columns, { format, kernelView }) : []),
    }),
  );
  const strict = doubts.map(
    (doubt): JudgedCase => ({
      name: `--strict: ${doubt}`,
      standing: 'unexpected',
      because: [doubt],
      wasInterrupted: false,
      command: `${command} --strict`,
      trace: () => [],
    }),
  );
  return {
    name: `${model} ${parameters}`.trimEnd(),
    title,
    cases: [...cases, ...strict],
    seconds: report.statistics.seconds,
  };
}

/** A case of a property that was not judged would be a green one. */
function judgedOf({ properties }: Report): readonly PropertyReport[] {
  return properties.filter(({ verdict }) => verdict !== 'not judged');
}

function standingOfProperty({ informational, verdict }: PropertyReport): Standing {
  if (informational || verdict === 'holds') return 'as expected';
  return verdict === 'violated' ? 'unexpected' : 'inconclusive';
}

function becauseOf(property: PropertyReport, { stopped }: Report): string[] {
  const standing = standingOfProperty(property);
  if (standing === 'as expected') return [];
  return [standing === 'unexpected' ? `${property.id} is violated.` : inconclusiveText(stopped)];
}

function isViolated({ informational, verdict }: PropertyReport): boolean {
  return verdict === 'violated' && !informational;
}

function hasTrace({ counterexample, lockFindings }: PropertyReport): boolean {
  return counterexample !== undefined || lockFindings !== undefined;
}

function traceLines(
  property: PropertyReport,
  report: Report,
  columns: Columns = {},
  options: { readonly format: TraceFormat; readonly kernelView: KernelView | undefined },
): string[] {
  const trace = propertyTrace(property, report, new Map(Object.entries(columns)), options);
  return trace === undefined ? [] : [...trace.heading, ...trace.lines];
}

function inconclusiveText(stopped: CellResult['stopped']): string {
  return stopped === undefined ? 'Inconclusive.' : `Inconclusive because ${stoppedText(stopped)}.`;
}
