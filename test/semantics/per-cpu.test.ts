/** Components of each CPU. */
import test from 'ava';
import { defineSystem, perCpu } from 'everywhen';
import { checked, property, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

test('a step reaches the component of its own CPU, a thread and a handler alike', (t) => {
  const system = systemOf(
    defineSystem({ depth: perCpu(2, 0) })
      .processes('thread', 2, { enter: (s) => s.update('depth', s.thisCpu, (n) => n + 1) }, { cpu: (i) => `cpu${i}` })
      .interrupt('tick', { arrive: (s) => s.set('depth', s.thisCpu, 7), end: (s) => s }, { cpu: 'cpu1' }),
  );
  const next = successors(system);
  t.like(valuesOf(system, next.get('thread[0] enter') as never), { 'depth[cpu0]': 1, 'depth[cpu1]': 0 });
  t.like(valuesOf(system, next.get('thread[1] enter') as never), { 'depth[cpu0]': 0, 'depth[cpu1]': 1 });
  t.like(valuesOf(system, next.get('tick arrive') as never), { 'depth[cpu0]': 0, 'depth[cpu1]': 7 });
});

test('CPUs may be named, each with a declaration of its own', async (t) => {
  const report = await checked(
    defineSystem({ left: perCpu(['boot', 'other'], (cpu) => (cpu === 'boot' ? 1 : 2)) })
      .process('p', { take: (s) => s.update('left', s.thisCpu, (n) => n - 1) }, { cpu: 'boot' })
      .rules('q', { peek: (s) => s.when(s.get('left', 'other') === 0) }, { cpu: 'other' })
      .quiescent('Q', 'one is taken', (s) => s.get('left', 'boot') === 0 && s.get('left', 'other') === 2),
  );
  t.is(property(report, 'Q').verdict, 'holds');
});

test('a process runs on a CPU of its own name by default, for which there is no component', async (t) => {
  const system = defineSystem({ depth: perCpu(1, 0) }).process('p', { a: (s) => s.set('depth', s.thisCpu, 1) });
  t.is((await userError(() => checked(system))).code, 'E_INDEX');
});
