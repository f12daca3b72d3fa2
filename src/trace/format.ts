/** The formats of a trace. */
import { itfLines } from './formats/itf.ts';
import { kernelStyle, kernelStyleWidth } from './formats/kernel-style.ts';
import { mermaid } from './formats/mermaid.ts';
import { shiviz } from './formats/shiviz.ts';
import { lineWidth } from './line-width.ts';
import type { SavedTrace } from './saved-trace.ts';
import { type ColumnsByProcess, traceText } from './text.ts';

export const TRACE_FORMATS = ['text', 'kernel', 'itf', 'mermaid', 'shiviz'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** The width of a format in characters; the text around a trace has the same. */
export function widthOf(format: TraceFormat): number {
  return format === 'kernel' ? kernelStyleWidth() : lineWidth();
}

/** The lines of a trace in a format; as text, some steps may be marked as needed. */
export function formatted(
  format: TraceFormat,
  saved: SavedTrace,
  columns: ColumnsByProcess,
  needed?: ReadonlySet<number>,
): string[] {
  const { counterexample } = saved;
  switch (format) {
    case 'text':
      return traceText(counterexample, columns, needed);
    case 'kernel':
      return kernelStyle(counterexample, columns);
    case 'itf':
      return itfLines(saved);
    case 'mermaid':
      return mermaid(counterexample, columns);
    case 'shiviz':
      return shiviz(counterexample, columns);
  }
}
