/** The words of the graph: what a state is, and what is left out. */
import { counted } from '../../../../trace/counted.ts';
import type { GraphEdge, GraphNode, GraphView } from '../../../graph-view.ts';
import { shown } from '../../text.tsx';

/** A state in words, without its number. */
export function nodeText({ isInitial, violates, situation, changes, more }: GraphNode): string {
  const { terminal, quiescent, final } = situation;
  return [
    ...(isInitial ? ['initial'] : []),
    ...(violates.length > 0 ? [`violates ${violates.join(' ')}`] : []),
    ...(terminal === undefined ? [] : [`${terminal} was reached`]),
    ...(final ? ['nothing can happen any more'] : quiescent ? ['quiescent'] : []),
    ...(changes.length > 0 ? [changes.join(', ')] : []),
    ...(more > 0 ? [`${counted(more, 'step')} to states that are not drawn`] : []),
  ].join('; ');
}

export function nodeName(view: GraphView, number: number): string {
  const here = view.walk.at(-1) === number ? ', you are here' : '';
  return `State ${number}${here}: ${shown(nodeText(view.nodes[number] as GraphNode), 300)}`;
}

export function edgeText({ process, step, tag, violates, to }: GraphEdge): string {
  const bad = violates.length === 0 ? '' : `, violates ${violates.join(' ')}`;
  return shown(`${process}: ${step}${tag === 'environment' ? ' (environment)' : ''} to state ${to}${bad}`, 200);
}

/** How much is drawn, and what is left out. */
export function extentText(
  view: GraphView,
  { ahead, back }: { readonly ahead: number; readonly back: number },
): string {
  const { isWhole, nodes, edges, leftOut } = view;
  const drawn = `${counted(nodes.length, 'state')}, ${counted(edges.length, 'transition')}`;
  if (isWhole) return `The whole graph: ${drawn}.`;
  const leading = nodes.reduce((sum, { more }) => sum + more, 0);
  return [
    `A part: ${drawn}, up to ${counted(ahead, 'step')} forwards from here and ${counted(back, 'step')} back.`,
    ...(leading > 0 ? [`Left out: where ${counted(leading, 'more step')} of these states lead (+).`] : []),
    ...(leftOut.isCut ? [`No more than ${nodes.length} are drawn: some within this distance are missing.`] : []),
    ...(leftOut.edges > 0 ? [`${counted(leftOut.edges, 'step')} between them are not drawn.`] : []),
    BEFORE[leftOut.before],
  ].join(' ');
}

const BEFORE: { readonly [B in GraphView['leftOut']['before']]: string } = {
  known: 'Back: all states that lead here.',
  unknown: 'Back: the walk alone; other states that lead here are known once all states are explored.',
  'being found': 'Back: the walk alone, until the other states that lead here are found.',
  'too many': 'Back: the walk alone; there are too many states to know the others.',
};
