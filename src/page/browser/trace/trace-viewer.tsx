/** One trace: its timeline, beside it the selected moment, and buttons to copy it. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import { kernelStyle } from '../../../trace/formats/kernel-style.ts';
import { mermaid } from '../../../trace/formats/mermaid.ts';
import { type KernelTrace, plainKernelTrace } from '../../../trace/kernel/kernel-trace.ts';
import { STAYS_HERE } from '../../../trace/staying.ts';
import { changesOf } from '../../../trace/text.ts';
import { waitingText } from '../../../trace/waiting-text.ts';
import type { TraceEvidence } from '../../evidence.ts';
import { type ColumnsByProcess, processNames } from '../../moments.ts';
import { claimWatch, valueWatch, type Watch } from '../../watches.ts';
import { CopyButton } from '../copy-button.tsx';
import { shown } from '../text.tsx';
import { bringPanesIntoSight } from './in-sight.ts';
import { StepDetails } from './step-details.tsx';
import { Timeline } from './timeline.tsx';
import { WatchPicker } from './watch-picker.tsx';

interface TraceViewerProps {
  readonly trace: Counterexample;
  readonly columns: ColumnsByProcess;
  /** Steps taken. */
  readonly moment: number;
  readonly onMoment: (moment: number) => void;
  /** The finding of the trace: `P1 is violated`. */
  readonly label: string;
  /** The text below the last step. */
  readonly ending?: string | undefined;
  /** What kernel style shows of the trace; by default all changes of each step. */
  readonly kernelTrace?: KernelTrace | undefined;
  /** A command that shows this trace again. */
  readonly command?: string | undefined;
  /** Details below the timeline instead of beside it. */
  readonly narrow?: boolean;
  readonly takesKeys?: boolean;
  /** Leaves the trace at a moment, to take other steps. */
  readonly onExplore?: ((moment: number) => void) | undefined;
  /** The indices of steps that the violation needs. */
  readonly needed?: ReadonlySet<number> | undefined;
  /** What is known beside the trace. */
  readonly evidence?: TraceEvidence | undefined;
  /** `Why it is violated`. */
  readonly whyHeading?: string | undefined;
}

export function TraceViewer(props: TraceViewerProps) {
  const { evidence, whyHeading, needed } = props;
  const { trace, columns, onMoment, label, ending, command, kernelTrace, narrow = false, takesKeys = true } = props;
  const { onExplore } = props;
  const last = trace.steps.length;
  const moment = Math.min(props.moment, last);
  const go = useCallback((next: number) => onMoment(Math.max(0, Math.min(last, next))), [onMoment, last]);
  const said = useMemo(() => changesText(trace, moment), [trace, moment]);
  const [chosen, setChosen] = useState<readonly Pick<Watch, 'kind' | 'name'>[]>([]);
  const watches = useMemo(() => {
    const processes = processNames(trace, columns);
    return chosen.map(({ kind, name }) =>
      kind === 'claim' ? claimWatch(name, evidence) : valueWatch(name, trace, processes),
    );
  }, [chosen, trace, columns, evidence]);
  // A page may have several viewers: names of landmarks must differ.
  const detailsLabel = `The selected step: ${label}`;
  const panes = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const shownMoment = useRef(moment);
  // A page that was just opened begins at its top.
  useLayoutEffect(() => {
    if (shownMoment.current === moment) return;
    shownMoment.current = moment;
    if (details.current !== null) details.current.scrollTop = 0;
    if (panes.current !== null && !narrow) bringPanesIntoSight(panes.current);
  }, [moment, narrow]);
  return (
    <div class={`trace-viewer${narrow ? ' narrow' : ''}`}>
      <div class="toolbar">
        <fieldset class="stepping" aria-label="Stepping">
          <button type="button" disabled={moment === 0} onClick={() => go(0)}>
            First
          </button>
          <button type="button" disabled={moment === 0} onClick={() => go(moment - 1)}>
            Back
          </button>
          <button type="button" disabled={moment === last} onClick={() => go(moment + 1)}>
            Next
          </button>
          <button type="button" disabled={moment === last} onClick={() => go(last)}>
            Last
          </button>
        </fieldset>
        <span class="hint">
          <kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> step, <kbd>Home</kbd> <kbd>End</kbd>
        </span>
        {onExplore !== undefined && (
          <button type="button" onClick={() => onExplore(moment)}>
            Explore from here
          </button>
        )}
        <span class="legend">
          <span>
            <span class="dot" />
            system step
          </span>
          <span class="environment">
            <span class="dot" />
            environment step
          </span>
        </span>
        <WatchPicker {...{ trace, evidence }} watches={chosen} onWatch={setChosen} />
        <span class="copies">
          <CopyButton
            what="kernel style"
            text={() => `${kernelStyle(kernelTrace ?? plainKernelTrace(trace, columns)).join('\n')}\n`}
          />
          <CopyButton what="Mermaid" text={() => `${mermaid(trace, columns).join('\n')}\n`} />
          {command !== undefined && <CopyButton what="command" text={() => command} />}
        </span>
      </div>
      <div ref={panes} class="panes">
        <div class="pane timeline-pane">
          <Timeline
            {...{ trace, columns, moment, label, narrow, takesKeys }}
            owedFrom={evidence?.why.owedFrom}
            {...{ watches, needed }}
            onMoment={go}
          />
          {cycleText(trace) !== undefined && <p class="ending cycle-text">{cycleText(trace)}</p>}
          {trace.waiting !== undefined && (
            <ul class="ending" aria-label="What each process waits for">
              {trace.waiting.map((waiting) => (
                <li key={waiting.process}>{shown(waitingText(waiting), 300)}</li>
              ))}
            </ul>
          )}
          {ending !== undefined && <p class="ending">{ending}</p>}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard. */}
        <section ref={details} class="pane details-pane" aria-label={detailsLabel} tabIndex={0}>
          <StepDetails {...{ trace, columns, moment, evidence, whyHeading }} onMoment={go} />
        </section>
      </div>
      <p role="status" class="visually-hidden">
        {said}
      </p>
    </div>
  );
}

function changesText({ steps }: Counterexample, moment: number): string {
  const step = steps[moment - 1];
  if (step === undefined) return 'Initial state';
  return `Step ${moment} of ${steps.length}: ${shown(changesOf(step).join(', ') || 'changes nothing', 300)}`;
}

function cycleText({ steps, cycleStart }: Counterexample): string | undefined {
  if (cycleStart === undefined) return undefined;
  if (cycleStart === steps.length) return STAYS_HERE;
  return `↻ for ever: after step ${steps.length} comes step ${cycleStart + 1} again.`;
}
