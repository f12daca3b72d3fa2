/** The trace of one property as lines: the property, how it was found, the steps, and with `--explain` what the violation needs. */
import type { Counterexample } from '../check/counterexample.ts';
import type { PropertyReport, Report } from '../check/report.ts';
import { formatted, type TraceFormat, widthOf } from '../trace/format.ts';
import { foundText } from '../trace/found-text.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import { lockFindingText } from '../trace/lock-text.ts';
import { paragraph } from '../trace/table.ts';
import type { ColumnsByProcess } from '../trace/text.ts';
import { explanationOf } from './list/explanation-list.ts';

export interface PropertyTrace {
  /** Id and title, several lines if they are long. */
  readonly heading: readonly string[];
  readonly lines: readonly string[];
}

/** Undefined if the property has no trace and needs no explanation of that. */
export function propertyTrace(
  property: PropertyReport,
  report: Report,
  columns: ColumnsByProcess,
  { format = 'text', kernelView }: { readonly format?: TraceFormat; readonly kernelView?: KernelView | undefined } = {},
): PropertyTrace | undefined {
  const { id, title, counterexample, witness, lockFindings } = property;
  const { model, parameters, explanation } = report;
  const width = widthOf(format);
  const heading = paragraph(`${id}: ${title}`, { width });
  const show = (trace: Counterexample, needed?: ReadonlySet<number>) =>
    formatted(format, { model, parameters, property: id, counterexample: trace }, columns, {
      needed,
      kernelView,
    });
  const { needed, lines: why } = explanationOf(explanation, id, show, format);
  if (lockFindings !== undefined) {
    return {
      heading,
      lines: [...lockFindings.flatMap((finding) => lockFindingText(finding, (trace) => show(trace), width)), ...why],
    };
  }
  const trace = counterexample ?? witness;
  if (trace === undefined) return why.length === 0 ? undefined : { heading, lines: why };
  const how = paragraph(foundText(property, trace, report), { width });
  return { heading, lines: [...how, '', ...show(trace, needed), '', ...why] };
}
