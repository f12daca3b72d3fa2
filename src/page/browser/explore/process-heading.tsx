/** A process, and the label of its program. */
import type { ProcessHere } from '../../position.ts';
import { shown, Text } from '../text.tsx';

export function ProcessHeading({ process: { name, label, mayWait } }: { readonly process: ProcessHere }) {
  const isHalted = label === 'halted';
  return (
    <h3>
      <Text text={name} max={60} />
      {label !== undefined && (
        <span class="subtitle">
          {!isHalted && 'at '}
          <span class={isHalted ? undefined : 'value'}>{shown(label, 60)}</span>
          {mayWait && !isHalted && ', where it may wait'}
        </span>
      )}
    </h3>
  );
}
