/**
 * What others do to a receiver, and the microcode that takes an interrupt: each call is part of the step that makes it.
 *
 * `lockedNow` writes memory at once: the caller has no store buffer, or an empty one (see the guards in receiver.ts).
 */
import { exitGuestMode, WOKEN } from '../components/vcpu-scheduling.ts';
import type { S } from './components.ts';

/** `kvm_vcpu_wake_up`: whether the thread was on its wait queue, and if so it is woken. Test and set are one step. */
export function wake<T extends S>(s: T, d: number): { readonly s: T; readonly woken: boolean } {
  if (!s.load('onWq', d)) return { s, woken: false };
  return { s: s.lockedNow('tstate', d, () => WOKEN), woken: true };
}

/** The cmpxchg of `kvm_vcpu_kick`: whether the vCPU is in guest mode, and then it is told to leave. */
export function tellToExit<T extends S>(s: T, d: number): { readonly s: T; readonly told: boolean } {
  const { mode, sendsIpi } = exitGuestMode(s.load('mode', d));
  return { s: sendsIpi ? s.lockedNow('mode', d, () => mode) : s, told: sendsIpi };
}

/** The second half of `kvm_vcpu_kick`: an IPI to where the vCPU was seen, if it is in guest mode. */
export function kickOut<T extends S>(s: T, d: number, cpu: number): T {
  const tried = tellToExit(s, d);
  return tried.told ? tried.s.set('ipi', [d, cpu], true) : s;
}

/** `kvm_vcpu_kick` in one step. */
export function kickAtOnce<T extends S>(s: T, d: number): T {
  const tried = wake(s, d);
  return tried.woken ? tried.s : kickOut(tried.s, d, s.get('cpu', d));
}

export function ring<T extends S>(s: T, d: number, cpu: number): T {
  return s.set('db', [d, cpu], true);
}

/** The hardware evaluates the IRR: on a doorbell, at VMRUN and at EOI. V has the higher priority. */
export function accept<T extends S>(s: T, r: number): T {
  if (!s.get('act', r) || s.get('isr', r) !== 'none') return s;
  return take(s, r);
}

/** The highest requested vector goes into service. P1 is judged of V. */
export function take<T extends S>(s: T, r: number): T {
  if (s.get('irr', r)) {
    return s
      .assert('P1', (all) => all.get('owed', r))
      .set('irr', r, false)
      .set('isr', r, 'V')
      .set('owed', r, false);
  }
  return s.get('irrT', r) ? s.set('irrT', r, false).set('isr', r, 'T') : s;
}

export function isRequested(s: S, r: number): boolean {
  return s.get('irr', r) || s.get('irrT', r);
}
