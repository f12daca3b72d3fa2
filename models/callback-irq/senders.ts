/** The senders of events, and the tasklet that raises the wire for those in interrupt context. */
import type { Label } from 'everywhen';
import type { S, SenderLabel, TaskletLabel } from './components.ts';
import type { Wire } from './wire.ts';

type Labels<L extends string> = { readonly [label in L]: Label<S> | undefined };

/** `deferred`: this one is in interrupt context, and leaves the wire to the tasklet. */
export function sender(wire: Wire, { deferred }: { readonly deferred: boolean }): Labels<SenderLabel> {
  const { design } = wire;
  const port: Label<S> = (s) =>
    s
      .when(s.get('nev') > 0)
      ?.update('nev', (left) => left - 1)
      .set('work', true)
      .goto(design.flagsFirst ? 's.up' : 's.notify');
  // One locked test-and-set: a sender that finds the flag set leaves the notification to the one that set it.
  const up: Label<S> = (s) =>
    design.flagsFirst && !s.get('up') ? s.set('up', true).goto('s.notify') : s.set('up', true).goto('s.port');
  if (design.asserts !== 'send' || deferred) {
    return {
      's.port': port,
      's.up': up,
      's.notify': (s) => (deferred ? s.set('tk', true) : s.set('kick', 0, true)).goto('s.port'),
      's.L1': undefined,
      's.L2': undefined,
      's.L3': undefined,
    };
  }
  const next = design.flagsFirst ? 's.port' : 's.up';
  return {
    's.port': port,
    's.up': up,
    's.notify': (s) => s.goto('s.L1'),
    's.L1': (s) => wire.sample(s, design.flagsFirst ? undefined : true)?.goto('s.L2'),
    's.L2': (s) => wire.update(s, { next, late: 's.L3' }),
    's.L3': wire.tmrIsLate ? (s) => wire.writeTmr(s, next) : undefined,
  };
}

export function tasklet(wire: Wire): Labels<TaskletLabel> {
  return {
    't.run': (s) => s.when(s.get('tk'))?.set('tk', false).goto('t.L1'),
    't.L1': (s) => wire.sample(s)?.goto('t.L2'),
    't.L2': (s) => wire.update(s, { next: 't.run', late: 't.L3' }),
    't.L3': wire.tmrIsLate ? (s) => wire.writeTmr(s, 't.run') : undefined,
  };
}
