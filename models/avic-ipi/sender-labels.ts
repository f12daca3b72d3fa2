/** The labels and locals of a sender, those of its exit handler included. */
import type { Label, StepOf } from 'everywhen';
import type { Components, Processes } from './components.ts';

export function senderLocals(sends: number) {
  return {
    left: sends,
    /** The destination, the receivers in turn. */
    d: 0,
    /** What was read of it: IsRunning or `vcpu->mode` was IN; and its pCPU. */
    running: false,
    seen: 0,
    incomplete: false,
  };
}

export type SenderLabel = 'idle' | 'readRun' | 'setIrr' | 'bell' | 'exit' | HandlerLabel;
/** The labels of all exit handlers. */
export const HANDLER_LABELS = [
  ...(['W1', 'W2', 'R1', 'R2', 'R3', 'R4', 'R5', 'hint', 'F2', 'F3', 'F4'] as const),
  ...(['request', 'K1', 'K2', 'K3', 'K4'] as const),
] as const;
export type HandlerLabel = (typeof HANDLER_LABELS)[number];
export type SenderS = StepOf<
  Components & ReturnType<typeof senderLocals>,
  'P1',
  never,
  Processes,
  SenderLabel | HandlerLabel,
  number
>;
export type SenderLabels = { readonly [L in SenderLabel]: Label<SenderS> | undefined };
export type HandlerSteps = Pick<SenderLabels, HandlerLabel>;
