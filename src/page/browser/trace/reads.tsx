/** What a step read, and what it wrote that stayed equal. */
import type { Counterexample } from '../../../check/counterexample.ts';
import { wholeValueText } from '../../../trace/value-text.ts';
import type { StepEvidence } from '../../evidence.ts';
import { controlText, valuesAt } from '../../moments.ts';
import { Text } from '../text.tsx';

interface ReadsProps {
  readonly trace: Counterexample;
  readonly moment: number;
  readonly evidence: StepEvidence;
  readonly processes: ReadonlySet<string>;
}

export function Reads({ trace, moment, evidence: { reads, kept }, processes }: ReadsProps) {
  const before = valuesAt(trace, moment - 1);
  const text = (name: string) => {
    const value = before.get(name) ?? null;
    return `${name} ${processes.has(name) ? controlText(value) : wholeValueText(value)}`;
  };
  if (reads.length === 0 && kept.length === 0) return null;
  return (
    <dl class="reads">
      <Named title="read" texts={reads.map(text)} />
      <Named title="written, and equal" texts={kept.map(text)} />
    </dl>
  );
}

function Named({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd class="value">
        <Text text={texts.join(', ')} />
      </dd>
    </div>
  );
}
