/** The marks of a state in the graph, which no colour replaces. */
import type { GraphNode } from '../../../graph-view.ts';

export const MARKS = [
  { mark: '▸', means: 'initial' },
  { mark: '✕', means: 'violates a property' },
  { mark: '◌', means: 'quiescent' },
  { mark: '■', means: 'final' },
] as const;

/** The marks of a state, which no colour replaces. */
export function marksOf({ isInitial, violates, situation }: GraphNode): string[] {
  const { quiescent, final } = situation;
  const is = [isInitial, violates.length > 0, quiescent && !final, final];
  return MARKS.filter((_, i) => is[i]).map(({ mark }) => mark);
}
