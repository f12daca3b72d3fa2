/** Le Lann's election on a token ring (BEEM lann). */
import { defineModel, defineSystem, rendezvous, replicated, type StepOf, scenario, sizeRange, value } from 'everywhen';

const TOKEN = 255;

export default defineModel({
  name: 'beem-lann',
  title: 'Le Lann token ring',
  parameters: {
    N: sizeRange({ from: 2, to: 6, initial: 3 }),
    RELIABLE: scenario(1, 0),
    CR: scenario(0, 1),
    PRECEDENCE: scenario(0, 1),
  },
  build({ N, RELIABLE, CR, PRECEDENCE }) {
    const components = {
      link: replicated(N, rendezvous<number>()),
      to: replicated(N, rendezvous<number>()),
      status: replicated(N, value<'alpha' | 'beta' | 'gamma'>('alpha')),
      sent: replicated(N, false),
      v: replicated(N, 0),
      held: replicated(N, 0),
    };
    type S = StepOf<typeof components, never, never, object, 'wait' | 'CS', number>;
    const own = (x: number) => ((x + 9) * (x + 7) + 42) % 27;
    const next = (s: S) => (s.index + 1) % N;
    const marked = (s: S, to: boolean) => (PRECEDENCE === 1 ? s.set('sent', s.index, to) : s);
    const status = (s: S, to: 'alpha' | 'beta' | 'gamma') => s.set('status', s.index, to);
    const has = (s: S, ...states: readonly string[]) => states.includes(s.get('status', s.index));
    const pass = (s: S) => s.send('link', next(s), s.get('v', s.index), 'wait');
    return defineSystem(components)
      .processes(
        'p',
        N,
        {
          wait: {
            receive: { receives: (on) => on('to', (s, m) => s.set('v', s.index, m)) },
            candidate: (s) =>
              s.when(has(s, 'alpha') && !(PRECEDENCE === 1 && s.get('sent', s.index))) &&
              marked(status(s, 'beta'), true).send('link', next(s), own(s.index), 'wait'),
          },
          got: {
            token: (s) => s.when(s.get('v', s.index) === TOKEN)?.goto('CS'),
            larger: (s) => {
              const v = s.get('v', s.index);
              if (v === TOKEN || v <= own(s.index)) return undefined;
              return CR === 0 ? pass(s) : s.goto('wait');
            },
            smaller: (s) => {
              if (s.get('v', s.index) >= own(s.index)) return undefined;
              if (has(s, 'beta')) return pass(status(s, 'gamma'));
              return has(s, 'alpha') ? pass(s) : undefined;
            },
            back: (s) => {
              if (s.get('v', s.index) !== own(s.index)) return undefined;
              return has(s, 'beta') ? marked(s, false).goto('CS') : marked(status(s, 'alpha'), false).goto('wait');
            },
          },
          CS: (s) => status(s, 'alpha').send('link', next(s), TOKEN, 'wait'),
        },
        { start: (x) => (x === 0 ? 'CS' : 'wait') },
      )
      .processes(
        'link process',
        N,
        {
          ready: { receives: (on) => on('link', (s, m) => s.set('held', s.index, m)) },
          full: {
            pass: (s) => s.send('to', s.index, s.get('held', s.index), 'ready'),
            lose: RELIABLE === 0 ? (s) => s.goto('ready') : undefined,
          },
        },
        { end: 'loop' },
      )
      .invariant(
        'one',
        'one in its critical section',
        (s) => [...Array(N).keys()].filter((x) => s.at('p', x) === 'CS').length <= 1,
      );
  },
});
