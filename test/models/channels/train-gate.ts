/** Trains before a bridge, a gate with a queue, discrete time (BEEM train-gate). */
import { defineModel, defineSystem, rendezvous, replicated, type StepOf, scenario, sizeRange } from 'everywhen';

export default defineModel({
  name: 'beem-train-gate',
  title: 'trains, gate and queue',
  parameters: { N: sizeRange({ from: 3, to: 9, initial: 3 }), ERROR: scenario(0, 1) },
  build({ N, ERROR }) {
    const trains = Array.from({ length: N - 1 }, (_, i) => i + 1);
    const components = {
      ...{ notempty: rendezvous(), empty: rendezvous(), appr: rendezvous(), leave: rendezvous() },
      // The published receivers ask whether `e` is their own number: a channel for each number says it instead.
      ...{ stop: replicated(N, rendezvous()), go: replicated(N, rendezvous()) },
      ...{ hd: rendezvous(), add: rendezvous(), rem: rendezvous() },
      ...{ e: 0, x: 0, limit: replicated(trains, 0), list: replicated(N, 0), len: 0, i: 0 },
    };
    type S = StepOf<typeof components, never, never, object, 'safe' | 'appr' | 'cross' | 'stop' | 'start', number>;
    /** The clock of a train starts again; some moves name the train. */
    const begin = (s: S, limit: number) => s.set('x', 0).set('limit', s.index, limit);
    const named = (s: S, limit: number) => begin(s.set('e', s.index), limit);
    return defineSystem(components)
      .rules('clock', {
        tick: (s) => trains.every((j) => s.get('x') <= s.get('limit', j)) && s.update('x', (x) => x + 1),
      })
      .process('gate', {
        free: {
          notempty: { receives: (on) => on('notempty', (s) => s.goto('S5')) },
          empty: { receives: (on) => on('empty', (s) => s.goto('S4')) },
        },
        occ: {
          appr: { receives: (on) => on('appr', (s) => s.goto('S6')) },
          leave: { receives: (on) => on('leave', (s) => s.goto('S1')) },
        },
        S6: (s) => s.send('stop', s.get('e'), null, 'S2'),
        send: (s) => s.send('go', s.get('e'), null, 'occ'),
        S5: (s) => s.send('hd', null, 'send'),
        S4: { receives: (on) => on('appr', (s) => s.goto('S3')) },
        S3: (s) => s.send('add', null, 'occ'),
        S2: (s) => s.send('add', null, 'occ'),
        S1: { receives: (on) => on('rem', (s) => s.goto('free')) },
      })
      .process('queue', {
        start: {
          rem: (s) =>
            s
              .when(s.get('len') >= 1)
              ?.update('len', (n) => n - 1)
              .set('i', 0)
              .send('rem', null, 'shift'),
          empty: (s) => s.when(s.get('len') === 0)?.send('empty', null, 'start'),
          add: {
            receives: (on) =>
              on('add', (s) =>
                s
                  .set('list', s.get('len'), s.get('e'))
                  .update('len', (n) => n + 1)
                  .goto('start'),
              ),
          },
          hd: { receives: (on) => on('hd', (s) => s.set('e', s.get('list', 0)).goto('start')) },
          notempty: (s) => s.when(s.get('len') > 0)?.send('notempty', null, 'start'),
        },
        shift: (s) => {
          const i = s.get('i');
          if (i === s.get('len')) return s.set('list', i, 0).set('i', 0).goto('start');
          return s
            .when(i < s.get('len'))
            ?.set('list', i, s.get('list', i + 1))
            .set('i', i + 1)
            .goto('shift');
        },
      })
      .processes('train', trains, {
        safe: (s) => named(s, 20).send('appr', null, 'appr'),
        appr: {
          cross: (s) => s.when(s.get('x') >= 10) && begin(s, 5).goto('cross'),
          stop: {
            receives: (on) => on('stop', (s) => s.when(s.get('x') <= 10) && begin(s, 25).goto('stop')),
          },
        },
        cross: (s) => s.when(s.get('x') >= 3) && named(s, 25).send('leave', null, 'safe'),
        stop: { receives: (on) => on('go', (s) => begin(s, 15).goto('start')) },
        start: (s) => s.when(s.get('x') >= (ERROR === 0 ? 7 : 5)) && begin(s, 5).goto('cross'),
      });
  },
});
