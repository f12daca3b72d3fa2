/** Where states and steps are drawn: in layers, as dagre places them. Steps between the same two states are one line. */
import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphView } from '../../../graph-view.ts';
import { marksOf } from './marks.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point {
  readonly width: number;
}

export interface PlacedLine {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly GraphEdge[];
  readonly points: readonly Point[];
  /** The middle of the names of its steps; undefined where they are not drawn. */
  readonly label: Point | undefined;
}

export interface Placed {
  readonly nodes: readonly PlacedNode[];
  readonly lines: readonly PlacedLine[];
  readonly width: number;
  readonly height: number;
}

export const NODE_HEIGHT = 26;
const CHARACTER = 7;
/** With more states, the best layers take seconds; good ones a tenth of that. */
const QUICKLY = 60;

/** `named`: with room for the names of the steps. */
export function placed(view: GraphView, named: boolean): Placed {
  const graph = new Graph({ multigraph: true });
  const ranker = view.nodes.length > QUICKLY ? 'tight-tree' : 'network-simplex';
  graph.setGraph({ ranker, rankdir: 'TB', nodesep: 18, ranksep: named ? 30 : 42, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const widths = view.nodes.map(
    (node, i) => 22 + CHARACTER * `${[i, ...marksOf(node)].join(' ')}${moreText(node.more)}`.length,
  );
  for (const [i, width] of widths.entries()) graph.setNode(String(i), { width, height: NODE_HEIGHT });
  const groups = [...Map.groupBy(view.edges, ({ from, to }) => `${from} ${to}`).values()];
  for (const edges of groups) {
    const [a, b, name] = downwards(view, edges);
    const width = named ? 6 * Math.max(...edges.map((edge) => shortName(edge).length)) : 0;
    graph.setEdge(a, b, named ? { width, height: 13 * edges.length, labelpos: 'c' } : {}, name);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return {
    nodes: widths.map((own, i) => {
      const { x, y } = graph.node(String(i)) as Point;
      return { x, y, width: own };
    }),
    lines: groups.map((edges) => {
      const [{ from, to }] = edges as [GraphEdge, ...GraphEdge[]];
      const [a, b, name] = downwards(view, edges);
      const { points, x, y } = graph.edge(a, b, name) as {
        readonly points: readonly Point[];
        readonly x?: number;
        readonly y?: number;
      };
      const label = named && x !== undefined && y !== undefined ? { x, y } : undefined;
      return { from, to, edges, points: name === BACK ? points.toReversed() : points, label };
    }),
    width,
    height,
  };
}

const BACK = 'back';

/**
 * The ends of a line for dagre, which would break cycles anywhere: a step back to a state nearer to the beginning hangs upside down, so that the layers
 * are those of a breadth-first search.
 */
function downwards({ nodes }: GraphView, edges: readonly GraphEdge[]): readonly [string, string, string] {
  const [{ from, to }] = edges as [GraphEdge, ...GraphEdge[]];
  const depth = (number: number) => nodes[number]?.path.steps.length ?? 0;
  const isBack = depth(to) < depth(from) || (depth(to) === depth(from) && to < from);
  return isBack ? [String(to), String(from), BACK] : [String(from), String(to), 'on'];
}

/** The name of a step at its line. */
export function shortName({ process, step }: GraphEdge): string {
  const text = `${process}: ${step}`;
  return text.length <= 28 ? text : `${text.slice(0, 27)}…`;
}

/** The steps that lead to states which are not drawn. */
export function moreText(more: number): string {
  return more === 0 ? '' : ` +${more}`;
}
