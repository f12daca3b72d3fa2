/** What may be declared in which order, under which name, and not at all. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

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
