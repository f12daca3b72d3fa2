/** Whether a cycle of lock classes deadlocks in some reachable state: by hand, for systems of two locks. */
import test from 'ava';
import { defineSystem, replicated, spinLock } from 'everywhen';
import { checkSystem } from '../../../src/check/check.ts';
import { lockFindingText } from '../../../src/trace/lock-text.ts';
import { property, systemOf } from '../../helpers/explored.ts';
import { guarded, judged, only, unguarded } from '../../helpers/lock-order.ts';

const textOf = (finding: unknown) => lockFindingText(finding as never, () => []).join(' ');

test('a cycle says whether a reachable state deadlocks so, with a trace where no other finding has it', async (t) => {
  const cycleOf = async (builder: unknown) =>
    (await judged(t, builder)).lockFindings?.find(({ rule }) => rule === 'cycle');
  const shows = 'p waits for b (q), q waits for a (p): for ever';
  const told = await cycleOf(unguarded().lockOrder('L', 'locks'));
  t.deepEqual(told?.deadlock, { verdict: 'reachable', shows });
  t.is(told?.traces.length, 2);
  const alone = await cycleOf(unguarded().lockOrder('L', 'locks', only('cycle')));
  t.deepEqual(alone?.deadlock, { verdict: 'reachable', shows });
  t.deepEqual(
    alone?.traces.map(({ trace }) => trace.steps.length),
    [2, 2, 2],
  );
  t.true(textOf(alone).includes(`A reachable state deadlocks: ${shows}.`));
  // The third lock excludes it: each process holds `guard` while it takes the others.
  const excluded = await cycleOf(guarded(true).lockOrder('L', 'locks'));
  t.deepEqual(excluded?.deadlock, { verdict: 'unreachable' });
  t.true(textOf(excluded).includes('No reachable state has this wait cycle.'));
});

test('a wait cycle of other classes is not the one of the cycle, and a subclass is a class there', async (t) => {
  // p and q take a and b in a circle, but one after the other; r and s wait for each other for c and d.
  const other = defineSystem({ guard: spinLock(), a: replicated(2, spinLock()), c: spinLock(), d: spinLock() })
    .process('p', {
      guard: (s) => s.acquire('guard'),
      a: (s) => s.acquire('a', 0)?.acquire('a', 1, { subclass: 1 })?.release('a', 1).release('a', 0).release('guard'),
    })
    .process('q', {
      guard: (s) => s.acquire('guard'),
      a: (s) => s.acquire('a', 1, { subclass: 1 })?.acquire('a', 0)?.release('a', 0).release('a', 1).release('guard'),
    })
    .process('r', { c: (s) => s.acquire('c'), d: (s) => s.acquire('d')?.release('d').release('c') })
    .process('s', { d: (s) => s.acquire('d'), c: (s) => s.acquire('c')?.release('c').release('d') })
    .lockOrder('L', 'locks', only('cycle'));
  t.deepEqual(
    (await judged(t, other)).lockFindings?.map(({ message, deadlock }) => [
      message.match(/: (.*?),/)?.[1],
      deadlock?.verdict,
    ]),
    [
      ['a -> a/1 -> a', 'unreachable'],
      ['c -> d -> c', 'reachable'],
    ],
  );
});

test('a run that stops early, or keeps no levels, does not decide whether a cycle deadlocks', async (t) => {
  const judge = async (options: object) => {
    const system = systemOf(
      unguarded()
        .processes('more', 3, { x: (s) => s, y: (s) => s })
        .lockOrder('L', 'locks', only('cycle')),
    );
    return property(await checkSystem(system, { model: 'test', parameters: {} }, options), 'L').lockFindings?.[0]
      ?.deadlock;
  };
  t.like(await judge({ order: 'depth-first' }), { verdict: 'undecided' });
  const never = await checkSystem(
    systemOf(
      guarded(true)
        .processes('more', 8, { x: (s) => s, y: (s) => s, z: (s) => s })
        .lockOrder('L', 'locks'),
    ),
    { model: 'test', parameters: {} },
    { statesMax: 3000, workers: 1 },
  );
  t.is(never.stopped, 'max-states');
  t.like(property(never, 'L').lockFindings?.[0]?.deadlock, { verdict: 'undecided' });
});
