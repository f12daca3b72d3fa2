/** The event senders that signal the AP, and the BSP that starts it. */

import type { S, Steps } from './components.ts';
import type { Candidate } from './designs.ts';
import { type Choice, PROGRAMS } from './parameters.ts';
import { inOrder, select, setVector } from './routines.ts';

/** `evtchn_2l_set_pending`: a sender that finds a bit set leaves the rest to the one that set it. */
export function sender({ raisesBeforePending }: Candidate): Steps<S<object, number>> {
  return {
    's.port': (s) => s.locked('port', s.index, () => true),
    's.sel': (s) =>
      s.exchange(
        'selector',
        () => true,
        (now, old) => (old ? now.halt() : raisesBeforePending ? now.call('ASSERT', {}) : now),
      ),
    's.up': (s) =>
      raisesBeforePending
        ? s.locked('pending', () => true)
        : s.exchange(
            'pending',
            () => true,
            (now, old) => (old ? now.halt() : now.call('ASSERT', {})),
          ),
  };
}

export function bsp({ raisesOnSet, refusesOthers }: Candidate, { ORDER }: Choice): Steps<S> {
  const acts: Steps<S> = {
    'r.sel': (s) => select(s)?.call('register', {}),
    'h.vec': (s) => {
      if (refusesOthers) return s.set('rejected', true);
      const set = setVector(s);
      return raisesOnSet ? set?.call('set', {}) : set;
    },
    'b.sipi': (s) => s.fence('SIPI')?.set('online', true),
  };
  return inOrder(acts, PROGRAMS[ORDER].bsp);
}
