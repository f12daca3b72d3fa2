/** Why a trace decides its property: the predicate as it was written, the values that it read, and of a cycle what is due and who starves. */
import type { Counterexample } from '../../../check/counterexample.ts';
import { counted } from '../../../trace/counted.ts';
import { waitingText } from '../../../trace/waiting-text.ts';
import type { Place, Seen, Starved, TraceEvidence, WhyFunction } from '../../evidence.ts';
import { controlText, cycleSteps, valuesAt } from '../../moments.ts';
import { shown, Text } from '../text.tsx';
import { PlaceText } from './place-text.tsx';
import { Value } from './value.tsx';

/** Functions are read in full, but no megabyte is. */
const SOURCE_LENGTH_MAX = 4000;

interface WhyPanelProps {
  readonly trace: Counterexample;
  readonly evidence: TraceEvidence;
  readonly processes: ReadonlySet<string>;
  /** `Why it is violated`. */
  readonly heading: string;
  /** The selected moment is one at which it is decided. */
  readonly isHere: boolean;
  readonly onMoment: ((moment: number) => void) | undefined;
}

export function WhyPanel({ trace, evidence: { why, places }, processes, heading, isHere, onMoment }: WhyPanelProps) {
  const { functions, owedFrom, marked, starves = [] } = why;
  const { waiting = [], cycleStart } = trace;
  const isEmpty = functions.length === 0 && waiting.length === 0 && cycleStart === undefined;
  if (isEmpty) return null;
  return (
    <details class="why" open={isHere}>
      <summary>{heading}</summary>
      {owedFrom !== undefined && (
        <p>
          <MomentButton moment={owedFrom} onMoment={onMoment} />: from here on it is due, and nothing that follows
          fulfils it.
        </p>
      )}
      {waiting.length > 0 && (
        <ul>
          {waiting.map((one) => (
            <li key={one.process}>{shown(waitingText(one), 300)}</li>
          ))}
        </ul>
      )}
      {functions.map((one, i) => (
        <FunctionSeen key={i} written={one} {...{ trace, processes, onMoment }} place={places[one.place ?? -1]} />
      ))}
      {cycleStart !== undefined && <Cycle {...{ trace, starves, marked }} />}
    </details>
  );
}

interface FunctionSeenProps {
  readonly written: WhyFunction;
  readonly trace: Counterexample;
  readonly processes: ReadonlySet<string>;
  readonly place: Place | undefined;
  readonly onMoment: ((moment: number) => void) | undefined;
}

function FunctionSeen({ written: { role, text, seen }, trace, processes, place, onMoment }: FunctionSeenProps) {
  const names = [...new Set(seen.flatMap(({ reads }) => reads))];
  const values = seen.map(({ moment }) => valuesAt(trace, moment));
  return (
    <section class="written" aria-label={shown(role, 40)}>
      <h4>
        {role} <PlaceText {...{ place }} />
      </h4>
      {text !== '' && (
        <pre class="source">
          <code>
            <Text text={text} max={SOURCE_LENGTH_MAX} />
          </code>
        </pre>
      )}
      {names.length > 0 && (
        <div class="scroll">
          <table class="seen">
            <caption>What it read</caption>
            <thead>
              <tr>
                <th scope="col">what</th>
                {seen.map(({ moment }) => (
                  <th key={moment} scope="col">
                    <MomentButton {...{ moment, onMoment }} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr key={name}>
                  <th scope="row">
                    <Text text={name} max={80} />
                  </th>
                  {seen.map(({ moment, reads }, i) => (
                    <td key={moment}>
                      {!reads.includes(name) ? (
                        <span class="quiet">not read</span>
                      ) : processes.has(name) ? (
                        <span class="value">
                          <Text text={controlText(values[i]?.get(name) ?? null)} />
                        </span>
                      ) : (
                        <Value value={values[i]?.get(name) ?? null} />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
              <Results {...{ seen }} />
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Results({ seen }: { readonly seen: readonly Seen[] }) {
  if (seen.every(({ result }) => result === undefined)) return null;
  return (
    <tr class="result">
      <th scope="row">result</th>
      {seen.map(({ moment, result }) => (
        <td key={moment}>
          <b>{result === undefined ? '' : String(result)}</b>
        </td>
      ))}
    </tr>
  );
}

interface CycleProps {
  readonly trace: Counterexample;
  readonly starves: readonly Starved[];
  readonly marked: readonly number[] | undefined;
}

/** What is repeated for ever, and who takes no step meanwhile. */
function Cycle({ trace, starves, marked }: CycleProps) {
  const repeated = cycleSteps(trace);
  return (
    <>
      {repeated.length > 0 && (
        <>
          <h4>Repeated for ever</h4>
          <ul>
            {repeated.map(({ process, steps }) => (
              <li key={process}>
                <b>{shown(process, 60)}</b>: <Text text={steps.join(', ')} max={400} />
              </li>
            ))}
          </ul>
        </>
      )}
      {marked !== undefined && (
        <p>
          {marked.length === 0
            ? 'No step of the cycle is marked.'
            : `Marked in the cycle: step ${marked.map((i) => i + 1).join(', ')}.`}
        </p>
      )}
      {starves.length > 0 && (
        <>
          <h4>Takes no step</h4>
          <ul>
            {starves.map((one) => (
              <li key={one.process}>
                <b>{shown(one.process, 60)}</b>: {starvedText(one)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function starvedText({ enabled, of, fairness }: Starved): string {
  if (enabled === 0) return 'no system step of it is enabled in the cycle.';
  const where =
    enabled === of ? 'in every state of the cycle' : `in ${enabled} of ${counted(of, 'state')} of the cycle`;
  const obliged = fairness === 'none' ? 'no fairness obliges it' : `its ${fairness} fairness does not oblige it`;
  return `a step of it is enabled ${where}, and ${obliged} to take one.`;
}

interface MomentButtonProps {
  readonly moment: number;
  readonly onMoment: ((moment: number) => void) | undefined;
}

function MomentButton({ moment, onMoment }: MomentButtonProps) {
  const text = moment === 0 ? 'Initially' : `After step ${moment}`;
  if (onMoment === undefined) return <>{text}</>;
  return (
    <>
      <button type="button" class="more on-screen" onClick={() => onMoment(moment)}>
        {text}
      </button>
      <span class="on-paper">{text}</span>
    </>
  );
}
