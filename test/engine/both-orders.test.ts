/** The audit of stubborn sets tells steps that affect one another from those that do not. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { tellsOrdersApart } from '../../src/engine/answers/both-orders.ts';
import { initialIdsOf } from '../../src/engine/knowledge/domain.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { systemOf } from '../helpers/explored.ts';

/** Whether the first rule, which is taken, and the second one are told apart in the initial state. */
// biome-ignore lint/suspicious/noExplicitAny: rules of any system.
function areToldApart(first: (s: any) => unknown, second: (s: any) => unknown): boolean {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const rules: any = { first, second };
  const teacher = new Teacher(systemOf(defineSystem({ x: 0, y: 0, z: 0 }, { deadlock: 'allowed' }).rules('r', rules)));
  const [ids] = initialIdsOf(teacher) as [ReturnType<typeof initialIdsOf>[0]];
  const leaves = teacher.stepsOf(ids).map((step) => ({ step, leaf: teacher.consult(step, ids) }));
  return tellsOrdersApart(teacher, ids, leaves, new Set([0]), 0);
}

test('steps that have nothing to do with one another are not told apart', (t) => {
  t.false(
    areToldApart(
      (s) => s.set('x', 1),
      (s) => s.set('y', 1),
    ),
  );
});

test('two steps that count on are not told apart, because both orders lead to the same state', (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const count = (s: any) => s.set('x', s.get('x') + 1);
  t.false(areToldApart(count, count));
});

for (const [what, first, second] of [
  ['the first writes what the second reads', (s) => s.set('x', 1), (s) => s.set('y', s.get('x') + 1)],
  ['the second writes what the first reads', (s) => s.set('y', s.get('x') + 1), (s) => s.set('x', 1)],
  ['the first disables the second', (s) => s.set('x', 1), (s) => s.get('x') === 0 && s.set('y', 1)],
  [
    'one outcome of the second disables the first',
    (s) => s.get('z') === 0 && s.set('x', 1),
    (s) => s.choose({ a: s.set('y', 1), b: s.set('z', 1) }),
  ],
  // biome-ignore lint/suspicious/noExplicitAny: rules of any system.
] as readonly [string, (s: any) => unknown, (s: any) => unknown][]) {
  test(`told apart are steps where ${what}`, (t) => {
    t.true(areToldApart(first, second));
  });
}
