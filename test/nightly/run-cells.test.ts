import test from 'ava';
import type { CellLimits, CellOutcome } from '../../src/cells/cell-task.ts';
import type { Estimate } from '../../src/nightly/durations.ts';
import type { Plan, PlannedCell } from '../../src/nightly/plan.ts';
import { type CellEnd, type RunCellsOptions, runCells } from '../../src/nightly/run-cells.ts';

const cell = (id: string, seconds: number, by: Estimate['by'] = 'last run') =>
  ({ id, estimate: { seconds, states: undefined, by } }) as PlannedCell;
const plan = (alone: readonly PlannedCell[], beside: readonly PlannedCell[], threads = 1): Plan => ({
  served: [],
  phases: [
    { how: 'alone', cells: alone },
    { how: 'beside', cells: beside },
  ],
  threads,
  seconds: 0,
});
const FINISHED = { report: {} } as unknown as CellOutcome;

/** Runs a plan on a clock of its own: each cell takes as long as it is said to, and no longer than its limit. */
async function runOnClock(
  of: Plan,
  takes: { readonly [id: string]: number },
  options: Partial<RunCellsOptions> & { readonly budget: number },
) {
  let now = 0;
  const limits = new Map<string, CellLimits>();
  const ends = new Map<string, CellEnd>();
  await runCells(of, {
    bounds: {},
    secondsLeft: () => options.budget - now,
    runner: async ({ id }, given) => {
      limits.set(id, given);
      now += Math.min(takes[id] ?? 0, given.timeoutSeconds ?? Number.POSITIVE_INFINITY);
      return FINISHED;
    },
    onEnd: (ended, end) => ends.set(ended.id, end),
    ...options,
  });
  return { limits, ends, order: [...limits.keys()] };
}

test('a cell that would not come to its end waits until all that would are done', async (t) => {
  const cells = [cell('huge', 100), cell('big', 8), cell('small', 1)];
  const { order, ends, limits } = await runOnClock(plan(cells, []), { huge: 100, big: 8, small: 1 }, { budget: 10 });
  t.deepEqual(order, ['big', 'small', 'huge']);
  t.is(limits.get('huge')?.timeoutSeconds, 1);
  t.like(ends.get('huge'), { kind: 'outcome', byBudget: true });
});

test('a guess may be wrong by four: a cell that might not come to its end waits, too', async (t) => {
  const cells = [cell('guessed', 3, 'guess'), cell('known', 3)];
  const { order, limits } = await runOnClock(plan(cells, []), { guessed: 100, known: 3 }, { budget: 10 });
  t.deepEqual(order, ['known', 'guessed']);
  t.is(limits.get('guessed')?.timeoutSeconds, 7);
});

test('what does not begin within the budget is not started, and says so', async (t) => {
  const { ends, order } = await runOnClock(plan([cell('a', 1), cell('b', 1)], []), { a: 10 }, { budget: 10 });
  t.deepEqual(order, ['a']);
  t.deepEqual(ends.get('b'), { kind: 'not started', because: 'the budget was used up before it began' });
});

test('large cells get all threads one after the other, small ones a thread each at the same time', async (t) => {
  let [running, most] = [0, 0];
  const threads = new Map<string, number | undefined>();
  const small = ['b', 'c', 'd', 'e'].map((id) => cell(id, 1));
  await runCells(plan([cell('a', 9)], small, 3), {
    bounds: {},
    runner: async ({ id }, { workers }) => {
      threads.set(id, workers);
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return FINISHED;
    },
    onEnd: () => {},
  });
  t.deepEqual([...threads.values()], [3, 1, 1, 1, 1]);
  t.is(most, 3);
});

test('limits of a cell hold beside the budget', async (t) => {
  const { limits, ends } = await runOnClock(
    plan([cell('a', 1)], []),
    { a: 3 },
    { budget: 10, bounds: { seconds: 2, states: 7, bytes: 1024 ** 3 } },
  );
  t.like(limits.get('a'), { timeoutSeconds: 2, statesMax: 7, workers: 1 });
  t.true((limits.get('a')?.bytesMax ?? 0) > 1024 ** 3);
  t.like(ends.get('a'), { byBudget: false });
});

test('a cell whose thread dies is run once more; when that dies, too, it is inconclusive and the others go on', async (t) => {
  const tries = new Map<string, number>();
  const ends = new Map<string, CellEnd>();
  await runCells(plan([cell('dies', 1), cell('dies once', 1), cell('lives', 1)], []), {
    bounds: {},
    runner: async ({ id }) => {
      const count = (tries.get(id) ?? 0) + 1;
      tries.set(id, count);
      if (id === 'dies' || (id === 'dies once' && count === 1)) throw new Error('out of memory');
      return FINISHED;
    },
    onEnd: ({ id }, end) => ends.set(id, end),
  });
  t.deepEqual([...tries.values()], [2, 2, 1]);
  t.deepEqual(ends.get('dies'), { kind: 'died', because: 'the thread that ran it died, 2 times: out of memory' });
  t.is(ends.get('dies once')?.kind, 'outcome');
  t.is(ends.get('lives')?.kind, 'outcome');
});

test('after an interruption no cell begins', async (t) => {
  const controller = new AbortController();
  const ends = new Map<string, CellEnd>();
  await runCells(plan([cell('a', 1), cell('b', 1)], [cell('c', 1)]), {
    bounds: {},
    signal: controller.signal,
    runner: async () => {
      controller.abort();
      return FINISHED;
    },
    onEnd: ({ id }, end) => ends.set(id, end),
  });
  t.deepEqual(
    [...ends.values()].map(({ kind }) => kind),
    ['outcome', 'not started', 'not started'],
  );
});
