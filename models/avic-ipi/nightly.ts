/** Larger sizes, with what was measured of them: `everywhen matrix avic-ipi --nightly`. */
import type { Nightly } from 'everywhen';
import type { parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

export const nightly: { readonly [name: string]: Nightly<typeof parameters, PropertyId> } = {
  'two sends': { parameters: { sends: 2 }, states: 45_911, transitions: 150_489 },
  'two pCPUs': { parameters: { cpus: 2, preempts: 2 }, states: 93_819, transitions: 293_751 },
  'two senders': { parameters: { senders: 2 }, states: 246_173, transitions: 945_970 },
  'two sends, inhibited': { parameters: { sends: 2, inhibits: 1 }, states: 813_819, transitions: 3_042_742 },
  'two senders, two sends': { parameters: { senders: 2, sends: 2 }, states: 1_413_881, transitions: 6_122_942 },
  'two receivers': { parameters: { receivers: 2 }, states: 2_385_439, transitions: 11_166_760 },
  'three receivers': {
    parameters: { receivers: 3, timer: 0, preempts: 0 },
    states: 2_732_678,
    transitions: 13_811_624,
  },
};
