/**
 * What AMD's AVIC keeps in memory for one vCPU besides its vAPIC backing page (whose IRR is touched apart): its entry of the
 * physical APIC-ID table. Host software stores it as one 64-bit word, the microcode of a sender reads it as one.
 * (AMD64 APM vol. 2, 15.29.2.4: IsRunning is bit 62, the host physical APIC ID the low bits.)
 */
import { Record } from 'immutable';

export class PhysicalIdEntry extends Record({
  /** The vCPU runs: an IPI for it is announced by a doorbell, and not by an exit of its sender. */
  isRunning: false,
  /** The physical CPU that a doorbell goes to. */
  host: 0,
}) {
  /** The vCPU was loaded on a physical CPU (`avic_vcpu_load`). */
  load(host: number, isRunning: boolean): PhysicalIdEntry {
    return this.set('host', host).set('isRunning', isRunning);
  }

  /** The vCPU was put (`avic_vcpu_put`): the host CPU stays as it is. */
  put(): PhysicalIdEntry {
    return this.set('isRunning', false);
  }
}
