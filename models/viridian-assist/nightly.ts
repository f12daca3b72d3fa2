/** Larger sizes, with what was measured of them: `everywhen matrix viridian-assist --nightly`. */
import type { Nightly } from 'everywhen';
import type { parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

export const nightly: { readonly [name: string]: Nightly<typeof parameters, PropertyId> } = {
  E4: { parameters: { config: 'E4' }, violated: ['P8'], states: 310_758, transitions: 702_462 },
};
