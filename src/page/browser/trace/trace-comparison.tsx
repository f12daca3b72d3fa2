/** Two traces side by side: a row for each step, one for both where it is the same, and below what differs between the two states. */
import { useId, useMemo, useRef } from 'preact/hooks';
import type { Counterexample, TraceStep } from '../../../check/counterexample.ts';
import { counted } from '../../../trace/counted.ts';
import { changesOf, stepText } from '../../../trace/text.ts';
import { same } from '../../../trace/value-text.ts';
import { type AlignedRow, aligned, takenAfter } from '../../alignment.ts';
import { type ColumnsByProcess, controlText, isNothing, processNames, valuesAt } from '../../moments.ts';
import { shown, Text } from '../text.tsx';
import { useInSight } from './use-in-sight.ts';
import { useStepKeys } from './use-step-keys.ts';
import { Value } from './value.tsx';

export interface ComparedTrace {
  readonly trace: Counterexample;
  readonly columns: ColumnsByProcess;
  /** `P2, ORIGINAL · guest`. */
  readonly name: string;
  /** Its own page. */
  readonly href: string;
}

interface TraceComparisonProps {
  readonly left: ComparedTrace;
  readonly right: ComparedTrace;
  /** Rows taken. */
  readonly moment: number;
  readonly onMoment: (moment: number) => void;
}

export function TraceComparison({ left, right, moment: wanted, onMoment }: TraceComparisonProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => aligned(left.trace.steps, right.trace.steps), [left.trace, right.trace]);
  const moment = Math.min(wanted, rows.length);
  useStepKeys({ box, moment, last: rows.length, onMoment, takesKeys: true });
  useInSight(box, moment);
  const both = rows.filter((row) => row.left !== undefined && row.right !== undefined).length;
  return (
    <div class="comparison">
      <p>
        {counted(both, 'step')} in both; {counted(left.trace.steps.length - both, 'step')} only left (−),{' '}
        {counted(right.trace.steps.length - both, 'step')} only right (+).
      </p>
      <div class="panes">
        <div class="pane timeline-pane">
          <div class="compared-row heads">
            <a href={left.href}>{shown(left.name, 80)}</a>
            <a href={right.href}>{shown(right.name, 80)}</a>
          </div>
          <div
            ref={box}
            role="listbox"
            tabIndex={0}
            aria-label={`${shown(left.name, 60)} beside ${shown(right.name, 60)}`}
            aria-activedescendant={`${id}-${moment}`}
          >
            <div
              role="option"
              tabIndex={-1}
              id={`${id}-0`}
              class="compared-row"
              {...{ 'aria-selected': moment === 0, onClick: () => onMoment(0) }}
            >
              <span class="quiet">initially</span>
              <span class="quiet">initially</span>
            </div>
            {rows.map((row, i) => (
              <Row
                key={i}
                id={`${id}-${i + 1}`}
                {...{ row, left, right }}
                isSelected={i + 1 === moment}
                onSelect={() => onMoment(i + 1)}
              />
            ))}
          </div>
        </div>
        <StateDifferences {...{ left, right, rows, moment }} />
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly row: AlignedRow;
  readonly left: ComparedTrace;
  readonly right: ComparedTrace;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function Row({ id, row, left, right, isSelected, onSelect }: RowProps) {
  const [a, b] = [left.trace.steps[row.left ?? -1], right.trace.steps[row.right ?? -1]];
  const kind = a === undefined ? 'only-right' : b === undefined ? 'only-left' : 'both';
  const option = { 'aria-selected': isSelected, onClick: onSelect } as const;
  const isOther = a !== undefined && b !== undefined && !same({ ...a.changes }, { ...b.changes });
  return (
    <div role="option" tabIndex={-1} {...{ id }} class={`compared-row ${kind}`} {...option}>
      <Step step={a} number={row.left} mark={kind === 'only-left' ? '−' : ''} said="only left" {...{ isOther }} />
      <Step step={b} number={row.right} mark={kind === 'only-right' ? '+' : ''} said="only right" {...{ isOther }} />
    </div>
  );
}

interface StepProps {
  readonly step: TraceStep | undefined;
  readonly number: number | undefined;
  readonly mark: string;
  readonly said: string;
  /** The same step changes something else in the other trace. */
  readonly isOther: boolean;
}

function Step({ step, number = 0, mark, said, isOther }: StepProps) {
  if (step === undefined) return <span class="gap" />;
  return (
    <span class={`compared-step ${step.tag}`}>
      <span class="number">
        {mark !== '' && (
          <>
            <b aria-hidden="true">{mark} </b>
            <span class="visually-hidden">{said}: </span>
          </>
        )}
        {number + 1}
      </span>
      <span>
        <span class="quiet">{shown(step.process, 40)}:</span> {shown(stepText(step), 80)}
        {step.tag === 'environment' && <span class="tag">environment</span>}
        {isOther && <span class="tag">other changes</span>}
        <span class="effect">{shown(changesOf(step).join(', '), 200)}</span>
      </span>
    </span>
  );
}

interface StateDifferencesProps {
  readonly left: ComparedTrace;
  readonly right: ComparedTrace;
  readonly rows: readonly AlignedRow[];
  readonly moment: number;
}

/** The values that differ after the selected row. */
function StateDifferences({ left, right, rows, moment }: StateDifferencesProps) {
  const [a, b] = takenAfter(rows, moment);
  const [mine, other] = [valuesAt(left.trace, a), valuesAt(right.trace, b)];
  const processes = new Set([...processNames(left.trace, left.columns), ...processNames(right.trace, right.columns)]);
  const names = [...new Set([...mine.keys(), ...other.keys()])].filter(
    (name) => !isNothing(name, mine.get(name) ?? null) && !same(mine.get(name) ?? null, other.get(name) ?? null),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard.
    <section class="pane details-pane" aria-label="What differs" tabIndex={0}>
      <h2>
        After step {a} and step {b}
      </h2>
      {names.length === 0 ? (
        <p class="quiet">Both states are equal.</p>
      ) : (
        <table class="changes">
          <caption>Values that differ</caption>
          <thead>
            <tr>
              <th scope="col">what</th>
              <th scope="col">left</th>
              <th scope="col">right</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name} class={processes.has(name) ? 'control' : undefined}>
                <th scope="row">
                  <Text text={name} max={80} />
                </th>
                {[mine, other].map((values, side) => (
                  <td key={side === 0 ? 'left' : 'right'}>
                    {!values.has(name) ? (
                      <span class="quiet">not there</span>
                    ) : processes.has(name) ? (
                      <span class="value">
                        <Text text={controlText(values.get(name) ?? null)} />
                      </span>
                    ) : (
                      <Value value={values.get(name) ?? null} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
