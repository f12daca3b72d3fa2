/** Visits one state in this thread: its successors, and the properties that it or a step from it decides. */

import { FINDINGS } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { PackedStates } from '../memory/packed-states.ts';
import { OWN } from '../memory/packed-states.ts';
import type { Successor } from '../memory/successors.ts';

export interface Visit {
  readonly successors: readonly Successor[];
  /** Whether the state is not terminal, and no step is obliged to happen. */
  readonly isQuiescent: boolean;
  /** Positions of the properties that the state itself decides. Those that a step decides are in its outcomes. */
  readonly decided: readonly number[];
}

/** Throws `OutOfBits`, or the `UserError` of a broken step. */
export function visit(packed: PackedStates, key: bigint): Visit {
  const { kernel, teacher } = packed;
  const successors = packed.successorsOf(key);
  const findings = scratchOf(OWN) + FINDINGS;
  const decided: number[] = [];
  for (let position = 0; position < teacher.system.properties.length; position++) {
    if (kernel.u8[findings + position] === 0) continue;
    kernel.u8[findings + position] = 0;
    decided.push(position);
  }
  // The situation of the state, as semantics/situation.ts defines it, from the tags of its successors.
  const obliged = successors.some(({ step }) => teacher.system.alternatives[step]?.tag === 'system');
  const isQuiescent = !obliged && !teacher.isTerminal(packed.decode(key));
  return { successors, isQuiescent, decided };
}
