/** What a violation needs of its environment steps and context switches, in systems where the answer is known by hand. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { checkSystem } from '../../../src/check/check.ts';
import type { Explained, Part } from '../../../src/check/doubt/explained.ts';
import { explain } from '../../../src/check/doubt/explanation.ts';
import type { RunOptions } from '../../../src/check/run.ts';
import { systemOf } from '../../helpers/explored.ts';

async function explained(builder: unknown, options: RunOptions = {}): Promise<Explained> {
  const system = systemOf(builder);
  const report = await checkSystem(system, { model: 'test', parameters: {} }, { workers: 1 });
  const { properties } = await explain(system, report, { workers: 1, ...options });
  const [one] = properties;
  if (one === undefined) throw new Error('nothing is violated');
  return one;
}

const saying = (parts: readonly Part[]) =>
  parts.map(({ kind, process, label, alternative, needed, length }) =>
    [kind === 'environment step' ? 'step' : 'after', process, label, alternative, needed, length]
      .filter((word) => word !== undefined)
      .join(' '),
  );

test('an environment step is needed where nothing else does what it does', async (t) => {
  const system = defineSystem({ armed: false, fired: false })
    .rules('world', { arm: { environment: (s) => s.when(!s.get('armed'))?.set('armed', true) } })
    .rules('design', { fire: (s) => s.when(s.get('armed') && !s.get('fired'))?.set('fired', true) })
    .invariant('never fired', '', (s) => !s.get('fired'));
  const { parts, together, summary } = await explained(system);
  t.deepEqual(saying(parts), ['step world arm needed', 'after world arm unavoidable']);
  t.is(together, undefined);
  t.is(summary, 'never fired is violated only if `arm` of world happens.');
});

test('an environment step is not needed where a longer way does without', async (t) => {
  const system = defineSystem({ n: 0 })
    .rules('world', { jump: { environment: (s) => s.when(s.get('n') === 0)?.set('n', 3) } })
    .rules('design', { step: (s) => s.when(s.get('n') < 3)?.update('n', (n) => n + 1) })
    .invariant('below 3', '', (s) => s.get('n') < 3);
  const { parts, together, summary } = await explained(system);
  t.deepEqual(saying(parts), ['step world jump not needed 3']);
  t.is(together?.counterexample.steps.length, 3);
  t.is(summary, 'below 3 does not need `jump` of world (3 steps without).');
});

/** Two that count, each reading before it writes. */
const lostUpdate = () =>
  defineSystem({ n: 0 })
    .processes(
      'p',
      2,
      { read: (s) => s.set('seen', s.get('n')), write: (s) => s.set('n', s.get('seen') + 1) },
      { locals: { seen: 0 } },
    )
    .invariant('both count', '', (s) => s.get('n') === 2 || s.at('p', 0) !== 'halted' || s.at('p', 1) !== 'halted');

test('a lost update needs that something comes in between reading and writing', async (t) => {
  const { parts, together, summary } = await explained(lostUpdate());
  t.deepEqual(saying(parts), ['after p[*] read needed', 'after p[*] write unavoidable']);
  t.is(together, undefined);
  t.is(
    summary,
    'both count is violated only if something comes in between `read` and `write` of p[*] (here `read` of p[1]).',
  );
});

test('a switch is not needed where it makes no difference, and the trace without it is given', async (t) => {
  const steps = { first: (s: never) => s, second: (s: never) => s };
  const system = defineSystem({ hasA: false, hasB: false })
    .process('a', { ...steps, 'set a': (s) => s.set('hasA', true), last: (s) => s })
    .process('b', { 'set b': (s) => s.set('hasB', true) })
    .invariant('not both', '', (s) => !s.get('hasA') || !s.get('hasB'));
  const { parts, together } = await explained(system);
  t.deepEqual(saying(parts), ['after a set a not needed 4']);
  t.deepEqual(
    together?.counterexample.steps.map(({ process, label }) => `${process} ${label}`),
    // Nothing comes in after `set a`, which is last; b may as well come first.
    ['b set b', 'a first', 'a second', 'a set a'],
  );
  t.deepEqual(saying(together?.parts ?? []), ['after b set b unavoidable']);
});

/** Who looks may come in between either pair, and must between one. */
const seen = () =>
  defineSystem({ stage: 0, wrong: false })
    .process('p', {
      one: (s) => s.set('stage', 1),
      two: (s) => s.set('stage', 2),
      three: (s) => s.set('stage', 3),
    })
    .process('q', { look: (s) => s.set('wrong', s.get('stage') === 1 || s.get('stage') === 2) })
    .invariant('never seen', '', (s) => !s.get('wrong'));

test('what one switch can do instead of another is found when both are left out', async (t) => {
  const { parts, together, summary } = await explained(seen());
  t.deepEqual(saying(parts), ['after p one not needed 3']);
  t.deepEqual(saying(together?.parts ?? []), ['after p two needed']);
  t.is(
    summary,
    'never seen does not need anything between `one` and `two` of p (3 steps without). ' +
      'Without anything between `one` and `two` of p, it is violated only if something comes in between `two` and `three` of p (here `look` of q).',
  );
});

test('who polls does not keep the others waiting', async (t) => {
  // After `ask`, p can only poll: q must be let in, and that is no switch that could be avoided.
  const system = defineSystem({ asked: false, answer: 0 })
    .process('p', {
      ask: (s) => s.set('asked', true),
      look: (s) => (s.get('answer') === 0 ? s.goto('look') : s),
    })
    .process('q', { answer: (s) => s.when(s.get('asked'))?.set('answer', 1) })
    .invariant('no answer', '', (s) => s.get('answer') === 0);
  t.deepEqual(saying((await explained(system)).parts), ['after p ask unavoidable']);
});

test('a state does not become quiescent because others wait', async (t) => {
  // After `ask` the design must go on to `answer`, if need be without an interruption: it never rests with 1.
  const system = defineSystem({ n: 0, alarm: false }, { deadlock: 'allowed' })
    .process('p', { ask: (s) => s.set('n', 1), answer: (s) => s.set('n', s.get('alarm') ? 2 : 3), end: (s) => s })
    .rules('world', { ring: { environment: (s) => s.when(s.get('n') === 1)?.set('alarm', true) } })
    .quiescent('rests with 3', '', (s) => s.get('n') === 3);
  t.deepEqual(saying((await explained(system)).parts), [
    'step world ring needed',
    'after p ask needed',
    'after world ring unavoidable',
  ]);
});

test('a limit on states is one for the whole explanation, and what it leaves open is undecided', async (t) => {
  const { parts, together, summary } = await explained(seen(), { statesMax: 2, engine: 'reference' });
  t.deepEqual(saying(parts), ['after p one not needed 3'], 'the first exploration ends before anybody asks');
  t.like(together?.parts, [{ needed: 'undecided', stopped: 'max-states' }]);
  t.regex(summary ?? '', /Whether it then needs anything between `two` and `three` of p was not decided\.$/);
});

test('an interruption leaves everything open', async (t) => {
  const { parts, summary } = await explained(lostUpdate(), { interrupted: () => true });
  t.like(parts[0], { needed: 'undecided', stopped: 'interrupted' });
  t.regex(summary ?? '', /^both count may or may not need .*: that was not decided\.$/);
});

test('infinite runs and lock orders are not explained, and it says so', async (t) => {
  const system = defineSystem({ n: 0 })
    .rules('p', { turn: (s) => s.set('n', 1 - s.get('n')) })
    .leadsTo(
      'stops',
      '',
      (s) => s.get('n') === 0,
      (s) => s.get('n') === 2,
    );
  t.like(await explained(system), { because: 'its counterexample is an infinite run; finite ones are explained' });
});

test('the explanation is the same with any number of workers, and by the reference', async (t) => {
  const expected = await explained(lostUpdate());
  t.deepEqual(await explained(lostUpdate(), { workers: 2 }), expected);
  t.deepEqual(await explained(lostUpdate(), { engine: 'reference' }), expected);
});
