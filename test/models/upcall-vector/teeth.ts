/**
 * Could it have failed? Every mutant shows what its line is for, in the orders in which it matters. And for every property that
 * holds in an order of the default matrix there is a variant that violates it there; or one that does under another assumption; or a
 * reason why none can.
 */
import { type Choice, type MUTANTS, ORDERS, type Order } from '../../../models/upcall-vector/parameters.ts';
import type { PropertyId } from '../../../models/upcall-vector/system.ts';

type Mutant = (typeof MUTANTS)[number];

export interface Shows {
  /** What the line protects. */
  readonly property: PropertyId;
  /** Where one sender and the base assumptions show it; in all other orders the mutant holds the property. */
  readonly orders: readonly Order[];
}

/** The BSP sets the vector; the AP sets it itself, with its APIC enabled. */
const REMOTE: readonly Order[] = ['linux', 'set-then-reg', 'norereg', 'concurrent'];
const SELF: readonly Order[] = ['self', 'self-reg-set', 'self-enabled'];

export const mutantsShow: { readonly [M in Mutant]: Shows } = {
  // It takes a read that comes out otherwise a moment later: UP or VEC must be able to change while the APIC is being enabled.
  'comp-reads-first': { property: 'L', orders: ['norereg', 'concurrent'] },
  'no-check': { property: 'W', orders: REMOTE },
  // Before SIPI the compensation does what the raise would have done, after it nothing does.
  'set-no-raise': { property: 'L', orders: ['concurrent', ...SELF] },
  // Where the page is registered before SIPI, UP is set when the APIC is enabled for the first time.
  'comp-ignores-up': { property: 'J', orders: ['norereg'] },
  'comp-ignores-vec': { property: 'I', orders: ['concurrent', ...SELF] },
  'assert-before-up': { property: 'D', orders: ORDERS },
  'guest-clears-early': { property: 'L', orders: REMOTE },
};

export interface ShownElsewhere {
  readonly properties: readonly (PropertyId | 'deadlock')[];
  readonly orders: readonly Order[];
  readonly by: { readonly variant: Choice['variant']; readonly CYC: 1 } | { readonly cannot: string };
}

/** For the orders of the default matrix, the properties that no variant violates in the same order. */
export const shownElsewhere: readonly ShownElsewhere[] = [
  // With UP set before the AP starts, only a handler that has run before lets ENABLE find it clear.
  {
    properties: ['J'],
    orders: ['linux', 'set-then-reg', 'concurrent', ...SELF],
    by: { variant: 'comp-ignores-up', CYC: 1 },
  },
  // A vector that is set with the APIC enabled is raised while it is disabled only after the AP has disabled it again.
  { properties: ['W'], orders: SELF, by: { variant: 'raise-on-set', CYC: 1 } },
  {
    properties: ['I'],
    orders: ['linux', 'set-then-reg', 'norereg'],
    by: { cannot: 'The vector is there before SIPI, and whoever raises before that looks for it.' },
  },
  {
    properties: ['S'],
    orders: SELF,
    by: {
      cannot: 'The guest checks before it enables its APIC for the first time, and nothing is raised without a vector.',
    },
  },
  {
    properties: ['A'],
    orders: SELF,
    by: { cannot: 'The AP sets its vector itself, with its APIC enabled, which nobody refuses.' },
  },
  {
    properties: ['Q', 'deadlock'],
    orders: ORDERS,
    by: {
      cannot: 'They are about the tags of this model and not about a design: where they fail, the model is wrong.',
    },
  },
];
