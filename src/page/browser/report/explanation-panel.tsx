/** What a violation needs, and what can be left out: the result of `--explain`. */
import type { Explained, Part } from '../../../check/doubt/explained.ts';
import { counted } from '../../../trace/counted.ts';
import { stepText } from '../../../trace/text.ts';
import { shown, Text } from '../text.tsx';

interface ExplanationPanelProps {
  readonly explained: Explained;
  readonly onMoment: (moment: number) => void;
  /** The address of the comparison with the trace that lacks what can be left out. */
  readonly beside: string;
}

export function ExplanationPanel({ explained, onMoment, beside }: ExplanationPanelProps) {
  const { summary, because, parts, together } = explained;
  return (
    <details class="explanation">
      <summary>What it needs</summary>
      {because !== undefined && (
        <p>
          Not explained: <Text text={because} />.
        </p>
      )}
      {summary !== undefined && (
        <p>
          <Text text={summary} max={2000} />
        </p>
      )}
      {parts.length > 0 && (
        <div class="scroll">
          <table class="list">
            <caption>Each part of the trace, and whether the violation needs it</caption>
            <thead>
              <tr>
                <th scope="col">needed</th>
                <th scope="col">part</th>
                <th scope="col">steps</th>
                <th scope="col">without it</th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part, i) => (
                <PartRow key={i} {...{ part, onMoment }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {together !== undefined && (
        <p>
          It is still violated without all of this together:{' '}
          <Text text={together.leftOut.map(partText).join('; ')} max={1000} />.{' '}
          <a href={beside}>Compare with that trace of {counted(together.counterexample.steps.length, 'step')}</a>
        </p>
      )}
    </details>
  );
}

interface PartRowProps {
  readonly part: Part;
  readonly onMoment: (moment: number) => void;
}

function PartRow({ part, onMoment }: PartRowProps) {
  const { needed, steps, length, stopped } = part;
  return (
    <tr>
      <td class="name">{needed === 'needed' ? <b>* needed</b> : needed}</td>
      <th scope="row" class="sentence">
        <Text text={partText(part)} />
      </th>
      <td>
        {steps.map((step) => (
          <button key={step} type="button" class="more" onClick={() => onMoment(step + 1)}>
            {step + 1}
          </button>
        ))}
      </td>
      <td>
        {length !== undefined && `violated in ${counted(length, 'step')}`}
        {needed === 'needed' && 'not violated'}
        {stopped !== undefined && 'not decided'}
      </td>
    </tr>
  );
}

/** `environment step: wfi of guest`, `another process after: lock list of injector[*]`. */
function partText(part: Pick<Part, 'kind' | 'process' | 'label' | 'alternative'>): string {
  const step = `${stepText(part)} of ${shown(part.process, 60)}`;
  return part.kind === 'environment step' ? `environment step: ${step}` : `another process comes in after: ${step}`;
}
