/** What holds or is never taken because there is nothing there, and is meant to be so. */
import type { AcceptedVacuity } from 'everywhen';
import type { Choice } from './parameters.ts';
import type { PropertyId } from './system.ts';

const ONLY_INHIBITED = [
  'inhibitor: I.request',
  'receiver: E0 / N1',
  'receiver: N2 / N2',
  'receiver: N3 / N3',
  'receiver: N4 / N4',
  'timer: T6',
  'timer: T7',
  // The kick of 2021: of the default matrix FINAL alone has it, and kicks only while AVIC is inhibited.
  'sender: K3',
  'sender: K4',
];
const ONLY_INJECTED = ['receiver: E0c / E.inject', 'receiver: E0d / E.rescan'];

/** Begins asleep, and only the handler could wake it, which it does not. */
const sleepsForGood = ({ variant, start, timer }: Choice) =>
  (variant === 'ORIGINAL-WAKE' || variant === 'M1') && start === 'asleep' && timer === 0;

export const vacuous: readonly AcceptedVacuity<PropertyId, Choice, keyof Choice>[] = [
  {
    property: 'P5',
    where: (choice) => choice.ipiv === 'off' || sleepsForGood(choice),
    because: 'P5 is about a table whose IsRunning is ever set, and a vCPU that is ever in the guest',
  },
  { property: 'P1', where: sleepsForGood, because: 'the vCPU never runs, and takes nothing' },
  ...ONLY_INHIBITED.map((step) => ({
    step,
    because: 'only with inhibits=1, which the default matrix does not assume',
  })),
  ...ONLY_INJECTED.map((step) => ({
    step,
    because:
      'software injects only while AVIC is inhibited or with swInject=on, which the default matrix does not assume',
  })),
  {
    step: 'sender store buffer: A.drain',
    because: 'only with hw=storeBuffer, which the default matrix does not assume',
  },
  {
    parameter: 'inhIp',
    value: 'rescan',
    because: 'only N2 reads it, under inhibits=1; the matrix has both at once in the mutant M10 alone',
  },
  { step: 'receiver: guest / G.unrelated', because: 'a size of its own, unrelatedExits=1: it only helps' },
];
