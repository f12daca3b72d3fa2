/** The selected moment of a trace: the step that led to it, the changes, and the whole state. */
import { useMemo } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import type { JsonValue } from '../../../model/value-json.ts';
import { fieldChanges } from '../../../trace/value-diff.ts';
import type { TraceEvidence } from '../../evidence.ts';
import { type ColumnsByProcess, controlText, isSwitch, processNames, valuesAt } from '../../moments.ts';
import { Text } from '../text.tsx';
import { PlaceText } from './place-text.tsx';
import { Reads } from './reads.tsx';
import { StateTable } from './state-table.tsx';
import { StepName } from './step-name.tsx';
import { Value } from './value.tsx';
import { WhyPanel } from './why-panel.tsx';

interface StepDetailsProps {
  readonly trace: Counterexample;
  readonly columns: ColumnsByProcess;
  readonly moment: number;
  /** What is known beside the trace. */
  readonly evidence?: TraceEvidence | undefined;
  /** `Why it is violated`. */
  readonly whyHeading?: string | undefined;
  readonly onMoment?: ((moment: number) => void) | undefined;
}

export function StepDetails({ trace, columns, moment, evidence, whyHeading = 'Why', onMoment }: StepDetailsProps) {
  const step = trace.steps[moment - 1];
  const processes = useMemo(() => processNames(trace, columns), [trace, columns]);
  const changed = new Set(Object.keys(step?.changes ?? {}));
  const known = evidence?.steps?.[moment - 1];
  return (
    <>
      <h3>
        {step === undefined ? 'Initial state' : `Step ${moment} of ${trace.steps.length}`}
        {step !== undefined && <span class={`tag ${step.tag}`}>{step.tag}</span>}
        {isSwitch(trace, moment - 1) && <span class="tag">context switch</span>}
      </h3>
      {step !== undefined && (
        <p class="step-name">
          <StepName step={step} /> <PlaceText place={evidence?.places[known?.place ?? -1]} />
        </p>
      )}
      {step !== undefined && <Changes changes={step.changes} processes={processes} />}
      {known !== undefined && <Reads {...{ trace, moment, processes }} evidence={known} />}
      {evidence !== undefined && (
        <WhyPanel
          {...{ trace, evidence, processes, onMoment }}
          heading={whyHeading}
          isHere={moment === trace.steps.length || moment === evidence.why.owedFrom}
        />
      )}
      <StateTable
        caption={step === undefined ? 'State' : 'State after this step'}
        values={valuesAt(trace, moment)}
        processes={processes}
        changed={changed}
      />
    </>
  );
}

interface ChangesProps {
  readonly changes: { readonly [name: string]: readonly [before: JsonValue, after: JsonValue] };
  readonly processes: ReadonlySet<string>;
}

/** Before and after, field by field. */
export function Changes({ changes, processes }: ChangesProps) {
  const rows = Object.entries(changes).flatMap(([name, [before, after]]) =>
    processes.has(name)
      ? [{ path: name, before: controlText(before), after: controlText(after), isControl: true }]
      : fieldChanges(name, before, after).map((change) => ({ ...change, isControl: false })),
  );
  if (rows.length === 0) return <p class="quiet">This step changes nothing.</p>;
  return (
    <table class="changes">
      <caption>Changes</caption>
      <thead>
        <tr>
          <th scope="col">what</th>
          <th scope="col">before</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, before, after, isControl }, i) => (
          <tr key={`${path} ${i}`} class={isControl ? 'control' : undefined}>
            <th scope="row">
              <Text text={path} max={80} />
            </th>
            <td>
              {isControl ? (
                <Label text={before as string} />
              ) : (
                before !== undefined && <Value value={before} besides={after ?? null} as="del" />
              )}
            </td>
            <td>
              {!isControl && before === undefined && <span class="quiet">added </span>}
              {!isControl && after === undefined && <span class="quiet">removed</span>}
              {isControl ? (
                <Label text={after as string} />
              ) : (
                after !== undefined && <Value value={after} besides={before ?? null} as="ins" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The label of a process. */
function Label({ text }: { readonly text: string }) {
  return (
    <span class="value">
      <Text text={text} />
    </span>
  );
}
