/** The choice of the initial state: a part of the list, as there may be many thousands. Once a step is taken, only the state that was chosen. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { valueText } from '../../../trace/value-text.ts';
import { LISTED_MAX, type ListedInitialState, type ListedInitialStates } from '../../initial-states.ts';
import type { Path } from '../../position.ts';
import { shown, Text } from '../text.tsx';
import { ask } from './ask.ts';

interface InitialStateListProps {
  readonly count: number;
  readonly path: Path;
  readonly go: (path: Path) => void;
}

export function InitialStateList({ count, path: { start, steps }, go }: InitialStateListProps) {
  const isChoosing = steps.length === 0;
  return (
    <section class="initial-states" aria-labelledby="begins">
      <h2 id="begins">Where the run begins</h2>
      <p class="situation-of-start">
        Initial state {start} of {count.toLocaleString('en')}, counted from 0.
      </p>
      {isChoosing && (
        <Choice key={pageOf(start)} {...{ count, start }} onChoose={(next) => go({ start: next, steps: [] })} />
      )}
    </section>
  );
}

/** The first index of the part of the list that has an initial state. */
function pageOf(start: number): number {
  return start - (start % LISTED_MAX);
}

interface ChoiceProps {
  readonly count: number;
  readonly start: number;
  readonly onChoose: (start: number) => void;
}

function Choice({ count, start, onChoose }: ChoiceProps) {
  const [from, setFrom] = useState(pageOf(start));
  const { listed, error } = useListed(from);
  const last = Math.min(count, from + LISTED_MAX) - 1;
  return (
    <>
      {count > LISTED_MAX && (
        <div class="toolbar">
          <button type="button" disabled={from === 0} onClick={() => setFrom(from - LISTED_MAX)}>
            Earlier
          </button>
          <span class="count">
            {from} to {last}
          </span>
          <button type="button" disabled={last === count - 1} onClick={() => setFrom(from + LISTED_MAX)}>
            Later
          </button>
          <label>
            Begin in{' '}
            <input
              type="number"
              min={0}
              max={count - 1}
              value={start}
              onChange={({ currentTarget: { valueAsNumber, validity } }) => {
                if (validity.valid && Number.isInteger(valueAsNumber)) onChoose(valueAsNumber);
              }}
            />
          </label>
        </div>
      )}
      {error !== undefined && (
        <p role="alert">
          <Text text={error.message} />
        </p>
      )}
      <ul>
        {listed.map((state) => (
          <li key={state.start}>
            <button
              type="button"
              class="begin"
              aria-pressed={state.start === start}
              onClick={() => onChoose(state.start)}
            >
              <kbd>{state.start}</kbd>
              <span class="effect">{shown(textOf(state), 200)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function textOf({ values }: ListedInitialState): string {
  return values.map(([name, value]) => `${name} = ${valueText(value)}`).join(', ');
}

interface Listed {
  readonly listed: readonly ListedInitialState[];
  readonly error?: Error;
}

function useListed(from: number): Listed {
  const [answer, setAnswer] = useState<Listed>({ listed: [] });
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const number = asked.current;
    const arrive = (next: Listed) => {
      if (number === asked.current) setAnswer(next);
    };
    ask<ListedInitialStates>('/api/initial-states', { from }).then(
      ({ listed }) => arrive({ listed }),
      (error) => arrive({ listed: [], error }),
    );
  }, [from]);
  return answer;
}
