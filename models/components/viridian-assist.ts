/**
 * The APIC assist page of one vCPU, with what the hypervisor remembers of it.
 *
 * Bit 0 of the page, "No EOI required", is set by the hypervisor when it injects an interrupt that may end without an EOI.
 * A guest that honours it exchanges the bit with 0 and, had it been 1, writes no EOI. (Hyper-V TLFS, 10.3.5 "EOI Assist".)
 * The hypervisor latches that it has set the bit: a bit that is clear while the latch is set is an EOI that it must catch up on.
 */
import { Record } from 'immutable';
import type { Vector } from './vlapic.ts';

/** What the hypervisor remembers of the bit it has set: nothing, that it did, or for which vector. */
export type Latch = null | 'set' | Vector;

export class AssistPage extends Record({
  /** The guest has enabled the page and the hypervisor has mapped it. */
  mapped: true,
  /** "No EOI required", shared with the guest. */
  bit: false,
  latch: null as Latch,
}) {
  /** The assist of an earlier interrupt was used: its EOI was avoided, and no code has acted on it yet. */
  isCompleted(): boolean {
    return this.mapped && this.latch !== null && !this.bit;
  }

  /** Offers the assist for an interrupt that is about to be injected. The latch must be free: see `mayOffer`. */
  offer(latch: Exclude<Latch, null>): AssistPage {
    return this.mapped ? this.set('bit', true).set('latch', latch) : this;
  }

  /** False where an offer would overwrite one that is still out, which the hypervisor takes for a broken invariant. */
  mayOffer(): boolean {
    return !this.mapped || this.latch === null;
  }

  /** Withdraws an offer that is out: the guest shall write its EOI. */
  withdraw(): AssistPage {
    return this.mapped ? this.set('bit', false).set('latch', null) : this;
  }

  /** The hypervisor forgets what it had set. */
  forget(): AssistPage {
    return this.set('latch', null);
  }

  /** The guest clears the bit, finding out whether it was set. */
  exchange(): AssistPage {
    return this.set('bit', false);
  }

  /** What the guest sees: no bit without a page. */
  isOffered(): boolean {
    return this.mapped && this.bit;
  }
}
