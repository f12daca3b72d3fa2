/**
 * The interleaving, top to bottom: a lane for each process, a row for each step, a line from lane to lane at each context
 * switch. The dot of a system step is full, that of an environment step is a ring; neither is a background, so paper shows it. The steps of a cycle are in a bracket with an arrow back to the first. A listbox: arrows, j and k, Home and End step.
 */
import { memo } from 'preact/compat';
import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Counterexample, TraceStep } from '../../../check/counterexample.ts';
import { changesOf, NEEDED, receiverText, stepText } from '../../../trace/text.ts';
import { type ColumnsByProcess, initialTexts, isSwitch, laneOf, lanesOf, receiverLaneOf } from '../../moments.ts';
import type { Watch } from '../../watches.ts';
import { shown } from '../text.tsx';
import { bringIntoSight } from './in-sight.ts';
import { useStepKeys } from './use-step-keys.ts';
import { Watched, type WatchedText, watchedAt } from './watched.tsx';

const EFFECT_LINES = 3;
const EFFECT_LENGTH = 300;
/** With more, the changes beside the steps leave no room for the lanes: they are among the details. */
const LANES_WITH_CHANGES = 5;

interface TimelineProps {
  readonly trace: Counterexample;
  readonly columns: ColumnsByProcess;
  readonly moment: number;
  readonly onMoment: (moment: number) => void;
  readonly label: string;
  /** Without the changes beside the steps, to save room. */
  readonly narrow?: boolean;
  /** Keys that no other element handles step this timeline. */
  readonly takesKeys?: boolean;
  /** The moment from which on something is due and never comes. */
  readonly owedFrom?: number | undefined;
  /** The indices of steps that the violation needs, as far as it was explained. */
  readonly needed?: ReadonlySet<number> | undefined;
  /** Columns beside the steps. */
  readonly watches?: readonly Watch[];
}

const NONE: readonly Watch[] = [];

export function Timeline({
  trace,
  columns,
  moment,
  onMoment,
  label,
  narrow = false,
  takesKeys = false,
  owedFrom,
  needed,
  watches = NONE,
}: TimelineProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // A memoised array, so that unchanged rows are not rendered again.
  const lanes = useMemo(() => lanesOf(trace, columns), [trace, columns]);
  const last = trace.steps.length;
  const hidesChanges = narrow || lanes.length > LANES_WITH_CHANGES;

  const watched = useMemo(() => watchedAt(watches, last), [watches, last]);

  // Options get the clicks; the listbox announces the selection.
  const keepFocus = () => box.current?.focus({ preventScroll: true });

  useLayoutEffect(() => {
    const row = box.current?.querySelector('[aria-selected=true]');
    if (row != null) bringIntoSight(row);
  }, [moment, trace]);

  useStepKeys({ box, moment, last, onMoment, takesKeys });

  return (
    <div
      class={`timeline${hidesChanges ? ' narrow' : ''}`}
      style={{ '--lanes': Math.max(1, lanes.length), '--watches': watches.length }}
    >
      <div class="row lane-names" aria-hidden="true">
        <span class="number" />
        {lanes.map((lane, i) => (
          <span key={lane} class="lane-name" style={{ gridColumn: i + 3 }}>
            {shown(lane, 40)}
          </span>
        ))}
        <span class="effect">changes</span>
        {watches.length > 0 && (
          <span class="watched">
            {watches.map(({ kind, name }) => (
              <span key={`${kind} ${name}`}>{shown(name, 40)}</span>
            ))}
          </span>
        )}
      </div>
      <div
        ref={box}
        role="listbox"
        tabIndex={0}
        onFocusCapture={keepFocus}
        aria-label={label}
        aria-activedescendant={`${id}-${moment}`}
      >
        {Array.from({ length: last + 1 }, (_, i) => (
          <Row
            key={i}
            id={`${id}-${i}`}
            {...{ trace, columns, lanes, onMoment }}
            index={i}
            isSelected={i === moment}
            isOwedHere={i === owedFrom}
            isNeeded={needed?.has(i - 1) ?? false}
            watched={watched[i]}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly trace: Counterexample;
  readonly columns: ColumnsByProcess;
  readonly lanes: readonly string[];
  readonly index: number;
  readonly isSelected: boolean;
  readonly isOwedHere: boolean;
  readonly isNeeded: boolean;
  readonly watched: readonly WatchedText[] | undefined;
  readonly onMoment: (moment: number) => void;
}

const Row = memo(function Row({
  id,
  trace,
  columns,
  lanes,
  index,
  isSelected,
  isOwedHere,
  isNeeded,
  watched,
  onMoment,
}: RowProps) {
  const step = trace.steps[index - 1];
  const option = { id, 'aria-selected': isSelected, onClick: () => onMoment(index) } as const;
  if (step === undefined) {
    return (
      <div role="option" tabIndex={-1} {...option} class="row initial">
        <span class="bracket" />
        <span class="number">0</span>
        <span class="start">
          initially
          {isOwedHere && <OwedTag />}
        </span>
        <span class="effect values" aria-hidden="true">
          {initialTexts(trace, columns).map((text) => (
            <span key={text}>{shown(text, EFFECT_LENGTH)}</span>
          ))}
        </span>
        <Watched texts={watched} />
      </div>
    );
  }
  const lane = lanes.indexOf(laneOf(step, columns));
  const receiver = step.with === undefined ? undefined : lanes.indexOf(receiverLaneOf(step.with, columns));
  const before = trace.steps[index - 2];
  const from = before === undefined ? lane : lanes.indexOf(laneOf(before, columns));
  return (
    <div role="option" tabIndex={-1} {...option} class={`row ${cycleClass(trace, index - 1)}`}>
      <span class="bracket" />
      <span class="number">
        <span class="visually-hidden">Step </span>
        {index}
        {isNeeded && (
          <b class="needed" title="needed">
            {NEEDED}
            <span class="visually-hidden"> needed</span>
          </b>
        )}
      </span>
      {lanes.map((name, i) => (
        <span key={name} class="lane" style={{ gridColumn: i + 3 }} />
      ))}
      {from !== lane && (
        <span class="switch" style={{ gridColumn: `${Math.min(from, lane) + 3} / ${Math.max(from, lane) + 3}` }} />
      )}
      <span class={`event ${step.tag}`} style={{ gridColumn: lane + 3 }}>
        <span class="dot" />
        <span class="label">
          <span class={laneOf(step, columns) === step.process ? 'visually-hidden' : 'whose'}>
            {shown(step.process, 40)}:{' '}
          </span>
          {shown(stepText(step), 80)}
        </span>
        {step.tag === 'environment' && (
          <span class="tag">
            env<span class="visually-hidden">ironment</span>
          </span>
        )}
        {isOwedHere && <OwedTag />}
        {isSwitch(trace, index - 1) && <span class="visually-hidden">, context switch</span>}
      </span>
      {step.with !== undefined && receiver !== undefined && receiver !== lane && (
        <Receiver step={step} lane={receiver} from={lane} />
      )}
      <Effect pieces={changesOf(step)} />
      <Watched texts={watched} />
    </div>
  );
});

/** What is due, and never comes, begins here. */
function OwedTag() {
  return <span class="tag due">due from here on</span>;
}

interface ReceiverProps {
  readonly step: TraceStep;
  readonly lane: number;
  readonly from: number;
}

/** The process that received in a rendezvous, in its own lane. */
function Receiver({ step, lane, from }: ReceiverProps) {
  return (
    <>
      <span class="meets" style={{ gridColumn: `${Math.min(from, lane) + 3} / ${Math.max(from, lane) + 3}` }} />
      <span class={`event receiver ${step.tag}`} style={{ gridColumn: lane + 3 }}>
        <span class="dot" />
        <span class="label">
          <span class="visually-hidden">, {shown(step.with?.process ?? '', 40)} </span>
          {shown(receiverText(step), 80)}
        </span>
      </span>
    </>
  );
}

/** A line for each change. On the screen, only the first two if there are many; on paper, all. */
function Effect({ pieces }: { readonly pieces: readonly string[] }) {
  const kept = pieces.length <= EFFECT_LINES ? pieces.length : EFFECT_LINES - 1;
  return (
    <span class="effect" aria-hidden="true">
      {pieces.map((line, i) => (
        <span key={line} class={i < kept ? undefined : 'extra'}>
          {shown(line, EFFECT_LENGTH)}
        </span>
      ))}
      {kept < pieces.length && <span class="rest">and {pieces.length - kept} more</span>}
    </span>
  );
}

function cycleClass({ steps, cycleStart }: Counterexample, index: number): string {
  if (cycleStart === undefined || index < cycleStart) return '';
  return `cycle${index === cycleStart ? ' cycle-first' : ''}${index === steps.length - 1 ? ' cycle-last' : ''}`;
}
