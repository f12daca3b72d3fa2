/** Larger sizes, with what was measured of them: `everywhen matrix callback-irq --nightly`. */
import type { Nightly } from 'everywhen';
import type { parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

export const nightly: { readonly [name: string]: Nightly<typeof parameters, PropertyId> } = {
  'two senders, four events': { parameters: { k: 2, n: 4 }, states: 63_432, transitions: 219_201 },
  'in interrupt context': { parameters: { k: 2, n: 4, IRQCTX: 1 }, states: 91_963, transitions: 323_327 },
  'rerouted and polled': {
    parameters: { k: 2, n: 3, REROUTES: 1, POLLS: 1 },
    violated: ['R'],
    states: 211_088,
    transitions: 714_180,
  },
  'everything at once': {
    parameters: { k: 2, n: 4, V0: 'tick', REROUTES: 2, POLLS: 2, IRQCTX: 1, TMRLATE: 1 },
    violated: ['DL', 'Q1', 'Q2', 'R'],
    states: 4_234_251,
    transitions: 15_500_148,
  },
};
