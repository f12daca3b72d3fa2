/**
 * The redirection entry of one IO-APIC pin whose wire is driven from elsewhere: what becomes of an edge of the wire, and of an EOI.
 *
 * 82093AA datasheet, 3.2.4: bit 15 is the trigger mode, bit 16 the mask, bit 14 remote IRR, which for a level interrupt is set
 * when it is accepted and reset by its EOI. In Xen `vioapic_irq_positive_edge`, `vioapic_update_EOI`, `vioapic_write_redirent`.
 * (`IoApicPin` of io-apic.ts has its wire inside and can be neither masked nor edge-triggered.)
 */
import { Record } from 'immutable';

export interface Delivering {
  readonly entry: RedirectionEntry;
  /** The entry sends its interrupt now. */
  readonly delivers: boolean;
}

export class RedirectionEntry extends Record({
  trigger: 'level' as 'level' | 'edge',
  masked: false,
  /** A level interrupt was delivered and its EOI has not come back yet. */
  remoteIrr: false,
}) {
  /** The wire goes up. An edge is lost on a masked entry; a level waits, for its EOI or to be unmasked. */
  positiveEdge({ checksRemoteIrr = true } = {}): Delivering {
    if (this.masked) return { entry: this, delivers: false };
    if (this.trigger === 'edge') return { entry: this, delivers: true };
    if (this.remoteIrr && checksRemoteIrr) return { entry: this, delivers: false };
    return { entry: this.set('remoteIrr', true), delivers: true };
  }

  /** An EOI arrives. What comes of a wire that is still up is for `resample` to say. */
  endOfInterrupt(): RedirectionEntry {
    return this.set('remoteIrr', false);
  }

  /** The wire is looked at again: a level that is up is delivered again. */
  resample(wire: boolean): Delivering {
    const delivers = this.trigger === 'level' && !this.masked && wire;
    return { entry: delivers ? this.set('remoteIrr', true) : this, delivers };
  }

  /** The guest masks the entry. */
  mask(): RedirectionEntry {
    return this.set('masked', true);
  }

  /** The guest unmasks the entry: a level that is up and not under way is delivered. */
  unmask(wire: boolean): Delivering {
    const open = this.set('masked', false);
    return this.remoteIrr ? { entry: open, delivers: false } : open.resample(wire);
  }
}
