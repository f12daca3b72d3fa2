/** What may be declared in which order, under which name, and not at all. */
import test from 'ava';
import { defineSystem, value } from 'everywhen';
import { Set as ImmutableSet, Record } from 'immutable';
import { checkSystem } from '../../src/check/check.ts';
import { checked, property, systemOf, userError } from '../helpers/explored.ts';

test('an assertion may be declared after the step that judges it', async (t) => {
  const late = defineSystem({ n: 0 })
    .process('p', { up: (s) => s.update('n', (n) => n + 1).assert('A', s.get('n') === 1) })
    .assertion('A', 'claim');
  t.is(property(await checked(late), 'A').verdict, 'violated');
});

test('a process may be read before it is declared', async (t) => {
  const early = defineSystem({})
    .process('second', { wait: (s) => s.when(s.at('first') === 'halted') })
    .process('first', { work: (s) => s });
  t.is((await checked(early)).verdict, 'holds');
});

test('a rule set without rules is a process without steps', async (t) => {
  const idle = defineSystem({ n: 0 })
    .process('p', { a: (s) => s.set('n', 1) })
    .rules('hw', {})
    .ruleSets('devices', 2, { left: undefined });
  for (const engine of ['kernel', 'reference'] as const) {
    const report = await checkSystem(systemOf(idle), { model: 'idle', parameters: {} }, { engine });
    t.is(report.verdict, 'holds');
    t.is(report.statistics.states, 2);
  }
});

test('each replica may have a column of its own', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 })
      .processes('p', 2, { up: (s) => s }, { column: (i) => `CPU${i}` })
      .ruleSets('q', ['a', 'b'], { up: (s) => s }, { column: (key) => `of ${key}` }),
  );
  t.deepEqual(
    system.processes.map(({ column }) => column),
    ['CPU0', 'CPU1', 'of a', 'of b'],
  );
});

class Point extends Record({ x: 0, y: 0 }) {}

test('a choice is from any value that can be part of a state, and is named by it', async (t) => {
  const pointed = defineSystem({ at: new Point(), seen: value<ImmutableSet<string>>(ImmutableSet()) })
    .process('p', {
      point: (s) => s.chooseFrom([new Point({ x: 1 }), new Point({ y: 2 })], (to) => s.set('at', to)),
      see: (s) => s.chooseFrom([ImmutableSet(['b', 'a']), ImmutableSet<string>()], (seen) => s.set('seen', seen)),
      rest: (s) => s.chooseFrom([true, null, 3n], () => s),
    })
    .reachable('R', 'y is 2', (s) => s.get('at').y === 2 && s.get('seen').size === 2 && s.at('p') === 'halted');
  const { witness } = property(await checked(pointed), 'R');
  t.deepEqual(
    witness?.steps.map(({ outcome }) => outcome),
    ['Point { x: 0, y: 2 }', 'Set { "a", "b" }', 'true'],
  );
  const twice = defineSystem({ n: 0 }).process('p', {
    a: (s) => s.chooseFrom([ImmutableSet([1, 2]), ImmutableSet([2, 1])], () => s),
  });
  t.is((await userError(() => checked(twice))).code, 'E_STEP');
});
