/** Depth-first search and random walks: other orders over the same tables, with the same meaning. */
import test from 'ava';
import lockedQueue from '../../models/classics/locked-queue.ts';
import peterson from '../../models/classics/peterson.ts';
import { check } from '../../src/check/check.ts';
import { property } from '../helpers/explored.ts';

test('depth first finds the states, transitions and verdicts of breadth first, and says that its traces are not shortest', async (t) => {
  for (const variant of ['recheck', 'no-recheck'] as const) {
    const breadthFirst = await check(lockedQueue, { variant }, { engine: 'reference' });
    const depthFirst = await check(lockedQueue, { variant }, { order: 'depth-first' });
    const { states, transitions, quiescentStates, finalStates } = breadthFirst.statistics;
    t.like(depthFirst.statistics, { states, transitions, quiescentStates, finalStates });
    t.deepEqual(
      depthFirst.properties.map(({ verdict }) => verdict),
      breadthFirst.properties.map(({ verdict }) => verdict),
    );
    t.true(depthFirst.notShortest);
  }
});

test('depth first stops at a limit, inconclusive', async (t) => {
  const report = await check(peterson, { processes: 4 }, { order: 'depth-first', statesMax: 1000 });
  t.like(report, { verdict: 'inconclusive', stopped: 'max-states' });
});

test('random walks never prove anything, and a violation that they meet is shown', async (t) => {
  const walks = { seed: 1, walks: 300, steps: 100 };
  const correct = await check(lockedQueue, { variant: 'recheck' }, { walks });
  t.like(correct, { verdict: 'inconclusive', stopped: 'walks' });
  t.is(correct.statistics.store, 'lossy');
  const broken = await check(lockedQueue, { variant: 'no-recheck' }, { walks });
  t.is(property(broken, 'right list').verdict, 'violated');
  t.true((property(broken, 'right list').counterexample?.steps.length ?? 0) >= 11, 'the shortest has 11 steps');
});

test('the same seed gives the same random walks', async (t) => {
  const traceOf = async (seed: number) => {
    const report = await check(lockedQueue, { variant: 'no-recheck' }, { walks: { seed, walks: 300, steps: 100 } });
    return JSON.stringify(property(report, 'right list').counterexample);
  };
  t.is(await traceOf(7), await traceOf(7));
  t.not(await traceOf(7), await traceOf(8));
});
