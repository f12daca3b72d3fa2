/** Wide claims are tabulated: evaluated for all combinations of the values that were met, also those that no state has. */
import test from 'ava';
import { defineSystem, replicated } from 'everywhen';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import type { Exploration } from '../../src/model/exploration.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf, userError } from '../helpers/explored.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };

/** `count` processes with six labels each, and no bound on how many are at `critical`, of which at most `most` may be there. */
function ring(count: number, most: number) {
  return defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .processes(
      'p',
      count,
      { a: (s) => s, b: (s) => s, c: (s) => s, d: (s) => s, critical: (s) => s.update('n', (n) => 1 - n), e: (s) => s },
      { end: 'loop' },
    )
    .invariant(
      'I',
      'not too many are critical',
      (s) => Array.from({ length: count }, (_, i) => s.at('p', i)).filter((at) => at === 'critical').length <= most,
    );
}

function factsOf(exploration: Exploration) {
  const { states, transitions, depth, found, exercised, footprints, changing } = exploration;
  const steps = [...found.keys()].map((id) => exploration.pathTo(id).steps.map(({ alternative }) => alternative.label));
  const sorted = (slots: ReadonlySet<number>) => [...slots].sort((a, b) => a - b);
  const read = [...footprints].map(([id, slots]) => [id, sorted(slots)]);
  return { states, transitions, depth, found, exercised, read, changing: sorted(changing), steps };
}

/** The engine, with every state audited, finds what the reference finds. */
async function agreed(t: import('ava').ExecutionContext, builder: () => unknown, tabulateFrom: number) {
  const system = systemOf(builder());
  const reference = new ReferenceExplorer(system);
  await reference.run(host);
  const explorer = new Explorer(system, { tabulateFrom, auditOneIn: 1 });
  await explorer.run(host);
  t.deepEqual(factsOf(explorer), factsOf(reference));
  const evaluations = explorer.profile().find(({ name }) => name === 'I')?.evaluations ?? 0;
  await explorer.close();
  return evaluations;
}

test('a claim that counts is evaluated one by one for few states, and takes little memory', async (t) => {
  const explorer = new Explorer(systemOf(ring(6, 6)));
  await explorer.run(host);
  t.is(explorer.states, 6 ** 6 * 2, 'every combination of labels, with either n');
  const claim = explorer.profile().find(({ name }) => name === 'I');
  // The first of 512, 1,024, 2,048 at which 6^6 evaluations at once cost no more than the evaluations so far.
  t.is(claim?.evaluations, 2048);
  t.log(claim?.bytes);
  t.true((claim?.bytes ?? 0) < 160 * 1024, 'the entries before, and a node for each count at each process');
  await explorer.close();
});

for (const most of [1, 2, 3]) {
  test(`a claim that is violated by ${most + 1} is violated at the same depth, by the same steps`, async (t) => {
    t.true((await agreed(t, () => ring(3, most), 4)) < 40);
  });
}

test('values that come later are evaluated, and the others stay known', async (t) => {
  const counters = () =>
    defineSystem({ x: replicated(3, 0) }, { deadlock: 'allowed' })
      .rules('r', {
        up: (s) => s.chooseFrom([0, 1, 2], (i) => (s.get('x', i) < 5 ? s.update('x', i, (x) => x + 1) : undefined)),
      })
      .invariant('I', 'their sum is not 12', (s) => s.get('x', 0) + s.get('x', 1) + s.get('x', 2) !== 12);
  for (const from of [1, 5, 20, 100]) t.true((await agreed(t, counters, from)) <= 6 ** 3);
});

test('a claim may look at one component or at another', async (t) => {
  const either = () =>
    defineSystem({ a: 0, b: 0, looksAtA: true }, { deadlock: 'allowed' })
      .rules('r', {
        a: (s) => s.when(s.get('a') < 1)?.set('a', 1),
        b: (s) => s.when(s.get('b') < 1)?.set('b', 1),
        swap: (s) => s.update('looksAtA', (looks) => !looks),
      })
      .invariant('I', 'a is 0, or b where it is looked at', (s) => s.get(s.get('looksAtA') ? 'a' : 'b') < 1);
  for (const from of [1, 2, 3]) await agreed(t, either, from);
});

test('a claim that throws in a state throws there, whether or not it is tabulated', async (t) => {
  const counters = () =>
    systemOf(
      defineSystem({ x: 0, y: 0 }, { deadlock: 'allowed' })
        .rules('r', {
          x: (s) => s.when(s.get('x') < 4)?.update('x', (x) => x + 1),
          y: (s) => s.when(s.get('y') < 4)?.update('y', (y) => y + 1),
        })
        .invariant('I', 'the sum is small', (s) => {
          if (s.get('x') + s.get('y') > 7) throw new Error('too far');
          return true;
        }),
    );
  const error = await userError(() => new ReferenceExplorer(counters()).run(host));
  t.is(error.code, 'E_STEP');
  for (const tabulateFrom of [1, 5, 12, 20]) {
    const explorer = new Explorer(counters(), { tabulateFrom });
    t.is((await userError(() => explorer.run(host))).message, error.message);
    await explorer.close();
  }
});

test('a claim may loop for ever where no state is', async (t) => {
  // The consumer never passes the producer. Neither loop reads the state, so nothing but time ends it.
  const ring = (walk: (from: number, to: number) => void) => () =>
    defineSystem({ put: 0, taken: 0 }, { deadlock: 'allowed' })
      .rules('r', {
        put: (s) => s.when(s.get('put') < 6)?.update('put', (n) => n + 1),
        take: (s) => s.when(s.get('taken') < s.get('put'))?.update('taken', (n) => n + 1),
      })
      .invariant('I', 'at most six are in the ring', (s) => {
        walk(s.get('taken'), s.get('put'));
        return s.get('put') - s.get('taken') <= 6;
      });
  await agreed(
    t,
    ring((from, to) => {
      for (let i = from; i !== to; i++);
    }),
    3,
  );
  await agreed(
    t,
    ring((from, to) => {
      while (from > to);
    }),
    3,
  );
});

test('what no state has may throw, read other components, and make an antecedent true', async (t) => {
  // b follows a, so that a state with b = 2 and a = 0 is not reachable.
  const follow = () =>
    defineSystem({ a: 0, b: 0, unread: 0 }, { deadlock: 'allowed' })
      .rules('r', {
        a: (s) => s.when(s.get('a') === s.get('b') && s.get('a') < 4)?.update('a', (a) => a + 1),
        b: (s) => s.when(s.get('b') < s.get('a'))?.set('b', s.get('a')),
        unread: (s) => s.update('unread', (n) => 1 - n),
      })
      .invariant('I', 'b does not pass a', (s) => {
        const [a, b] = [s.get('a'), s.get('b')];
        if (b > a + 1) throw new Error('no state is here');
        return b <= a || s.get('unread') === 0;
      })
      .invariant('J', 'never judged', (s) => s.get('unread') < 2, { when: (s) => s.get('b') > s.get('a') });
  for (const from of [1, 3]) await agreed(t, follow, from);
});
