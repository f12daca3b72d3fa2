/**
 * The designs, by what they do differently. `raise-on-set` is Xen from 7b5b8ca7dffd (2018) on, the code before the fix;
 * `no-raise` the code before that (04447f4453c0, 2015); `assert-on-enable` f5d0279839b5 (2022), today's master.
 */
import type { Choice, Patch, Variant } from './parameters.ts';

export interface Candidate {
  /** Setting the vector raises it, whatever UP says. */
  readonly raisesOnSet: boolean;
  /** ... but only for an AP that is online. */
  readonly checksOnline: boolean;
  /** Setting the vector is refused unless the AP does it itself, with its APIC enabled. */
  readonly refusesOthers: boolean;
  /** A raise is dropped while the APIC looks disabled (the ENX check in ASSERT). */
  readonly checksEnabled: boolean;
  /** Emulating the write that enables the APIC makes up for raises that were dropped; `reads first`: looks before it enables. */
  readonly compensates: 'never' | 'after enabling' | 'reads first';
  /** The compensation looks whether a vector is configured, and whether an upcall is pending. */
  readonly minds: { readonly vector: boolean; readonly pending: boolean };
  /** What the guest does about an upcall that is pending when it enables its APIC. */
  readonly guest: 'nothing' | 'clears' | 'clears early' | 'self-ipi';
  /** Every VM entry looks at UP. */
  readonly pollsOnEntry: boolean;
  /** A sender raises before it sets UP, not after. */
  readonly raisesBeforePending: boolean;
}

const lostWhenDisabled: Candidate = {
  raisesOnSet: true,
  checksOnline: false,
  refusesOthers: false,
  checksEnabled: true,
  compensates: 'never',
  minds: { vector: true, pending: true },
  guest: 'nothing',
  pollsOnEntry: false,
  raisesBeforePending: false,
};
const raiseOnSet: Candidate = { ...lostWhenDisabled, checksEnabled: false };
const assertOnEnable: Candidate = { ...lostWhenDisabled, compensates: 'after enabling' };

export const candidates: { readonly [V in Variant]: Candidate } = {
  'assert-on-enable': assertOnEnable,
  'no-raise': { ...raiseOnSet, raisesOnSet: false },
  'raise-on-set': raiseOnSet,
  'lost-when-disabled': lostWhenDisabled,
  'online-only': { ...raiseOnSet, checksOnline: true },
  'online-only+check': { ...lostWhenDisabled, checksOnline: true },
  'self-enabled-only': { ...raiseOnSet, refusesOthers: true },
  'self-enabled-only+check': { ...lostWhenDisabled, refusesOthers: true },
  'guest-clears': { ...lostWhenDisabled, guest: 'clears' },
  'guest-self-ipi': { ...lostWhenDisabled, guest: 'self-ipi' },
  'poll-on-entry': { ...lostWhenDisabled, pollsOnEntry: true },

  'comp-reads-first': { ...assertOnEnable, compensates: 'reads first' },
  'no-check': { ...assertOnEnable, checksEnabled: false },
  'set-no-raise': { ...assertOnEnable, raisesOnSet: false },
  'comp-ignores-up': { ...assertOnEnable, minds: { vector: true, pending: false } },
  'comp-ignores-vec': { ...assertOnEnable, minds: { vector: false, pending: true } },
  'assert-before-up': { ...assertOnEnable, raisesBeforePending: true },
  'guest-clears-early': { ...lostWhenDisabled, guest: 'clears early' },
};

const patches: { readonly [P in Patch]: Partial<Candidate> } = {
  check: { checksEnabled: true },
  compensate: { compensates: 'after enabling' },
  'online-only': { checksOnline: true },
  'refuse-others': { refusesOthers: true },
  'guest-clears': { guest: 'clears' },
  'guest-self-ipi': { guest: 'self-ipi' },
  'poll-on-entry': { pollsOnEntry: true },
};

/** The variant, with what is patched into it. */
export function candidateOf({ variant, patch }: Pick<Choice, 'variant' | 'patch'>): Candidate {
  return Object.assign({}, candidates[variant], ...[...patch].map((one) => patches[one]));
}
