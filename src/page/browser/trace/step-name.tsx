/** A step with its process: `sender: read lock (L)`. */
import type { TraceStep } from '../../../check/counterexample.ts';
import { stepText } from '../../../trace/text.ts';
import { Text } from '../text.tsx';

export function StepName({ step }: { readonly step: Omit<TraceStep, 'changes'> }) {
  return (
    <>
      <span class="process">
        <Text text={step.process} max={80} />
      </span>{' '}
      <Text text={stepText(step)} />
    </>
  );
}
