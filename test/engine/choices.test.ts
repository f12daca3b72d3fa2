/** Choices whose outcomes are learnt by themselves: when they are, what that saves, and what stays whole. */
import test, { type ExecutionContext } from 'ava';
import { defineSystem, replicated } from 'everywhen';
import { DepthFirst } from '../../src/engine/exploring/depth-first.ts';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import type { System } from '../../src/model/system.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf } from '../helpers/explored.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };
const WHOLE = { divideAt: Number.POSITIVE_INFINITY };

const SIZES = [11, 9, 7, 5];
const PAIRS = [0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].filter((to) => to !== from).map((to) => `${from} to ${to}`));

/** Bottles: each may be filled, poured into another one, or lose some. */
function pouring() {
  return systemOf(
    defineSystem({ q: replicated(SIZES.length, 0) }, { deadlock: 'allowed' }).rules('hand', {
      pour: (s) =>
        s.chooseFrom(PAIRS, (pair) => {
          const [from, to] = pair.split(' to ').map(Number) as [number, number];
          const much = Math.min(s.get('q', from), (SIZES[to] as number) - s.get('q', to));
          return s
            .when(much > 0)
            ?.update('q', from, (x) => x - much)
            .update('q', to, (x) => x + much);
        }),
      fill: (s) => s.chooseFrom([0, 1, 2, 3], (i) => s.when(s.get('q', i) === 0)?.set('q', i, SIZES[i] as number)),
      drop: (s) => s.chooseFrom([0, 1, 2, 3], (i) => s.when(s.get('q', i) > 0)?.update('q', i, (x) => x - 1)),
    }),
  );
}

async function explored(system: System, options: EngineOptions = {}) {
  const explorer = new Explorer(system, options);
  await explorer.run(host);
  const { states, transitions, evaluations, restarts } = explorer;
  const { bytes } = explorer.packed.tables;
  const divided = system.alternatives
    .filter(({ position }) => explorer.packed.teacher.choices.isDivided(position))
    .map(({ label }) => label);
  const digests = explorer.digests();
  await explorer.close();
  return { found: { states, transitions, digests }, evaluations, restarts, bytes, divided };
}

async function agree(t: ExecutionContext, make: () => System, options: EngineOptions = { parts: true }) {
  const [divided, whole] = [await explored(make(), options), await explored(make(), WHOLE)];
  t.deepEqual(divided.found, whole.found);
  const reference = new ReferenceExplorer(make(), 20_000);
  await reference.run(host);
  const { states, transitions } = divided.found;
  t.deepEqual({ states: reference.states, transitions: reference.transitions }, { states, transitions });
  return { divided, whole };
}

test('outcomes that read little each are learnt by themselves, with a fraction of the evaluations', async (t) => {
  const { divided, whole } = await agree(t, pouring);
  t.deepEqual(divided.divided, ['pour', 'fill', 'drop']);
  t.true(divided.evaluations * 2 < whole.evaluations, `${divided.evaluations} instead of ${whole.evaluations}`);
  t.true(divided.bytes * 2 < whole.bytes, `${divided.bytes} instead of ${whole.bytes} bytes`);
  t.is(divided.restarts, 0);
});

test('a choice whose outcomes all read the same stays whole', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ q: replicated(4, 0) }, { deadlock: 'allowed' }).rules('r', {
        add: (s) =>
          s.chooseFrom([0, 1, 2, 3], (i) => {
            const sum = [0, 1, 2, 3].reduce((all, j) => all + s.get('q', j), 0);
            return s.when(sum % 5 !== i && s.get('q', i) < 6)?.update('q', i, (x) => x + 1);
          }),
      }),
    );
  const { divided, whole } = await agree(t, make);
  t.deepEqual(divided.divided, []);
  t.is(divided.evaluations, whole.evaluations);
});

test('a step that takes the first outcome that is possible stays whole, and is found out before anything is explored with it', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ q: replicated(6, 0) }, { deadlock: 'allowed' }).rules('r', {
        first: (s) => {
          let isFound = false;
          return s.chooseFrom([0, 1, 2, 3, 4, 5], (i) => {
            if (isFound || s.get('q', i) === 3) return undefined;
            isFound = true;
            return s.update('q', i, (x) => x + 1);
          });
        },
        other: (s) => s.chooseFrom([0, 1, 2, 3, 4, 5], (i) => s.when(s.get('q', i) < 3)?.update('q', i, (x) => x + 1)),
      }),
    );
  const { divided } = await agree(t, make);
  t.deepEqual(divided.divided, ['other']);
  t.is(divided.restarts, 0);
});

test('a value that a step keeps from one outcome to the next hides no read', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ q: replicated(4, 0), turn: 0 }, { deadlock: 'allowed' }).rules('r', {
        turn: (s) => s.update('turn', (turn) => (turn + 1) % 4),
        add: (s) => {
          let turn: number | undefined;
          return s.chooseFrom([0, 1, 2, 3], (i) => {
            turn ??= s.get('turn');
            return s.when(turn !== i && s.get('q', i) < 4)?.update('q', i, (x) => x + 1);
          });
        },
      }),
    );
  const { divided } = await agree(t, make, { divideAt: 1, auditOneIn: 1 });
  t.deepEqual(divided.divided, ['add']);
});

test('a claim on a snapshot that is left behind belongs to all outcomes, so they stay together', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ q: replicated(2, 0) }, { deadlock: 'allowed' })
        .assertion('A', 'the first is small')
        .rules('r', {
          add: (s) =>
            s.chooseFrom([0, 1], (i) => {
              s.assert('A', s.get('q', 0) < 3);
              return s.when(s.get('q', i) < 4)?.update('q', i, (x) => x + 1);
            }),
        }),
    );
  const { divided } = await agree(t, make, { divideAt: 1 });
  t.deepEqual(divided.divided, []);
});

test('an outcome of s.choose may be a function, and is then learnt by itself', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ a: 0, b: 0 }, { deadlock: 'allowed' }).rules('r', {
        add: (s) =>
          s.choose({
            a: () => s.when(s.get('a') < 9)?.update('a', (x) => x + 1),
            b: () => s.when(s.get('b') < 9)?.update('b', (x) => x + 1),
          }),
      }),
    );
  const { divided } = await agree(t, make, { divideAt: 1, tight: true });
  t.deepEqual(divided.divided, ['add']);
  t.is(divided.found.states, 100);
});

test('an error of one outcome is the error of the whole step', async (t) => {
  const make = () =>
    systemOf(
      defineSystem({ q: replicated(3, 0) }, { deadlock: 'allowed' }).rules('r', {
        add: (s) =>
          s.chooseFrom([0, 1, 2], (i) => {
            if (s.get('q', i) === 5) throw new Error(`too many of ${i}`);
            return s.update('q', i, (x) => x + 1);
          }),
      }),
    );
  const [divided, whole] = [new Explorer(make(), { divideAt: 1, tight: true }), new Explorer(make(), WHOLE)];
  const error = await t.throwsAsync(whole.run(host));
  await t.throwsAsync(divided.run(host), { message: error?.message as string });
});

test('depth first, choices stay whole: paths go by the order of outcomes', async (t) => {
  const explorer = new DepthFirst(pouring(), { divideAt: 1 });
  await explorer.run(host);
  t.false(explorer.packed.teacher.choices.areDivided);
  t.is(explorer.states, (await explored(pouring(), WHOLE)).found.states);
  await explorer.close();
});

test('without parts, no choice is divided, because an outcome may depend on what its step did for another one', async (t) => {
  t.deepEqual((await explored(pouring())).divided, []);
});
