/** The trace of one property as lines: what it shows, in how many steps, and the steps. */
import type { Counterexample } from '../check/counterexample.ts';
import type { PropertyReport, Report } from '../check/report.ts';
import { formatted, type TraceFormat } from '../trace/format.ts';
import { lockFindingText } from '../trace/lock-text.ts';
import { paragraph } from '../trace/table.ts';
import { type ColumnsByProcess, contextSwitches } from '../trace/text.ts';
import { counted } from './counted.ts';

export interface PropertyTrace {
  /** Id and title, more than one line if they are long. */
  readonly heading: readonly string[];
  readonly lines: readonly string[];
}

/** Undefined where the property has no trace. */
export function propertyTrace(
  { id, title, kind, counterexample, witness, lockFindings }: PropertyReport,
  { model, parameters, stopped, notShortest }: Report,
  columns: ColumnsByProcess,
  format: TraceFormat = 'text',
): PropertyTrace | undefined {
  const heading = paragraph(`${id}: ${title}`);
  if (lockFindings !== undefined) {
    return { heading, lines: lockFindings.flatMap((finding) => lockFindingText(finding, columns)) };
  }
  const trace = counterexample ?? witness;
  if (trace === undefined) return undefined;
  const { cycleStart = trace.steps.length } = trace;
  const switches = contextSwitches(trace.steps.slice(0, cycleStart));
  const what = `${kind} ${counterexample === undefined ? 'reached' : 'violated'}${cycleText(trace)} in ${counted(cycleStart, 'step')}`;
  // A run that was cut short may have missed another trace of this length.
  const least =
    stopped === undefined
      ? 'none is shorter, none as short has fewer'
      : `none is shorter${stopped === 'store-buffer-full' ? ' with store buffers of this size' : ''}`;
  const how = `${what} with ${counted(switches, 'context switch', 'context switches')}: ${notShortest ? 'not shortest' : least}.`;
  const saved = { model, parameters, property: id, counterexample: trace };
  return { heading, lines: [...paragraph(how), '', ...formatted(format, saved, columns), ''] };
}

function cycleText({ steps, cycleStart }: Counterexample): string {
  if (cycleStart === undefined) return '';
  const length = steps.length - cycleStart;
  return length === 0
    ? ' by staying for ever where it may come'
    : ` by a cycle of ${counted(length, 'step')} (there may be a shorter one), reached`;
}
