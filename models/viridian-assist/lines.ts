/**
 * What a patch of the code that crashed could add: the lines in which today's code differs from it, what was proposed besides, and the
 * fixes of the events. `everywhen repair viridian-assist` searches the sets of these lines.
 */
import type { DeclaredLine } from 'everywhen';
import type { Patch, parameters } from './parameters.ts';

const TITLES: { readonly [P in Patch]: string } = {
  flag: 'the latch is a flag and names no vector',
  'eoi-withdraws': 'an EOI register write withdraws an offer that is out',
  'eoi-catches-up': 'an EOI register write first catches up on one that was avoided',
  hook: 'the look drops the latched vector with the side effects of its EOI',
  'completes-as-eoi': 'the look completes an EOI that was avoided as an EOI register write does',
  'waiting-only': 'the look withdraws the offer only for an interrupt that must wait',
  strict: 'the look withdraws the offer for any pending interrupt that must wait',
  level: 'acknowledging a level interrupt withdraws an offer that is out',
};

export const lines: { readonly [name: string]: DeclaredLine<typeof parameters> } = Object.fromEntries(
  Object.entries(TITLES).map(([name, title]) => [name, { title, parameters: { patch: [name as Patch] } }]),
);
