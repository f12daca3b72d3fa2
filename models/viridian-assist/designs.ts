/**
 * The designs, by what they do differently. A mutant is upstream's design with one protective line taken out.
 *
 * `initial-2016` is Xen 10a674b4653f with the saved latch of 78c5f59ebd79, `latched-vector` the code after 4361e80d2286, `pending-flag` 66bf4ef04869 (today's
 * master), `resync-each-exit` the host side of KVM's PV-EOI.
 */
import type { Choice, Patch, Variant } from './parameters.ts';

export interface Candidate {
  /** What the latch keeps of an interrupt that was injected with assist. */
  readonly latch: 'vector' | 'flag';
  /** When a new interrupt is offered the assist. */
  readonly offers: 'nothing lower in service' | 'nothing in service' | 'always' | 'never';
  /** An interrupt whose TMR bit is set (level) is not offered the assist. */
  readonly checksTmr: boolean;
  /** An injected level interrupt withdraws an offer that is out. */
  readonly levelWithdraws: boolean;

  /** An EOI register write withdraws an offer that is out. */
  readonly eoiWithdraws: boolean;
  /** An EOI register write first catches up on one that was avoided. */
  readonly eoiCatchesUp: boolean;

  /** What the look for pending interrupts does about an EOI that was avoided. */
  readonly completion: 'none' | 'drop latched' | 'drop latched with hook' | 'drop highest' | 'as EOI';
  /** Which pending interrupt makes the look withdraw an offer: one that must wait, any while something is in service, or none. */
  readonly withdrawsFor: 'waiting' | 'any' | 'none';
  /** The offer is withdrawn also for a pending interrupt that must wait behind the one that is about to be injected. */
  readonly strict: boolean;

  /** After an injection, looks whether another interrupt is queued behind. */
  readonly looksAgain: boolean;
  /** A raise kicks the vCPU. */
  readonly kicks: boolean;
  /** The entry path starts again when a kick came in. */
  readonly rechecksSoftirq: boolean;
  /** The offer is taken back at every exit and made anew at every entry. */
  readonly resyncs: boolean;
}

const pendingFlag: Candidate = {
  latch: 'flag',
  offers: 'nothing in service',
  checksTmr: true,
  levelWithdraws: false,
  eoiWithdraws: true,
  eoiCatchesUp: true,
  completion: 'as EOI',
  withdrawsFor: 'waiting',
  strict: false,
  looksAgain: true,
  kicks: true,
  rechecksSoftirq: true,
  resyncs: false,
};

const latchedVector: Candidate = {
  ...pendingFlag,
  latch: 'vector',
  eoiWithdraws: false,
  eoiCatchesUp: false,
  completion: 'drop latched',
  withdrawsFor: 'any',
};

export const candidates: { readonly [V in Variant]: Candidate } = {
  'pending-flag': pendingFlag,
  'initial-2016': { ...latchedVector, offers: 'nothing lower in service', withdrawsFor: 'waiting' },
  'latched-vector': latchedVector,
  'latch-cleared-on-eoi': { ...latchedVector, eoiWithdraws: true },
  'latch-cleared-on-eoi+hook': { ...latchedVector, eoiWithdraws: true, completion: 'drop latched with hook' },
  'pending-flag+level': { ...pendingFlag, levelWithdraws: true },
  'pending-flag+strict': { ...pendingFlag, strict: true },
  'pending-flag+level+strict': { ...pendingFlag, levelWithdraws: true, strict: true },
  'resync-each-exit': {
    ...pendingFlag,
    offers: 'never',
    eoiWithdraws: false,
    eoiCatchesUp: false,
    completion: 'none',
    withdrawsFor: 'none',
    resyncs: true,
  },

  noClearOnEOI: { ...pendingFlag, eoiWithdraws: false },
  noMissedInEOI: { ...pendingFlag, eoiCatchesUp: false },
  noCompletedInHP: { ...pendingFlag, completion: 'none' },
  clearBitOnlyInHP: { ...pendingFlag, completion: 'drop highest' },
  noClearOnLower: { ...pendingFlag, withdrawsFor: 'none' },
  noISRcheck: { ...pendingFlag, offers: 'always' },
  noTMRcheck: { ...pendingFlag, checksTmr: false },
  noRequery: { ...pendingFlag, looksAgain: false },
  noKick: { ...pendingFlag, kicks: false },
  noSoftirqRecheck: { ...pendingFlag, rechecksSoftirq: false },
};

const patches: { readonly [P in Patch]: Partial<Candidate> } = {
  flag: { latch: 'flag' },
  'eoi-withdraws': { eoiWithdraws: true },
  'eoi-catches-up': { eoiCatchesUp: true },
  hook: { completion: 'drop latched with hook' },
  'completes-as-eoi': { completion: 'as EOI' },
  'waiting-only': { withdrawsFor: 'waiting' },
  strict: { strict: true },
  level: { levelWithdraws: true },
};

/** The variant, with what is patched into it. */
export function candidateOf({ variant, patch }: Pick<Choice, 'variant' | 'patch'>): Candidate {
  return Object.assign({}, candidates[variant], ...[...patch].map((one) => patches[one]));
}
