/** The formats of a trace. */
import { itfLines } from './formats/itf.ts';
import { kernelStyle, kernelStyleWidth } from './formats/kernel-style.ts';
import { mermaid } from './formats/mermaid.ts';
import { shiviz } from './formats/shiviz.ts';
import { type KernelView, plainKernelTrace } from './kernel/kernel-trace.ts';
import { lineWidth } from './line-width.ts';
import type { SavedTrace } from './saved-trace.ts';
import { type ColumnsByProcess, traceText } from './text.ts';

export const TRACE_FORMATS = ['text', 'kernel', 'itf', 'mermaid', 'shiviz'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** The width of a format in characters; the text around a trace has the same. */
export function widthOf(format: TraceFormat): number {
  return format === 'kernel' ? kernelStyleWidth() : lineWidth();
}

export interface Drawing {
  /** As text, the steps to mark as needed. */
  readonly needed?: ReadonlySet<number> | undefined;
  /** What kernel style shows of each step; by default all its changes. */
  readonly kernelView?: KernelView | undefined;
}

/** The lines of a trace in a format. */
export function formatted(
  format: TraceFormat,
  saved: SavedTrace,
  columns: ColumnsByProcess,
  { needed, kernelView }: Drawing = {},
): string[] {
  const { counterexample, property } = saved;
  switch (format) {
    case 'text':
      return traceText(counterexample, columns, needed);
    case 'kernel':
      return kernelStyle(kernelView?.(counterexample, property) ?? plainKernelTrace(counterexample, columns));
    case 'itf':
      return itfLines(saved);
    case 'mermaid':
      return mermaid(counterexample, columns);
    case 'shiviz':
      return shiviz(counterexample, columns);
  }
}
