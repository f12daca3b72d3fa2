/** What a patch of the code of 2007 could add: `everywhen repair callback-irq` searches the sets of these lines. */
import type { DeclaredLine } from 'everywhen';
import type { Patch, parameters } from './parameters.ts';

const TITLES: { readonly [P in Patch]: string } = {
  'raise-at-any-entry': 'every vCPU that enters the guest compares the wire with the flag',
  'raise-on-send': 'the sender raises the wire',
  'lower-at-eoi': 'an EOI takes down a wire that is up without cause',
  'lower-at-entry': 'every entry takes down a wire that is up without cause',
  'lower-at-exit': 'every exit takes down a wire that is up without cause, before anything else',
  tasklet: 'a sender in interrupt context leaves the wire to a tasklet',
};

export const lines: { readonly [name: string]: DeclaredLine<typeof parameters> } = Object.fromEntries(
  Object.entries(TITLES).map(([name, title]) => [name, { title, parameters: { patch: [name as Patch] } }]),
);
