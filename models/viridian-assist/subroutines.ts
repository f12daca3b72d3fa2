/**
 * What several steps share: each call is part of the step that makes it. SET, COMPLETED and CLEAR are Xen's
 * `viridian_apic_assist_set`, `viridian_apic_assist_completed` and `viridian_apic_assist_clear` (66bf4ef04869).
 */
import { isRunning } from '../components/interrupt-handlers.ts';
import { highest, lowest, priorityClass, type Vector } from '../components/vlapic.ts';
import type { S } from './components.ts';
import { type Candidate, candidateOf } from './designs.ts';
import { type Choice, type Sources, sourcesOf } from './parameters.ts';

/** One choice of parameters, with the subroutines as that candidate has them. */
export class Subroutines {
  readonly choice: Choice;
  readonly candidate: Candidate;
  readonly sources: Sources;

  constructor(choice: Choice) {
    this.choice = choice;
    this.candidate = candidateOf(choice);
    this.sources = sourcesOf(choice);
  }

  isAutoEoi(vector: Vector): boolean {
    return vector === this.choice.AEOI;
  }

  isLevel(vector: Vector): boolean {
    return this.sources.level.includes(vector);
  }

  /** HANDLE_EOI, `vlapic_handle_EOI`: the IO-APIC samples the line again, under the domain's irq_lock. No kick: the vCPU is in its own context. */
  handleEoi(s: S, vector: Vector): S {
    if (!s.get('tmr').has(vector)) return s;
    const { pin, delivered } = s.get('pin', vector).endOfInterrupt();
    const sampled = s.set('pin', vector, pin);
    return delivered
      ? sampled.update('irr', (irr) => irr.add(vector)).update('want', (want) => want.add(vector))
      : sampled;
  }

  /** DROP_ISR: an interrupt that was in service is no longer, with or without the side effects of its EOI. */
  dropIsr(s: S, vector: Vector, hook: boolean): S {
    if (!s.get('isr').has(vector)) return s;
    const dropped = s
      .update('isr', (isr) => isr.remove(vector))
      .assert('P2', !isRunning(s.get('stack'), vector))
      .assert('P6', hook);
    return hook ? this.handleEoi(dropped, vector) : dropped;
  }

  /** EOI_SET, `vlapic_EOI_set`: an EOI register write. It finishes what is in service, after an EOI that was avoided before it. */
  eoiSet(s: S): S {
    const missed = this.candidate.eoiCatchesUp && s.get('page').isCompleted();
    return missed
      ? this.eoiOnce(
          this.eoiOnce(
            s.update('page', (page) => page.forget()),
            false,
          ),
          true,
        )
      : this.eoiOnce(s, true);
  }

  /** One round of EOI_SET's loop. The round that catches up leaves the offer alone: there is none any more. */
  private eoiOnce(s: S, withdraws: boolean): S {
    const vector = highest(s.get('isr'));
    if (vector === null) return s;
    return this.dropIsr(withdraws && this.candidate.eoiWithdraws ? this.clear(s) : s, vector, true);
  }

  /** CLEAR: withdraws an offer that is out. */
  clear(s: S): S {
    return s.update('page', (page) => page.withdraw());
  }

  /** SET: offers the assist. Xen crashes the domain where an earlier offer is still out (P1). */
  set(s: S, vector: Vector): S {
    const offered = s.update('page', (page) => page.offer(this.candidate.latch === 'vector' ? vector : 'set'));
    return s.get('page').mayOffer() ? offered : offered.unreachable('P1');
  }

  /** HAS_PENDING, `vlapic_has_pending_irq`: the vector to inject next, given the highest pending one; null where it must wait. */
  hasPending(before: S, wanted: Vector): { readonly s: S; readonly vector: Vector | null } {
    const completed = this.complete(before);
    const s = completed.assert('P3', this.isrIsAccountedFor(completed));
    const serving = highest(s.get('isr'));
    if (serving === null) return { s, vector: wanted };
    const waits = (vector: Vector) => priorityClass(vector) <= priorityClass(serving);
    const { strict, withdrawsFor } = this.candidate;
    const withdraws =
      withdrawsFor === 'any' || (withdrawsFor === 'waiting' && waits(wanted)) || (strict && s.get('irr').some(waits));
    return { s: withdraws ? this.clear(s) : s, vector: waits(wanted) ? null : wanted };
  }

  /** HAS_PENDING's first half: it notices an EOI that was avoided. */
  private complete(s: S): S {
    const { completion } = this.candidate;
    const { latch } = s.get('page');
    if (completion === 'none' || !s.get('page').isCompleted()) return s;
    const forgotten = s.update('page', (page) => page.forget());
    if (completion === 'as EOI') return this.eoiSet(forgotten);
    const vector = latch === 'set' || latch === null ? highest(s.get('isr')) : latch;
    return vector === null ? forgotten : this.dropIsr(forgotten, vector, completion === 'drop latched with hook');
  }

  /** P3: everything in service is being handled or about to be injected. */
  private isrIsAccountedFor(s: S): boolean {
    const stack = s.get('stack');
    const injected = s.get('injected');
    return s.get('isr').every((vector) => vector === injected || isRunning(stack, vector));
  }

  /** The assist decision of ACK1, in `vlapic_ack_pending_irq`: made before it looks whether the vector is auto-EOI. */
  decideAssist(s: S, vector: Vector): S {
    const { offers, checksTmr, levelWithdraws } = this.candidate;
    if (offers === 'never') return s;
    if (checksTmr && s.get('tmr').has(vector)) return levelWithdraws ? this.clear(s) : s;
    if (this.choice.fix.has('aeoi-no-assist') && this.isAutoEoi(vector)) return s;
    const least = lowest(s.get('isr'));
    const may =
      offers === 'always' ||
      least === null ||
      (offers === 'nothing lower in service' && priorityClass(least) >= priorityClass(vector));
    return may ? this.set(s, vector) : s;
  }

  /** SYNC, at every exit of `resync-each-exit`: takes the offer back and does the EOI that it avoided. */
  sync(s: S): S {
    const page = s.get('page');
    if (!this.candidate.resyncs || !page.mapped || page.latch === null) return s;
    const serving = highest(s.get('isr'));
    const forgotten = s.set('page', page.forget());
    const caughtUp = !page.bit && serving !== null ? this.dropIsr(forgotten, serving, true) : forgotten;
    return caughtUp.update('page', (known) => known.set('bit', false));
  }

  /** REARM, at every entry of `resync-each-exit`: offers the assist where one edge interrupt alone is in service. */
  rearm(s: S): S {
    const isr = s.get('isr');
    const serving = highest(isr);
    const alone = s.get('irr').isEmpty() && isr.size === 1 && serving !== null && !s.get('tmr').has(serving);
    return this.candidate.resyncs && s.get('page').mapped && alone ? s.update('page', (page) => page.offer('set')) : s;
  }
}
