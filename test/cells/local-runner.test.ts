/** The rules by which a run shares out time and threads, with a pool that only notes what it is given. */
import test from 'ava';
import type { CellEnd } from '../../src/cells/cell-end.ts';
import type { Phase, RunRequest } from '../../src/cells/cell-runner.ts';
import type { CellLimits, CellOutcome, CellTask } from '../../src/cells/cell-task.ts';
import { LocalRunner } from '../../src/cells/local-runner.ts';
import type { CellEstimate, RunnableCell } from '../../src/cells/runnable-cell.ts';

interface NamedCell extends RunnableCell {
  readonly id: string;
}

const cell = (id: string, seconds: number, by: CellEstimate['by'] = 'last run'): NamedCell => ({
  id,
  loaded: { name: id },
  cell: { parameters: {} },
  estimate: { seconds, by },
});
const phases = (alone: readonly NamedCell[], beside: readonly NamedCell[] = []): readonly Phase<NamedCell>[] => [
  { how: 'alone', cells: alone },
  { how: 'beside', cells: beside },
];
const FINISHED = { report: {} } as unknown as CellOutcome;

/** Runs cells on threads that answer as they are told; the name of a task's model is the id of its cell. */
async function run(
  of: readonly Phase<NamedCell>[],
  answer: (task: CellTask) => Promise<CellOutcome>,
  request: Partial<RunRequest<NamedCell>> = {},
  threads = 1,
) {
  const ends = new Map<string, CellEnd>();
  const runner = LocalRunner.on<NamedCell>(threads, { pool: { run: answer, close: async () => {} } });
  await runner.run(of, { bounds: {}, limits: {}, onEnd: ({ id }, end) => ends.set(id, end), ...request });
  await runner.close();
  return ends;
}

/** Runs cells on a clock of its own: each takes as long as it is said to, and no longer than its limit. */
async function runOnClock(
  of: readonly Phase<NamedCell>[],
  takes: { readonly [id: string]: number },
  { budget, ...request }: Partial<RunRequest<NamedCell>> & { readonly budget: number },
) {
  let now = 0;
  const limits = new Map<string, CellLimits>();
  const answer = async ({ model, limits: given }: CellTask) => {
    limits.set(model, given);
    now += Math.min(takes[model] ?? 0, given.timeoutSeconds ?? Number.POSITIVE_INFINITY);
    return FINISHED;
  };
  const ends = await run(of, answer, { secondsLeft: () => budget - now, ...request });
  return { limits, ends, order: [...limits.keys()] };
}

test('a cell that would not finish waits until all cells that would have run', async (t) => {
  const cells = [cell('huge', 100), cell('big', 8), cell('small', 1)];
  const { order, ends, limits } = await runOnClock(phases(cells), { huge: 100, big: 8, small: 1 }, { budget: 10 });
  t.deepEqual(order, ['big', 'small', 'huge']);
  t.is(limits.get('huge')?.timeoutSeconds, 1);
  t.like(ends.get('huge'), { kind: 'outcome', byBudget: true });
});

test('a guessed duration counts four times: a cell that might not finish waits, too', async (t) => {
  const cells = [cell('guessed', 3, 'guess'), cell('known', 3)];
  const { order, limits } = await runOnClock(phases(cells), { guessed: 100, known: 3 }, { budget: 10 });
  t.deepEqual(order, ['known', 'guessed']);
  t.is(limits.get('guessed')?.timeoutSeconds, 7);
});

test('a cell for which too little of the budget is left is not started, and says so', async (t) => {
  for (const left of [0, 0.04]) {
    const cells = [cell('a', 1), cell('b', 0)];
    const { ends, order } = await runOnClock(phases(cells), { a: 10 - left }, { budget: 10 });
    t.deepEqual(order, ['a']);
    t.like(ends.get('b'), { kind: 'not started', because: 'the budget was used up before it began' });
  }
});

test('large cells get all threads one after the other, small cells a thread each at the same time', async (t) => {
  let [running, most] = [0, 0];
  const threads = new Map<string, number | undefined>();
  const small = ['b', 'c', 'd', 'e'].map((id) => cell(id, 1));
  const answer = async ({ model, limits: { workers } }: CellTask) => {
    threads.set(model, workers);
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    return FINISHED;
  };
  await run(phases([cell('a', 9)], small), answer, {}, 3);
  t.deepEqual([...threads.values()], [3, 1, 1, 1, 1]);
  t.is(most, 3);
});

test('limits of a cell apply beside the budget', async (t) => {
  const bounds = { seconds: 2, states: 7, bytes: 1024 ** 3 };
  const limits: CellLimits = { engine: 'kernel', statesMax: 9 };
  const ran = await runOnClock(phases([cell('a', 1)]), { a: 3 }, { budget: 10, bounds, limits });
  t.like(ran.limits.get('a'), { engine: 'kernel', timeoutSeconds: 2, statesMax: 7, workers: 1 });
  t.true((ran.limits.get('a')?.bytesMax ?? 0) > 1024 ** 3);
  t.like(ran.ends.get('a'), { byBudget: false });
});

test('a cell whose thread dies is run once more; when that dies, too, it is inconclusive and the others run', async (t) => {
  const tries = new Map<string, number>();
  const ends = await run(phases([cell('dies', 1), cell('dies once', 1), cell('lives', 1)]), async ({ model }) => {
    const count = (tries.get(model) ?? 0) + 1;
    tries.set(model, count);
    if (model === 'dies' || (model === 'dies once' && count === 1)) throw new Error('out of memory');
    return FINISHED;
  });
  t.deepEqual([...tries.values()], [2, 2, 1]);
  t.like(ends.get('dies'), { kind: 'died', because: 'the thread that ran it died, 2 times: out of memory' });
  t.is(ends.get('dies once')?.kind, 'outcome');
  t.is(ends.get('lives')?.kind, 'outcome');
});

test('after an interruption no cell begins', async (t) => {
  const controller = new AbortController();
  const answer = async () => {
    controller.abort();
    return FINISHED;
  };
  const { signal } = controller;
  const ends = await run(phases([cell('a', 1), cell('b', 1)], [cell('c', 1)]), answer, { signal });
  t.deepEqual(
    [...ends.values()].map(({ kind }) => kind),
    ['outcome', 'not started', 'not started'],
  );
  t.like(ends.get('b'), { because: 'the run was interrupted before it began' });
});

test('where the caller fails the run fails, and no lane takes another cell', async (t) => {
  const begun: string[] = [];
  const answer = async ({ model }: CellTask) => {
    begun.push(model);
    await new Promise(setImmediate);
    return FINISHED;
  };
  const onEnd = () => {
    throw new Error('the disk is full');
  };
  const cells = ['a', 'b', 'c', 'd'].map((id) => cell(id, 1));
  await t.throwsAsync(run(phases([], cells), answer, { onEnd }, 2), { message: 'the disk is full' });
  t.deepEqual(begun, ['a', 'b']);
});
