/**
 * A virtual interrupt as the "new VGIC" of Xen and KVM/arm64 keep it, and the list registers that carry it into the guest.
 *
 * (Xen: xen/arch/arm/vgic/vgic.c, `struct vgic_irq`; Linux: virt/kvm/arm/vgic. ARM IHI 0048B, GICv2, 5.3.8 "GICH_LRn".)
 * Everything here is read and written under the interrupt's own lock, which is why it is one component.
 */
import { List, Record } from 'immutable';

export type Vcpu = 0 | 1;

export class VgicIrq extends Record({
  level: false,
  /** `enabled`: the guest has enabled it at the distributor. */
  en: true,
  /** `pending_latch`: an edge that no list register has taken yet. */
  latch: false,
  /** `line_level`: what the device drives. */
  line: false,
  /** `active`: acknowledged and not ended, as last read back from a list register. */
  act: false,
  /** `target_vcpu`: the affinity register. */
  tgt: null as Vcpu | null,
  /** `vcpu`: on whose active/pending list it is. */
  on: null as Vcpu | null,
}) {
  /** `irq_is_pending()` */
  isPending(): boolean {
    return this.latch || (this.level && this.line);
  }

  /** What the scans of WFI and of the distributor look for: pending and enabled, whatever its target. */
  isSignalled(): boolean {
    return this.en && this.isPending();
  }

  /**
   * `vgic_target_oracle()`: on whose list it belongs now; null for none. An active one stays where it is (`activeStays`),
   * because the guest will end it there.
   */
  belongsTo(dist: boolean, activeStays: boolean): Vcpu | null {
    if (this.act) return activeStays && this.on !== null ? this.on : this.tgt;
    return this.isSignalled() && dist ? this.tgt : null;
  }

  /** `vgic_v2_fold_lr_state()`: what the guest did to it while a list register carried it. */
  fold({ p, a }: ListRegister, { keepsLatch = true } = {}): VgicIrq {
    const folded = this.set('act', a);
    if (this.level) return p ? folded : folded.set('latch', false);
    return p && keepsLatch ? folded.set('latch', true) : folded;
  }

  /** `vgic_v2_populate_lr()`: an edge leaves the latch for the list register. */
  flush({ clearsLatch = true } = {}): VgicIrq {
    return this.level || !clearsLatch ? this : this.set('latch', false);
  }

  /** What a list register says of it. */
  register(k: number): ListRegister {
    return new ListRegister({ k, p: this.isPending(), a: this.act });
  }
}

/** The state field of a list register: pending, active, both, or neither (invalid). */
export class ListRegister extends Record({ k: 0, p: false, a: false }) {
  isValid(): boolean {
    return this.p || this.a;
  }

  /** The guest reads GICC_IAR: pending becomes active. */
  acknowledge(): ListRegister {
    return this.merge({ p: false, a: true });
  }

  /** The guest writes GICC_EOIR. */
  end(): ListRegister {
    return this.set('a', false);
  }
}

/** An active/pending list: the numbers of its interrupts in order. Linked twice, one is there twice. */
export type ApList = List<number>;
export const NO_IRQ: ApList = List();

/** Without its first occurrence. */
export function unlink(list: ApList, k: number): ApList {
  const at = list.indexOf(k);
  return at === -1 ? list : list.delete(at);
}
