/**
 * The exit and entry path of the vCPU: `vmx_intr_assist` with `vlapic_has_pending_irq` (HP1 and HP2, then RQ1 and RQ2) and
 * `vlapic_ack_pending_irq` (ACK1, ACK2).
 */
import type { Label } from 'everywhen';
import { enter, interruptsOpen } from '../components/interrupt-handlers.ts';
import { highest, priorityClass, type Vector } from '../components/vlapic.ts';
import type { Place, S } from './components.ts';
import type { Subroutines } from './subroutines.ts';

export function entryPath(r: Subroutines): { readonly [step: string]: Label<S> } {
  const kicked = (s: S) => s.get('pc') === 'GUEST' && s.get('kick');
  const windowOpens = (s: S) => s.get('pc') === 'GUEST' && s.get('window') && interruptsOpen(s.get('stack'));
  const exit = (s: S) => r.sync(s).set('pc', 'HP1');
  const at = (place: Place, step: (s: S) => S) => (s: S) => s.get('pc') === place && step(s);

  /** HP1 and RQ1: an unlocked read of the IRR, stale by the time it is used. */
  const look = (next: Place) => (s: S) => {
    const candidate = highest(s.get('irr'));
    return s.set('candidate', candidate).set('pc', candidate === null ? 'SOFT' : next);
  };

  return {
    'x.kick': (s) => kicked(s) && exit(s),
    'x.window': (s) => windowOpens(s) && exit(s).set('window', false),
    'x.other': {
      environment: (s) => r.choice.EXITS > 0 && s.get('pc') === 'GUEST' && !kicked(s) && !windowOpens(s) && exit(s),
    },
    HP1: at('HP1', look('HP2')),
    HP2: at('HP2', (s) => {
      const pending = r.hasPending(s, s.get('candidate') as Vector);
      return pending.s.set('candidate', pending.vector).set('pc', pending.vector === null ? 'SOFT' : 'BLK');
    }),
    BLK: at('BLK', (s) =>
      interruptsOpen(s.get('stack')) && s.get('injected') === null
        ? s.set('pc', 'ACK1')
        : s.set('window', true).set('candidate', null).set('pc', 'SOFT'),
    ),
    ACK1: at('ACK1', (s) => {
      const vector = s.get('candidate') as Vector;
      const decided = r.decideAssist(s, vector);
      const acknowledged = r.isAutoEoi(vector)
        ? r.handleEoi(decided, vector)
        : decided.update('isr', (isr) => isr.add(vector));
      return acknowledged.set('pc', 'ACK2');
    }),
    // A raise between ACK1 and ACK2 finds the bit still set and does not kick: legal, the interrupt has not started.
    ACK2: at('ACK2', (s) => {
      const vector = s.get('candidate') as Vector;
      const injected = s.update('irr', (irr) => irr.remove(vector)).set('injected', vector);
      return injected.set('candidate', null).set('pc', r.candidate.looksAgain ? 'RQ1' : 'SOFT');
    }),
    RQ1: at('RQ1', look('RQ2')),
    RQ2: at('RQ2', (s) => {
      const pending = r.hasPending(s, s.get('candidate') as Vector);
      const asked = pending.vector === null ? pending.s : pending.s.set('window', true);
      return asked.set('candidate', null).set('pc', 'SOFT');
    }),
    SOFT: at('SOFT', (s) =>
      s.get('kick')
        ? s.set('kick', false).set('pc', r.candidate.rechecksSoftirq ? 'HP1' : 'ENTER')
        : s.set('pc', 'ENTER'),
    ),
    ENTER: at('ENTER', (s) => {
      const vector = s.get('injected');
      return r.rearm(vector === null ? s : deliver(s, vector)).set('pc', 'GUEST');
    }),
  };

  /** VM entry delivers the event; the handler quiesces its device at once. */
  function deliver(s: S, vector: Vector): S {
    const outranked = s
      .get('stack')
      .every((handler) => r.isAutoEoi(handler.vector) || priorityClass(handler.vector) < priorityClass(vector));
    const requestedAgain = s.get('irr').has(vector);
    const entered = s
      .assert('P9', outranked)
      .set('injected', null)
      .update('stack', (stack) => enter(stack, vector))
      .update('want', (want) => (requestedAgain ? want : want.remove(vector)));
    return r.isLevel(vector) ? entered.update('pin', vector, (pin) => pin.deassert()) : entered;
  }
}
