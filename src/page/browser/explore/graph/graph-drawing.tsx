/** The drawing: a button for each state, a line for the steps between two. Arrows move between states, Enter goes to one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GraphNode, GraphView } from '../../../graph-view.ts';
import { shown } from '../../text.tsx';
import { nodeName } from './graph-text.ts';
import { moreText, NODE_HEIGHT, type Placed, type PlacedLine, type Point, shortName } from './layout.ts';
import { marksOf } from './marks.ts';
import type { Moving } from './use-camera.ts';

interface GraphDrawingProps {
  readonly view: GraphView;
  readonly placed: Placed;
  readonly moving: Moving;
  readonly svg: { current: SVGSVGElement | null };
  /** The processes in the order of their styles. */
  readonly processes: readonly string[];
  readonly onGo: (number: number) => void;
  /** The state that is pointed at, or has the focus. */
  readonly onLook: (number: number | undefined) => void;
}

const WAYS: { readonly [key: string]: readonly [x: number, y: number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function GraphDrawing({ view, placed, moving, svg, processes, onGo, onLook }: GraphDrawingProps) {
  const here = view.walk.at(-1) ?? -1;
  const [focused, setFocused] = useState(here);
  const hasFocus = useRef(false);
  const { camera } = moving;
  const nodes = useRef(new Map<number, SVGGElement>());

  // After a step the focus, and what is in sight, follow the walk.
  useEffect(() => {
    setFocused(here === -1 ? 0 : here);
    const point = placed.nodes[here];
    if (point !== undefined) moving.show(point);
    if (hasFocus.current) nodes.current.get(here)?.focus({ preventScroll: true });
  }, [here, placed]);

  const taken = new Set(view.walk.slice(1).map((to, i) => `${view.walk[i]} ${to}`));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = event.shiftKey ? undefined : WAYS[event.key];
    if (way !== undefined) {
      const next = nearest(placed.nodes, focused, way);
      setFocused(next);
      nodes.current.get(next)?.focus({ preventScroll: true });
      moving.show(placed.nodes[next] as Point);
    } else if (event.key === 'Enter' || event.key === ' ') onGo(focused);
    else if (!moving.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset.
    <svg
      ref={svg}
      class="graph-drawing"
      role="group"
      aria-label="States and the steps between them"
      onKeyDown={onKeyDown}
      onFocusCapture={() => {
        hasFocus.current = true;
      }}
      onBlurCapture={(event) => {
        // Of a state that is drawn no more, the focus goes nowhere: it is still the graph's.
        if (event.relatedTarget !== null) hasFocus.current = false;
      }}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="9"
          markerHeight="9"
          orient="auto"
        >
          <path class="arrow-head" d="M0 0.5 L8 4 L0 7.5 z" />
        </marker>
      </defs>
      <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.scale})`}>
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: lines take no focus; the list has the same steps. */}
        <g aria-hidden="true">
          {placed.lines.map((line) => (
            <Line
              key={`${line.from} ${line.to}`}
              {...{ line, processes }}
              isTaken={taken.has(`${line.from} ${line.to}`)}
            />
          ))}
        </g>
        {view.nodes.map((node, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons.
          <g
            key={i}
            ref={(element) => {
              if (element === null) nodes.current.delete(i);
              else nodes.current.set(i, element);
            }}
            class={classOf(node, i === here, view.walk.includes(i))}
            role="button"
            tabIndex={i === focused ? 0 : -1}
            aria-label={nodeName(view, i)}
            aria-current={i === here ? 'step' : undefined}
            transform={`translate(${placed.nodes[i]?.x} ${placed.nodes[i]?.y})`}
            onClick={() => {
              if (!moving.hasMoved()) onGo(i);
            }}
            onFocus={() => {
              setFocused(i);
              onLook(i);
            }}
            onPointerEnter={() => onLook(i)}
            onPointerLeave={() => onLook(undefined)}
          >
            <Shape node={node} width={placed.nodes[i]?.width ?? 0} />
            <text text-anchor="middle" dy="0.35em">
              {[i, ...marksOf(node)].join(' ')}
              <tspan class="more-steps">{moreText(node.more)}</tspan>
            </text>
          </g>
        ))}
      </g>
    </svg>
  );
}

function classOf({ violates, situation, isInitial }: GraphNode, isHere: boolean, isOnWalk: boolean): string {
  const is = {
    here: isHere,
    walked: isOnWalk,
    violating: violates.length > 0,
    final: situation.final,
    initial: isInitial,
  };
  return ['state', ...Object.entries(is).flatMap(([name, so]) => (so ? [name] : []))].join(' ');
}

/** A final state has a double border, a violating one has corners; the others are round. */
function Shape({ node, width }: { readonly node: GraphNode; readonly width: number }) {
  const rounded = node.violates.length > 0 ? 0 : NODE_HEIGHT / 2;
  const box = (by: number) => ({
    x: -width / 2 + by,
    y: -NODE_HEIGHT / 2 + by,
    width: width - 2 * by,
    height: NODE_HEIGHT - 2 * by,
    rx: Math.max(0, rounded - by),
  });
  return (
    <>
      <rect class="shape" {...box(0)} />
      {node.situation.final && <rect class="shape inner" {...box(3)} />}
    </>
  );
}

interface LineProps {
  readonly line: PlacedLine;
  readonly processes: readonly string[];
  readonly isTaken: boolean;
}

function Line({ line: { edges, points, label }, processes, isTaken }: LineProps) {
  const own = new Set(edges.map(({ process }) => process));
  const style = own.size > 1 ? 'several' : `process-${processes.indexOf(edges[0]?.process ?? '') % 6}`;
  const isBad = edges.some(({ violates }) => violates.length > 0);
  return (
    <g class={`steps ${style}${isTaken ? ' taken' : ''}${isBad ? ' violating' : ''}`}>
      <path d={curveOf(points)} marker-end="url(#arrow)" />
      {label !== undefined &&
        edges.map((edge, i) => (
          <text
            key={edge.index}
            x={label.x}
            y={label.y + 13 * (i - (edges.length - 1) / 2)}
            dy="0.35em"
            text-anchor="middle"
          >
            {shown(shortName(edge), 40)}
            {edge.violates.length > 0 && ' ✕'}
          </text>
        ))}
    </g>
  );
}

/** Through all points, rounded between them. */
function curveOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const bends = rest.slice(0, -1).map(({ x, y }, i) => {
    const next = rest[i + 1] as Point;
    return `Q${x} ${y} ${(x + next.x) / 2} ${(y + next.y) / 2}`;
  });
  const last = rest.at(-1) ?? first;
  return `M${first.x} ${first.y} ${bends.join(' ')} L${last.x} ${last.y}`;
}

/** The nearest state in a direction; the same if there is none. */
function nearest(nodes: readonly Point[], from: number, [wx, wy]: readonly [number, number]): number {
  const here = nodes[from];
  if (here === undefined) return 0;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { x, y }] of nodes.entries()) {
    const along = (x - here.x) * wx + (y - here.y) * wy;
    const across = Math.abs((x - here.x) * wy) + Math.abs((y - here.y) * wx);
    const distance = along + 2 * across;
    if (along <= 1 || across > 4 * along || distance >= least) continue;
    least = distance;
    best = i;
  }
  return best;
}
