/** Le Lann's election on a token ring (BEEM lann). */
// biome-ignore-all lint/suspicious/noExplicitAny: the moves are data, and the compiler does not know their names.
// biome-ignore-all lint/style/noNonNullAssertion: as above.
// biome-ignore-all lint/suspicious/noThenProperty: a move says what it does then.

import { defineModel, replicated, scenario, sizeRange } from '../../../src/index.ts';
import { type Automaton, automata, range } from './automata.ts';

const ALPHA = 0,
  BETA = 1,
  GAMMA = 2,
  TOKEN = 255;

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
    const machines: Record<string, Automaton> = {};
    for (const x of range(N)) {
      const own = ((x + 9) * (x + 7) + 42) % 27;
      const out = `to ${x}`;
      const next = `link ${(x + 1) % N}`;
      const v = (s: any): number => s.get('v', x);
      const status = (to: number) => (s: any) => s.set('status', x, to);
      const sent = (to: boolean) => (s: any) => (PRECEDENCE === 1 ? s.set('sent', x, to) : s);
      machines[`p${x}`] = {
        initial: x === 0 ? 'CS' : 'wait',
        moves: [
          { from: 'wait', to: 'got', receive: out, into: (s, m) => s.set('v', x, m) },
          { from: 'got', to: 'CS', when: (s) => v(s) === TOKEN },
          { from: 'CS', to: 'wait', send: next, what: () => TOKEN, then: status(ALPHA) },
          {
            from: 'wait',
            to: 'wait',
            send: next,
            what: () => own,
            when: (s) => s.get('status', x) === ALPHA && !(PRECEDENCE === 1 && s.get('sent', x)),
            then: (s) => sent(true)(status(BETA)(s)),
          },
          {
            from: 'got',
            to: 'wait',
            when: (s) => v(s) !== TOKEN && v(s) > own,
            ...(CR === 0 ? { send: next, what: v } : {}),
          },
          {
            from: 'got',
            to: 'wait',
            send: next,
            what: v,
            then: status(GAMMA),
            when: (s) => v(s) !== TOKEN && s.get('status', x) === BETA && v(s) < own,
          },
          {
            from: 'got',
            to: 'wait',
            send: next,
            what: v,
            when: (s) => v(s) !== TOKEN && s.get('status', x) === ALPHA && v(s) < own,
          },
          {
            from: 'got',
            to: 'wait',
            when: (s) => v(s) === own && s.get('status', x) !== BETA,
            then: (s) => sent(false)(status(ALPHA)(s)),
          },
          { from: 'got', to: 'CS', when: (s) => v(s) === own && s.get('status', x) === BETA, then: sent(false) },
        ],
      };
    }
    for (const x of range(N))
      machines[`link${x}`] = {
        initial: 'ready',
        moves: [
          { from: 'ready', to: 'full', receive: `link ${x}`, into: (s, m) => s.set('held', x, m) },
          ...(RELIABLE === 0 ? [{ from: 'full', to: 'ready' }] : []),
          { from: 'full', to: 'ready', send: `to ${x}`, what: (s) => s.get('held', x) },
        ],
      };
    return automata(
      { v: replicated(N, 0), status: replicated(N, ALPHA), sent: replicated(N, false), held: replicated(N, 0) },
      machines,
    ).invariant(
      'one',
      'one in its critical section',
      (s: any) => range(N).filter((x) => s.get('pc', `p${x}`) === 'CS').length <= 1,
    );
  },
});
