/** The trace of one property as lines: what it shows, in how many steps, and the steps. */
import type { PropertyReport, Report } from '../check/report.ts';
import { formatted, type TraceFormat } from '../trace/format.ts';
import { foundText } from '../trace/found-text.ts';
import { lockFindingText } from '../trace/lock-text.ts';
import { paragraph } from '../trace/table.ts';
import type { ColumnsByProcess } from '../trace/text.ts';

export interface PropertyTrace {
  /** Id and title, more than one line if they are long. */
  readonly heading: readonly string[];
  readonly lines: readonly string[];
}

/** Undefined where the property has no trace. */
export function propertyTrace(
  property: PropertyReport,
  report: Report,
  columns: ColumnsByProcess,
  format: TraceFormat = 'text',
): PropertyTrace | undefined {
  const { id, title, counterexample, witness, lockFindings } = property;
  const { model, parameters } = report;
  const heading = paragraph(`${id}: ${title}`);
  if (lockFindings !== undefined) {
    return { heading, lines: lockFindings.flatMap((finding) => lockFindingText(finding, columns)) };
  }
  const trace = counterexample ?? witness;
  if (trace === undefined) return undefined;
  const saved = { model, parameters, property: id, counterexample: trace };
  return {
    heading,
    lines: [...paragraph(foundText(property, trace, report)), '', ...formatted(format, saved, columns), ''],
  };
}
