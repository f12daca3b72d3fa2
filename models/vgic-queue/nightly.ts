/** Larger sizes, with what was measured of them: `everywhen matrix vgic-queue --nightly`. */
import type { Nightly } from 'everywhen';
import type { parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

export const nightly: { readonly [name: string]: Nightly<typeof parameters, PropertyId> } = {
  'MERGED, S6 with WFI and an exit': {
    parameters: { scenario: 'S6', wfi: 'on', exits: 1 },
    violated: ['N2', 'N3', 'N3o'],
    states: 2_307_813,
    transitions: 8_418_208,
  },
  'ALL-HARDENING, S6 with WFI and an exit': {
    parameters: { variant: 'ALL-HARDENING', scenario: 'S6', wfi: 'on', exits: 1 },
    states: 18_309_048,
    transitions: 75_758_186,
  },
};
