/**
 * The designs, by what they do differently. A mutant is `send+exit` with one protective line taken out.
 *
 * `vcpu0-only` is Xen before 10e3974b1461 (2008-01-08), `deassert-at-eoi` and `any-vcpu-entry` were proposed on xen-devel the day
 * before, `send+entry` is that commit, `send+exit` 3dffd10d5839, `send+exit+tasklet` a5db2986d47f (2009) and today's master.
 */
import type { Choice, Patch, Variant } from './parameters.ts';

export interface Design {
  /** Who compares the wire with the flag so as to raise it: a vCPU that enters the guest, or the sender of the event. */
  readonly asserts: 'vCPU 0 entry' | 'any entry' | 'send';
  /** Where a wire that is up without cause is taken down, besides at the entries that raise it. */
  readonly deasserts: 'never' | 'EOI' | 'entry' | 'exit';
  /** A sender in interrupt context leaves the wire to a tasklet. */
  readonly defers: boolean;
  /** What takes the wire down reads the flag again under the lock. */
  readonly rereads: boolean;
  /** irq_lock keeps others out. */
  readonly locks: boolean;
  /** An EOI samples the wire, and delivers again while it is up. */
  readonly resamples: boolean;
  /** A wire that goes up is not delivered while an earlier delivery waits for its EOI. */
  readonly checksRemoteIrr: boolean;
  /** A sender sets the flag before it raises the wire. */
  readonly flagsFirst: boolean;
}

const sendExit: Design = {
  asserts: 'send',
  deasserts: 'exit',
  defers: false,
  rereads: true,
  locks: true,
  resamples: true,
  checksRemoteIrr: true,
  flagsFirst: true,
};

export const designs: { readonly [V in Variant]: Design } = {
  'send+exit+tasklet': { ...sendExit, defers: true },
  'vcpu0-only': { ...sendExit, asserts: 'vCPU 0 entry', deasserts: 'never' },
  'deassert-at-eoi': { ...sendExit, asserts: 'vCPU 0 entry', deasserts: 'EOI' },
  'any-vcpu-entry': { ...sendExit, asserts: 'any entry', deasserts: 'never' },
  'send+entry': { ...sendExit, deasserts: 'entry' },
  'send+exit': sendExit,

  'no-deassert': { ...sendExit, deasserts: 'never' },
  'no-reread': { ...sendExit, rereads: false },
  'no-lock': { ...sendExit, locks: false },
  'no-resample': { ...sendExit, resamples: false },
  'no-rirr-guard': { ...sendExit, checksRemoteIrr: false },
  'assert-before-up': { ...sendExit, flagsFirst: false },
};

const patches: { readonly [P in Patch]: Partial<Design> } = {
  'raise-at-any-entry': { asserts: 'any entry' },
  'raise-on-send': { asserts: 'send' },
  'lower-at-eoi': { deasserts: 'EOI' },
  'lower-at-entry': { deasserts: 'entry' },
  'lower-at-exit': { deasserts: 'exit' },
  tasklet: { defers: true },
};

/** The variant, with what is patched into it. A sender that does not raise the wire has nothing to leave to a tasklet. */
export function designOf({ variant, patch }: Pick<Choice, 'variant' | 'patch'>): Design {
  const design: Design = Object.assign({}, designs[variant], ...[...patch].map((one) => patches[one]));
  return design.asserts === 'send' ? design : { ...design, defers: false };
}
