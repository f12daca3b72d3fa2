/** The scenarios of the matrix: how the receivers begin and how many there are, and for `--all` which deviation is assumed. */
import type { SomeParameters } from 'everywhen';
import type { parameters } from './parameters.ts';

type Given = SomeParameters<Omit<typeof parameters, 'variant'>>;

/** The default matrix: the base configuration, and the sizes that show something of their own. */
export const scenarios = {
  guest: {},
  asleep: { start: 'asleep' },
  'asleep, undisturbed': { start: 'asleep', preempts: 0, timer: 0 },
  'asleep, timer': { start: 'asleep', preempts: 0 },
  'two senders': { senders: 2, timer: 0 },
  'two receivers': { receivers: 2, timer: 0, preempts: 0 },
} as const satisfies { readonly [name: string]: Given };

/** Every deviation of one assumption from the base, and the pairs that belong together. */
const DEVIATIONS = {
  'hw=readFirst': { hw: 'readFirst' },
  'hw=storeBuffer': { hw: 'storeBuffer' },
  'hw=storeBuffer bellAfterDrain=off': { hw: 'storeBuffer', bellAfterDrain: 'off' },
  'ipiv=off': { ipiv: 'off' },
  'ipiv=off irrPendInit=0': { ipiv: 'off', irrPendInit: 0 },
  'ipiv=off hw=readFirst': { ipiv: 'off', hw: 'readFirst' },
  'ipiv=off modeBarrier=off': { ipiv: 'off', modeBarrier: 'off' },
  'irrPendInit=0': { irrPendInit: 0 },
  'cpus=2': { cpus: 2 },
  'cpus=2 hookPreemptible=on': { cpus: 2, hookPreemptible: 'on' },
  'inhibits=1': { inhibits: 1 },
  'rxBarrier=off': { rxBarrier: 'off' },
  'modeBarrier=off': { modeBarrier: 'off' },
  'hookPreemptible=on': { hookPreemptible: 'on' },
  'swInject=on': { swInject: 'on' },
  'rxOrder=scanThenClear': { rxOrder: 'scanThenClear' },
  'prepOrder=scanThenArm': { prepOrder: 'scanThenArm' },
  'tOrder=actThenIrr': { tOrder: 'actThenIrr' },
  'inhIp=rescan': { inhIp: 'rescan' },
} as const satisfies { readonly [name: string]: Given };
type Deviation = keyof typeof DEVIATIONS;

export const moreScenarios = deviating(['guest', 'asleep']);

export type Scenario = keyof typeof scenarios | keyof typeof moreScenarios;

/** Every scenario with what it gives. */
export const settings = Object.entries<Given>({ ...scenarios, ...moreScenarios }).map(([name, given]) => ({
  name: name as Scenario,
  given,
}));

function deviating<const N extends 'guest' | 'asleep'>(starts: readonly N[]) {
  const entries = starts.flatMap((start) =>
    Object.entries(DEVIATIONS).map(([name, assumed]): [string, Given] => [`${start}, ${name}`, { start, ...assumed }]),
  );
  return Object.fromEntries(entries) as { readonly [S in `${N}, ${Deviation}`]: Given };
}
