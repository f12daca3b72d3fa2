/** The walk beside the same steps with other parameters, step by step in two columns, and the first place where they differ. */
import { useEffect, useState } from 'preact/hooks';
import type { TraceStep } from '../../../../check/counterexample.ts';
import { changesOf, stepText } from '../../../../trace/text.ts';
import type { Beside, ParameterChoice } from '../../../beside.ts';
import type { Path } from '../../../position.ts';
import type { Mistake } from '../../../search-status.ts';
import { CopyButton } from '../../copy-button.tsx';
import { shown, Text } from '../../text.tsx';
import { ask } from '../ask.ts';

interface BesidePanelProps {
  readonly here: Path;
  readonly go: (path: Path) => void;
  readonly cell: string;
}

export function BesidePanel({ here, go, cell }: BesidePanelProps) {
  const [choices, setChoices] = useState<readonly ParameterChoice[] | undefined>();
  const [other, setOther] = useState<{ readonly [name: string]: string }>({});
  const [isAsked, setAsked] = useState(false);
  const { beside, error } = useBeside(here, other, isAsked);
  useEffect(() => {
    ask<readonly ParameterChoice[]>('/api/choices').then(setChoices, () => setChoices([]));
  }, []);
  return (
    <section class="tool beside" aria-labelledby="beside">
      <h2 id="beside">The same steps with other parameters</h2>
      {choices?.length === 0 && <p>This model has no parameters.</p>}
      <form
        class="clause"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
        }}
      >
        {choices?.map((choice) => (
          <Parameter
            key={choice.name}
            choice={choice}
            value={other[choice.name] ?? choice.value}
            onChange={(value) => setOther((before) => ({ ...before, [choice.name]: value }))}
          />
        ))}
        {choices !== undefined && choices.length > 0 && !isAsked && (
          <button type="submit">Follow the walk there</button>
        )}
      </form>
      {error !== undefined && (
        <p role="alert">
          <Text text={error.message} />
        </p>
      )}
      {beside !== undefined && <Columns {...{ beside, cell, here, go }} />}
    </section>
  );
}

interface ParameterProps {
  readonly choice: ParameterChoice;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Parameter({ choice: { name, values, isSelection }, value, onChange }: ParameterProps) {
  if (values === undefined || isSelection) {
    return (
      <label>
        {shown(name, 60)}{' '}
        <input
          type="text"
          value={value}
          title={values === undefined ? undefined : shown(`none, or some of ${values.join(', ')}`, 300)}
          spellcheck={false}
          autocomplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </label>
    );
  }
  return (
    <label>
      {shown(name, 60)}{' '}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {shown(one, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}

function useBeside(here: Path, parameters: { readonly [name: string]: string }, isAsked: boolean) {
  const [answer, setAnswer] = useState<{ readonly beside?: Beside; readonly error?: Error }>({});
  useEffect(() => {
    if (!isAsked) return;
    let isWanted = true;
    ask<Beside | Mistake>('/api/beside', { ...here, parameters }).then(
      (beside) => isWanted && setAnswer('mistake' in beside ? { error: new Error(beside.mistake) } : { beside }),
      (error) => isWanted && setAnswer({ error }),
    );
    return () => {
      isWanted = false;
    };
  }, [here, parameters, isAsked]);
  return answer;
}

interface ColumnsProps extends BesidePanelProps {
  readonly beside: Beside;
}

function Columns({ beside, cell, here, go }: ColumnsProps) {
  const { system, walk, run, parts, differs, command, compare } = beside;
  const startsDifferently = differs?.step === 0;
  return (
    <>
      <p role="status">{summaryOf(beside)}</p>
      {differs !== undefined && (
        <p class="difference">
          {differs.step === 0 ? 'They start differently: ' : `They differ from step ${differs.step} on: `}
          <Text text={differs.texts.join('; ')} />
        </p>
      )}
      <div class="scroll">
        <table class="beside-steps">
          <caption class="visually-hidden">The walk, and the same steps with other parameters</caption>
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col">
                <Text text={cell} max={80} />
              </th>
              <th scope="col">
                <Text text={system} max={80} />
              </th>
            </tr>
          </thead>
          <tbody>
            {startsDifferently && (
              <tr class="differs">
                <th scope="row">initially</th>
                <td />
                <td>
                  <b class="chip">differs</b>
                </td>
              </tr>
            )}
            {walk.steps.map((step, i) => (
              // A step has no name but its place.
              <Row key={`${i} ${step.label}`} number={i + 1} {...{ step }} same={run.steps[i]} beside={beside} />
            ))}
          </tbody>
        </table>
      </div>
      {walk.steps.length === 0 && <p>The walk has no steps yet: each one that you take is followed there.</p>}
      {parts !== undefined && (
        <p>
          Enabled there instead: <Text text={parts.enabled.join('; ') || 'nothing'} />
        </p>
      )}
      {parts !== undefined && parts.step <= walk.steps.length && (
        <p>
          <button type="button" onClick={() => go({ ...here, steps: here.steps.slice(0, parts.step - 1) })}>
            Go to the state before
          </button>
        </p>
      )}
      <p>
        That state in the other cell: <code>{shown(command, 400)}</code>{' '}
        <CopyButton what="command" text={() => command} />
      </p>
      <p>
        All runs of both: <code>{shown(compare, 400)}</code> <CopyButton what="comparison" text={() => compare} />
      </p>
    </>
  );
}

interface RowProps {
  readonly number: number;
  readonly step: TraceStep;
  /** The step there; undefined after the walk has parted. */
  readonly same: TraceStep | undefined;
  readonly beside: Beside;
}

function Row({ number, step, same, beside: { parts, differs } }: RowProps) {
  const isParting = parts?.step === number;
  return (
    <tr class={isParting ? 'parts' : differs?.step === number ? 'differs' : undefined}>
      <th scope="row">
        {number} {shown(`${step.process}: ${stepText(step)}`, 80)}
      </th>
      <td>{shown(changesOf(step).join(', ') || 'changes nothing', 300)}</td>
      <td>
        {isParting && (
          <>
            <b class="chip violated">parts here</b> <Text text={parts.problem} />
          </>
        )}
        {differs?.step === number && !isParting && <b class="chip">differs</b>}{' '}
        {same !== undefined && shown(changesOf(same).join(', ') || 'changes nothing', 300)}
      </td>
    </tr>
  );
}

function summaryOf({ walk, parts, differs }: Beside): string {
  if (parts !== undefined) return `The walk parts at step ${parts.step} of ${walk.steps.length}.`;
  const all = walk.steps.length === 1 ? 'The step fits' : `All ${walk.steps.length} steps fit`;
  return differs === undefined ? `${all}, and nothing differs.` : `${all}; values differ.`;
}
