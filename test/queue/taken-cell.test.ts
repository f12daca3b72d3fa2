import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { Job } from 'bullmq';
import { CellThreads } from '../../src/cells/cell-threads.ts';
import type { CellJob } from '../../src/queue/cell-job.ts';
import { decodeResult } from '../../src/queue/delivered-result.ts';
import { Outage } from '../../src/queue/outage.ts';
import type { QueueServer } from '../../src/queue/queue-server.ts';
import { TakenCell, type WorkerContext } from '../../src/queue/taken-cell.ts';
import { ThreadLeases } from '../../src/queue/thread-leases.ts';
import { folderWith } from '../helpers/files.ts';

const CELL: CellJob = {
  key: 'k',
  model: 'locked-queue',
  modelHash: 'h',
  parameters: { variant: 'no-recheck' },
  shown: 'locked-queue variant=no-recheck',
  alone: false,
  bounds: {},
  limits: { engine: 'kernel' },
};
/** Hours of it. */
const LONG: CellJob = { ...CELL, model: 'two-phase-commit', parameters: { managers: '16' } };

/** A job that notes what becomes of it, of a server that fails first. */
class NotedJob {
  readonly id = 'j';
  readonly token = 't';
  completed: unknown;
  isBack = false;
  readonly #failures: Error[];

  constructor(...failures: Error[]) {
    this.#failures = failures;
  }

  async moveToCompleted(value: unknown): Promise<void> {
    this.#fail();
    this.completed = value;
  }

  async moveToWait(): Promise<number> {
    this.#fail();
    this.isBack = true;
    return 0;
  }

  #fail(): void {
    const failure = this.#failures.shift();
    if (failure !== undefined) throw failure;
  }
}

function taken(
  t: ExecutionContext,
  job: NotedJob,
  cell: CellJob,
  more: Partial<WorkerContext> = {},
  secondsLeft = Number.POSITIVE_INFINITY,
) {
  const said: string[] = [];
  const threads = new CellThreads(2);
  const context = { name: 'm', engine: 'e', leases: new ThreadLeases(2), threads, waitSeconds: 60, ...more };
  const one = new TakenCell(
    job as unknown as Job,
    cell,
    { ...context, say: (text) => said.push(text) },
    () => secondsLeft,
  );
  t.teardown(() => threads.close());
  const begun = async () => {
    while (!said.some((text) => text.startsWith('begun'))) await delay(20);
  };
  return { one, said, begun, leases: context.leases };
}

test('a cell is run on a thread and given back as a result, once the server takes it', async (t) => {
  const job = new NotedJob(new Error('Connection is closed.'));
  const { one, said, leases } = taken(t, job, CELL);
  await one.done;
  const result = decodeResult(job.completed);
  t.like(result, { machine: 'm', engine: 'e', byBudget: false });
  t.true(result !== undefined && 'report' in result.outcome && result.outcome.report.verdict === 'violated');
  t.regex(said.join('\n'), /^begun: locked-queue variant=no-recheck\nended: .*, violated, [\d,]+ states in [\d.]+ s$/);
  t.true(leases.isIdle);
});

test('a result that another machine was faster with is dropped', async (t) => {
  const job = new NotedJob(new Error('Missing lock for job j. moveToFinished'));
  const { one, said } = taken(t, job, CELL);
  await one.done;
  t.is(job.completed, undefined);
  t.regex(said.at(-1) ?? '', /^dropped: locked-queue variant=no-recheck, /);
});

test('a cell whose lock is lost is stopped and dropped', async (t) => {
  const job = new NotedJob();
  const { one, said, begun } = taken(t, job, LONG);
  await begun();
  one.lose();
  await one.done;
  t.is(job.completed, undefined);
  t.false(job.isBack);
  t.regex(said.at(-1) ?? '', /^dropped: /);
});

test('a cell that is given back goes to the queue, and one that is stopped says how far it came, if it had begun', async (t) => {
  const [back, stopped] = [new NotedJob(), new NotedJob()];
  const [first, second] = [taken(t, back, LONG), taken(t, stopped, { ...LONG, alone: true, bounds: { states: 1e9 } })];
  await Promise.all([first.begun(), second.begun()]);
  first.one.giveBack();
  second.one.stop();
  await Promise.all([first.one.done, second.one.done]);
  t.true(back.isBack);
  t.is(back.completed, undefined);
  t.regex(first.said.at(-1) ?? '', /^given back: /);
  const outcome = decodeResult(stopped.completed)?.outcome;
  // Its thread may not have looked at it yet.
  if (outcome !== undefined && 'report' in outcome) t.is(outcome.report.stopped, 'interrupted');
  else t.deepEqual(outcome, { notStarted: true });
  t.regex(second.said.at(-1) ?? '', /^ended: .*, (inconclusive, .*, stopped early \(interrupted\)|not begun)$/);
});

test('a cell for which too little of the budget is left is not started', async (t) => {
  const job = new NotedJob();
  const { one, said } = taken(t, job, CELL, {}, 0.04);
  await one.done;
  t.like(decodeResult(job.completed), { byBudget: true, outcome: { notStarted: true } });
  t.deepEqual(said, ['ended: locked-queue variant=no-recheck, not begun']);
});

test('a cell that uses up the budget says that this was its limit, not a bound of its own', async (t) => {
  for (const [bounds, byBudget] of [
    [{ states: 20 }, true],
    [{ states: 20, seconds: 500 }, false],
  ] as const) {
    const job = new NotedJob();
    await taken(t, job, { ...CELL, bounds }, {}, 600).one.done;
    t.like(decodeResult(job.completed), { byBudget });
  }
});

test('a model that breaks a rule is a result, too', async (t) => {
  const job = new NotedJob();
  const { one, said } = taken(t, job, { ...CELL, parameters: { variant: 'none' } });
  await one.done;
  t.like(decodeResult(job.completed)?.outcome, { error: { code: 'E_PARAMETER' } });
  t.regex(said.at(-1) ?? '', /^ended: .*, E_PARAMETER: /);
});

test('a checkpoint that is refused is set aside, and the cell begins anew', async (t) => {
  const folder = folderWith(t, {});
  const checkpoints = { folder, everySeconds: 600 };
  const limited = { ...CELL, bounds: { states: 20 } };
  await taken(t, new NotedJob(), limited, { checkpoints }).one.done;
  const [file = ''] = readdirSync(folder);
  t.regex(file, /\.checkpoint$/);

  const goingOn = taken(t, new NotedJob(), limited, { checkpoints });
  await goingOn.one.done;
  t.regex(goingOn.said[0] ?? '', /^resumed: /);

  writeFileSync(join(folder, file), 'no checkpoint');
  const job = new NotedJob();
  const anew = taken(t, job, CELL, { checkpoints });
  await anew.one.done;
  t.regex(anew.said[1] ?? '', /^checkpoint of .*: It began anew, because its checkpoint is no checkpoint of Everywhen/);
  const outcome = decodeResult(job.completed)?.outcome;
  t.true(outcome !== undefined && 'report' in outcome && outcome.report.stopped === undefined);
});

test('an outage is said once, and once when it is over; a bug is none', (t) => {
  const said: string[] = [];
  const server = { address: { shown: 'redis://h:1' }, explained: (error: Error) => error.message };
  const outage = new Outage(server as unknown as QueueServer, (text) => said.push(text));
  outage.over();
  t.is(outage.failed(new Error('gone'), 1000), 0);
  t.is(outage.failed(new Error('gone'), 4000), 3000);
  outage.over();
  t.deepEqual(said, ['The queue at redis://h:1 is out of reach: gone', 'The queue at redis://h:1 answers again.']);
  t.throws(() => outage.failed(new TypeError('bug'), 0), { instanceOf: TypeError });
});
