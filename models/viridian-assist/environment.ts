/** What may happen to the vCPU from outside: INIT, migration, a guest that moves its page. */
import type { Label } from 'everywhen';
import { NO_HANDLER } from '../components/interrupt-handlers.ts';
import { EMPTY } from '../components/vlapic.ts';
import type { S } from './components.ts';
import type { Subroutines } from './subroutines.ts';

export function environment(r: Subroutines): { readonly [step: string]: Label<S> } {
  const { fix } = r.choice;
  const inGuest = (s: S) => s.get('pc') === 'GUEST';

  return {
    // vlapic_do_init touches no Viridian state; the guest goes on with its page mapped.
    'env.init': (s) => {
      if (!inGuest(s) || s.get('inits') === 0 || s.at('source') !== 'idle') return undefined;
      const wiped = r
        .sync(s)
        .update('inits', (left) => left - 1)
        .set('irr', EMPTY)
        .set('isr', EMPTY)
        .set('tmr', EMPTY)
        .set('stack', NO_HANDLER)
        .set('injected', null)
        .set('window', false)
        .set('want', EMPTY);
      const reset = r.sources.level.reduce((done, vector) => done.update('pin', vector, (pin) => pin.reset()), wiped);
      return (fix.has('reset-clears') ? reset.update('page', (page) => page.forget()) : reset).set('pc', 'HP1');
    },
    // viridian_load_vcpu_ctxt maps the page again, which zeroes it (b8f0767b438b), and then loads the saved latch (78c5f59ebd79).
    'env.migrate': (s) => {
      if (!inGuest(s) || s.get('migrations') === 0) return undefined;
      const moved = r.sync(s).update('migrations', (left) => left - 1);
      return (fix.has('restore-keeps-bit') ? moved : moved.update('page', (page) => page.set('bit', false))).set(
        'pc',
        'HP1',
      );
    },
    // The guest rewrites the VP-assist MSR.
    'g.remap': (s) => {
      if (!inGuest(s) || s.get('remaps') === 0 || s.get('stack').last()?.half === true) return undefined;
      const written = r.sync(s).update('remaps', (left) => left - 1);
      return (
        written.get('page').mapped
          ? unmap(written)
          : written.update('page', (page) => page.set('mapped', true).set('bit', false))
      ).set('pc', 'HP1');
    },
  };

  function unmap(s: S): S {
    if (!fix.has('unmap-syncs')) return s.update('page', (page) => page.set('mapped', false));
    const completed = s.get('page').isCompleted();
    const caughtUp = completed ? r.eoiSet(s.update('page', (page) => page.forget())) : s;
    return caughtUp.update('page', (page) => page.forget().set('mapped', false));
  }
}
