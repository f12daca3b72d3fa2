/** The graph of all states, or of those around the end of the walk: drawing, controls, legend, what is left out, and a list. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { AROUND_MAX, type GraphView } from '../../../graph-view.ts';
import type { Path } from '../../../position.ts';
import { shown, Text } from '../../text.tsx';
import { GraphDrawing } from './graph-drawing.tsx';
import { GraphList } from './graph-list.tsx';
import { extentText, nodeName } from './graph-text.ts';
import { type Placed, placed } from './layout.ts';
import { MARKS } from './marks.ts';
import { useCamera } from './use-camera.ts';
import { useGraph } from './use-graph.ts';

/** Beyond this, names of steps would hide the rest, until they are asked for. */
const NAMED_MAX = 40;

interface GraphPanelProps {
  readonly here: Path;
  readonly go: (path: Path) => void;
  /** All states have been explored. */
  readonly hasAll: boolean;
}

export function GraphPanel({ here, go, hasAll }: GraphPanelProps) {
  const [ahead, setAhead] = useState(2);
  const [back, setBack] = useState(2);
  const { view, reach, error } = useGraph(here, ahead, back, hasAll);
  return (
    <section class="tool graph" aria-labelledby="graph">
      <h2 id="graph">Graph</h2>
      {error !== undefined && (
        <p role="alert">
          <Text text={error.message} />
        </p>
      )}
      {view === undefined || reach === undefined ? (
        <p role="status">Finding the states…</p>
      ) : (
        <>
          <p class="extent" role="status">
            {extentText(view, reach)}
          </p>
          {!view.isWhole && (
            <div class="toolbar">
              <Steps label="Steps forwards" value={ahead} onChange={setAhead} />
              <Steps label="Steps back" value={back} onChange={setBack} />
            </div>
          )}
          <Shown view={view} onGo={(number) => go((view.nodes[number] as GraphView['nodes'][number]).path)} />
        </>
      )}
    </section>
  );
}

interface StepsProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Steps({ label, value, onChange }: StepsProps) {
  return (
    <label>
      {label}{' '}
      <input
        type="number"
        min={0}
        max={AROUND_MAX}
        value={value}
        onChange={({ currentTarget: { valueAsNumber, validity } }) => {
          if (validity.valid && Number.isInteger(valueAsNumber)) onChange(valueAsNumber);
        }}
      />
    </label>
  );
}

function Shown({ view, onGo }: { readonly view: GraphView; readonly onGo: (number: number) => void }) {
  const [named, setNamed] = useState<boolean | undefined>();
  const isNamed = named ?? view.edges.length <= NAMED_MAX;
  const drawing = usePlaced(view, isNamed);
  const svg = useRef<SVGSVGElement>(null);
  const moving = useCamera(svg, drawing, drawing.nodes[view.walk.at(-1) ?? 0]);
  const [look, setLook] = useState<number | undefined>();
  const processes = useMemo(() => [...new Set(view.edges.map(({ process }) => process))].toSorted(), [view]);
  const told = look !== undefined && look < view.nodes.length ? look : (view.walk.at(-1) ?? 0);
  return (
    <>
      <div class="toolbar">
        <button type="button" onClick={() => moving.zoom(1.25)}>
          Larger
        </button>
        <button type="button" onClick={() => moving.zoom(0.8)}>
          Smaller
        </button>
        <button type="button" onClick={moving.whole}>
          Fit
        </button>
        <label>
          <input type="checkbox" checked={isNamed} onChange={(event) => setNamed(event.currentTarget.checked)} /> names
          of steps
        </label>
        <span class="hint">
          arrows between states, <kbd>Enter</kbd> goes there, <kbd>+</kbd> <kbd>-</kbd> <kbd>f</kbd>, <kbd>Shift</kbd>{' '}
          and arrows move the drawing
        </span>
      </div>
      <GraphDrawing {...{ view, placed: drawing, moving, svg, processes, onGo }} onLook={setLook} />
      <p class="told value">{told >= 0 && told < view.nodes.length ? nodeName(view, told) : ''}</p>
      <p class="legend">
        {MARKS.map(({ mark, means }) => (
          <span key={mark}>
            <b>{mark}</b> {means}
          </span>
        ))}
        {processes.slice(0, 6).map((process, i) => (
          <span key={process} class={`steps process-${i}`}>
            <svg width="34" height="8" aria-hidden="true">
              <path d="M0 4 L34 4" />
            </svg>{' '}
            {shown(process, 40)}
          </span>
        ))}
        {processes.length > 6 && <span>and {processes.length - 6} more processes, in the same lines</span>}
      </p>
      <GraphList {...{ view, onGo }} />
    </>
  );
}

/** The same graph is not placed anew at each step of the walk. */
function usePlaced(view: GraphView, named: boolean): Placed {
  const last = useRef<{ readonly view: GraphView; readonly named: boolean; readonly placed: Placed } | undefined>(
    undefined,
  );
  const { current } = last;
  const isSame =
    current !== undefined &&
    current.named === named &&
    (current.view === view || (current.view.isWhole && view.isWhole));
  if (!isSame) last.current = { view, named, placed: placed(view, named) };
  return (last.current as { readonly placed: Placed }).placed;
}
