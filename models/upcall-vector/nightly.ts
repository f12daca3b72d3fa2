/** Larger sizes, with what was measured of them: `everywhen matrix upcall-vector --nightly`. */
import type { Nightly } from 'everywhen';
import type { parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

export const nightly: { readonly [name: string]: Nightly<typeof parameters, PropertyId> } = {
  'three senders, two cycles, TSO': {
    parameters: { k: 3, CYC: 2, MEM: 'TSO', APFENCE: 1, HCFENCE: 1, ORDER: 'concurrent' },
    violated: ['W'],
    states: 730_758,
    transitions: 2_978_547,
  },
};
