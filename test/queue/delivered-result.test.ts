import test from 'ava';
import type { CellOutcome } from '../../src/cells/cell-task.ts';
import checkCell from '../../src/cells/cell-task.ts';
import { type DeliveredResult, decodeResult, encodeResult } from '../../src/queue/delivered-result.ts';
import { endOfJob, isLasting, type OwnBytes } from '../../src/queue/end-of-job.ts';

const OWN: OwnBytes = { engine: 'e', changed: () => [], lostMs: 60_000 };

async function checked(states?: number): Promise<CellOutcome> {
  return checkCell({
    model: 'locked-queue',
    parameters: { variant: 'no-recheck' },
    limits: { workers: 1, ...(states !== undefined && { statesMax: states }) },
    stop: new SharedArrayBuffer(4),
  });
}

const result = (outcome: DeliveredResult['outcome']): DeliveredResult => ({
  machine: 'm',
  engine: 'e',
  took: 1.5,
  byBudget: false,
  outcome,
});
const completed = (outcome: DeliveredResult['outcome']) =>
  ({ id: 'j', kind: 'completed', value: encodeResult(result(outcome)) }) as const;

test('a report comes through the queue as it was, traces included', async (t) => {
  const outcome = await checked();
  t.true('report' in outcome && outcome.report.properties.some(({ counterexample }) => counterexample !== undefined));
  t.deepEqual(decodeResult(encodeResult(result(outcome))), JSON.parse(JSON.stringify(result(outcome))));
});

test('every other outcome comes through as it was', (t) => {
  for (const outcome of [
    { notStarted: true },
    { error: { code: 'E_STEP', message: 'a step throws', advice: { hint: 'h', next: 'n' } } },
    { died: 'twice' },
    { tooLarge: 7 },
  ] as const) {
    t.deepEqual(decodeResult(encodeResult(result(outcome))), result(outcome));
  }
});

test('a report that is too large for the queue says how large it was, and its cell is inconclusive', async (t) => {
  const text = encodeResult(result(await checked()), 100);
  const outcome = decodeResult(text)?.outcome;
  t.true(outcome !== undefined && 'tooLarge' in outcome && outcome.tooLarge > 100);
  t.like(endOfJob({ id: 'j', kind: 'completed', value: text }, OWN), { kind: 'died' });
});

test('a text that is not a result makes its cell inconclusive', (t) => {
  const cut = encodeResult(result({ notStarted: true })).slice(0, 20);
  for (const value of [undefined, null, 7, '', 'x', cut, Buffer.from('{}').toString('base64')]) {
    t.is(decodeResult(value), undefined);
    t.like(endOfJob({ id: 'j', kind: 'completed', value }, OWN), { kind: 'died' });
  }
});

test('a finding of other bytes is not accepted', async (t) => {
  const job = completed(await checked());
  t.like(endOfJob(job, OWN), { kind: 'outcome', took: 1.5 });
  t.deepEqual(endOfJob(job, { ...OWN, engine: 'other' }), {
    kind: 'not started',
    because: "m ran it with a checker whose bytes differ from this machine's",
  });
  t.deepEqual(endOfJob(job, { ...OWN, changed: () => ['a.ts', 'b.ts'] }), {
    kind: 'not started',
    because: "m ran it with other bytes of a.ts, b.ts than this machine's",
  });
});

test('two deaths are said as such', (t) => {
  const end = endOfJob({ id: 'j', kind: 'failed', because: 'job stalled more than allowable limit' }, OWN);
  t.deepEqual(end, { kind: 'died', because: '2 machines that took it died, or were not heard of for 60 s' });
});

test('a run that is resumed keeps what was explored fully, and only that', async (t) => {
  t.true(isLasting(completed(await checked())));
  t.false(isLasting(completed(await checked(3))));
  t.false(isLasting(completed({ notStarted: true })));
  t.false(isLasting(completed({ died: 'twice' })));
  t.false(isLasting({ id: 'j', kind: 'completed', value: 'x' }));
  t.true(isLasting({ id: 'j', kind: 'failed', because: 'job stalled more than allowable limit' }));
});

test('a cell that was not started says whether the budget was used up or the run interrupted', (t) => {
  const end = (byBudget: boolean) =>
    endOfJob({ id: 'j', kind: 'completed', value: encodeResult({ ...result({ notStarted: true }), byBudget }) }, OWN);
  t.like(end(true), { kind: 'not started', because: 'the budget was used up before it began' });
  t.like(end(false), { kind: 'not started', because: 'the run was interrupted before it began' });
});
