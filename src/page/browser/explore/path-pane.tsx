/** The path so far, in lanes, with undone steps below it; and buttons to undo, redo, copy and save it. */
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import { kernelStyle } from '../../../trace/formats/kernel-style.ts';
import type { KernelTrace } from '../../../trace/kernel/kernel-trace.ts';
import { STAYS_HERE } from '../../../trace/staying.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import type { ColumnsByProcess } from '../../moments.ts';
import { pathFlag } from '../../path-text.ts';
import type { Path } from '../../position.ts';
import { CopyButton } from '../copy-button.tsx';
import { Timeline } from '../trace/timeline.tsx';
import { ask } from './ask.ts';
import type { Walk } from './use-position.ts';

interface PathPaneProps {
  readonly cell: ExploredCell;
  readonly columns: ColumnsByProcess;
  readonly walk: Walk;
  readonly go: (path: Path) => void;
  /** The start of the cycle, if the path is that of a lasso. */
  readonly cycleStart: number | undefined;
}

export function PathPane({ cell, columns, walk: { position, trail }, go, cycleStart }: PathPaneProps) {
  const moment = position.path.steps.length;
  const last = trail.path.steps.length;
  const onMoment = useCallback(
    (next: number) => go({ ...trail.path, steps: trail.path.steps.slice(0, next) }),
    [go, trail],
  );
  const { trace } = position;
  const pane = useRef<HTMLDivElement>(null);
  // With many lanes, the lane of the last step may be out of sight.
  useEffect(() => {
    pane.current?.querySelector('[aria-selected=true] .event')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [position]);
  return (
    <section class="path" aria-labelledby="path">
      <h2 id="path">Path</h2>
      <div class="toolbar">
        <fieldset class="stepping" aria-label="Undo and redo">
          <button type="button" disabled={moment === 0} onClick={() => onMoment(0)}>
            Start
          </button>
          <button type="button" disabled={moment === 0} onClick={() => onMoment(moment - 1)}>
            Undo
          </button>
          <button type="button" disabled={moment === last} onClick={() => onMoment(moment + 1)}>
            Redo
          </button>
        </fieldset>
        <span class="hint">
          <kbd>0</kbd>–<kbd>9</kbd> take, <kbd>u</kbd> undo, <kbd>r</kbd> redo, <kbd>↑</kbd> <kbd>↓</kbd> along the path
        </span>
      </div>
      <div ref={pane} class="pane timeline-pane">
        <Timeline
          trace={cycleStart === undefined ? trail.trace : { ...trail.trace, cycleStart }}
          {...{ columns, moment, onMoment }}
          label="The path so far"
          narrow
          takesKeys
        />
        {cycleStart !== undefined && <p class="ending cycle-text">{cycleText(trail.trace, cycleStart)}</p>}
      </div>
      <div class="toolbar copies">
        <CopyButton
          what="kernel style"
          text={async () => `${kernelStyle(await ask<KernelTrace>('/api/kernel', position.path)).join('\n')}\n`}
        />
        <CopyButton what="command" text={() => `${cell.command}${pathFlag(position.path)}`} />
        <button type="button" onClick={() => save(cell, trace)}>
          Save for replay
        </button>
      </div>
    </section>
  );
}

function cycleText({ steps }: Counterexample, cycleStart: number): string {
  return cycleStart === steps.length
    ? STAYS_HERE
    : `↻ for ever: after step ${steps.length} comes step ${cycleStart + 1} again.`;
}

/** The file that `everywhen replay` reads. */
function save({ model, parameters, modelHash }: ExploredCell, counterexample: Counterexample): void {
  const text = `${JSON.stringify({ model, parameters, counterexample, modelHash }, undefined, 1)}\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'walk.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
