/**
 * What happens to the wire under irq_lock, and the lock itself: `hvm_set_callback_irq_level` (sample, update),
 * `vioapic_irq_positive_edge`, `vioapic_deliver`, `vioapic_update_EOI` and `vioapic_write_redirent`.
 */
import type { Delivering } from '../components/redirection-entry.ts';
import type { S, Taker } from './components.ts';
import { type Design, designOf } from './designs.ts';
import type { Choice } from './parameters.ts';

/** Where the step after UPDATE is: `late` if the TMR is still to be written under the lock. */
export interface Continuation {
  readonly next: Parameters<S['goto']>[0];
  readonly late: Parameters<S['goto']>[0];
}

export class Wire {
  readonly choice: Choice;
  readonly design: Design;

  constructor(choice: Choice) {
    this.choice = choice;
    this.design = designOf(choice);
  }

  /** Whether a delivery writes the TMR in a step of its own, after the IRR. */
  get tmrIsLate(): boolean {
    return this.choice.TMRLATE === 1 && this.choice.TRIG === 'level';
  }

  /** L1: takes the lock and reads the flag, which the guest may change at any time. Or believes to know it. */
  sample(s: S, believed?: boolean): S | undefined {
    return this.#take(s)?.set('sampled', s.process as Taker, believed ?? s.get('up'));
  }

  /** L2: brings the wire to what was sampled. */
  update(s: S, { next, late }: Continuation) {
    const wanted = s.get('sampled', s.process as Taker);
    const sampled = s.set('sampled', s.process as Taker, false);
    if (sampled.get('ca') === wanted) return this.#give(sampled).goto(next);
    const moved = sampled.set('ca', wanted).update('cnt', (count) => count + (wanted ? 1 : -1));
    if (!wanted || moved.get('cnt') !== 1) return this.#give(moved).goto(next);
    const { s: arrived, accepted } = this.#positiveEdge(moved);
    return accepted && this.tmrIsLate ? arrived.goto(late) : this.#give(arrived).goto(next);
  }

  /** L2 of the thread's patch: at an EOI the wire is only ever taken down. */
  takeDown(s: S, next: Continuation['next']) {
    const idle = s.get('sampled', s.process as Taker) || !s.get('ca');
    return idle
      ? this.#give(s.set('sampled', s.process as Taker, false)).goto(next)
      : this.update(s, { next, late: next });
  }

  /** L3: the TMR is written after the IRR, still under the lock. */
  writeTmr(s: S, next: Continuation['next']) {
    return this.#give(s.set('tmr', s.get('dest'), true)).goto(next);
  }

  /** One step that takes the lock, does its work and gives it back. */
  locked(s: S, work: (s: S) => S): S | undefined {
    const taken = this.#take(s);
    return taken && this.#give(work(taken));
  }

  /** eoi.io: an EOI arrives at the IO-APIC. Without the lock in between it is two locked steps. */
  endOfInterrupt(s: S): S {
    return s.update('pin', (pin) => pin.endOfInterrupt());
  }
  resampleAtEoi(s: S): S {
    return this.design.resamples ? this.#deliverNow(s, s.get('pin').resample(s.get('cnt') >= 1)) : s;
  }
  mask(s: S): S {
    return s.update('pin', (pin) => pin.mask());
  }
  unmask(s: S): S {
    return this.#deliverNow(s, s.get('pin').unmask(s.get('cnt') >= 1));
  }

  #positiveEdge(s: S): { readonly s: S; readonly accepted: boolean } {
    const { entry, delivers } = s.get('pin').positiveEdge({ checksRemoteIrr: this.design.checksRemoteIrr });
    const raised = s.set('pin', entry);
    return delivers ? this.#deliver(raised, !this.tmrIsLate) : { s: raised, accepted: false };
  }

  /** A delivery that is no part of an UPDATE writes IRR and TMR in one step. */
  #deliverNow(s: S, { entry, delivers }: Delivering): S {
    const seen = s.set('pin', entry);
    return delivers ? this.#deliver(seen, true).s : seen;
  }

  /** IRR and kick; a request to an APIC that is disabled may be lost, although remote IRR is set (f1d7aac1e3c3). */
  #deliver(s: S, withTmr: boolean): { readonly s: S; readonly accepted: boolean } {
    const to = s.get('dest');
    if (to === 1 && this.choice.DROPDIS === 1 && !s.get('len')) return { s, accepted: false };
    const kicked = s.get('irr', to) ? s : s.set('kick', to, true);
    const requested = kicked.set('irr', to, true);
    const isLevel = this.choice.TRIG === 'level';
    return { s: isLevel && withTmr ? requested.set('tmr', to, true) : requested, accepted: true };
  }

  /** `no-lock`: no process waits, but the holder of the lock is still written. */
  #take(s: S): S | undefined {
    if (this.design.locks) return s.acquire('lk');
    return s.update('lk', (lock) => lock.set('holder', s.process));
  }
  #give(s: S): S {
    return this.design.locks ? s.release('lk') : s.update('lk', (lock) => lock.forceRelease());
  }
}
