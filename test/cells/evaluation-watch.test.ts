/** Which evaluation is overdue, by a clock and a size of the process that the test sets. */
import test from 'ava';
import { EvaluationWatch } from '../../src/cells/evaluation-watch.ts';
import { errorOf, whileEvaluating } from '../../src/cells/overdue.ts';
import { Beacon } from '../../src/semantics/beacon.ts';

const GB = 1024 ** 3;

function setUp({ stepSeconds = 10 } = {}) {
  const beacon = new Beacon();
  const surroundings = { time: 1000, bytes: GB };
  const watch = new EvaluationWatch(beacon, stepSeconds, {
    now: () => surroundings.time,
    size: () => surroundings.bytes,
  });
  const { place } = beacon.place("step 'a'");
  /** Looks every 0.1 s for so many seconds; the first thing overdue, and when. */
  const during = (seconds: number, isInterrupted = false) => {
    for (let passed = 0; passed < seconds; passed += 0.1) {
      const overdue = watch.look({ isInterrupted });
      if (overdue !== undefined) return overdue;
      surroundings.time += 0.1;
    }
    return undefined;
  };
  return { beacon, surroundings, watch, place, during };
}

test('one evaluation may take its time, and no longer', (t) => {
  const { beacon, place, during } = setUp();
  beacon.begin(place);
  t.is(during(9.9), undefined);
  t.like(during(1), { by: 'step timeout', name: "step 'a'" });
});

test('many short evaluations never are overdue', (t) => {
  const { beacon, place, during } = setUp({ stepSeconds: 0.5 });
  for (let i = 0; i < 100; i++) {
    beacon.begin(place);
    t.is(during(0.3), undefined);
    beacon.end();
  }
});

test('no evaluation, however long none is in progress, is overdue', (t) => {
  const { beacon, during } = setUp();
  beacon.deadline = 1;
  t.is(during(100, true), undefined);
});

test('a process that was stopped for an hour is not blamed on its step', (t) => {
  const { beacon, surroundings, place, during } = setUp({ stepSeconds: 2 });
  beacon.begin(place);
  during(1);
  surroundings.time += 3600;
  t.is(during(0.3), undefined);
  t.like(during(2), { by: 'step timeout' });
});

test('an evaluation during which the process grows by a gigabyte allocates without bound', (t) => {
  const { beacon, surroundings, place, during } = setUp();
  beacon.begin(place);
  during(0.3);
  surroundings.bytes += 0.9 * GB;
  t.is(during(0.3), undefined);
  surroundings.bytes += 0.2 * GB;
  t.like(during(0.3), { by: 'memory' });
});

test('growth between evaluations is not that of any of them', (t) => {
  const { beacon, surroundings, place, during } = setUp();
  for (let i = 0; i < 10; i++) {
    beacon.begin(place);
    t.is(during(0.3), undefined);
    beacon.end();
    surroundings.bytes += GB;
  }
});

test('an evaluation that is in the way of the deadline or of a signal gets a second', (t) => {
  for (const by of ['timeout', 'interrupted'] as const) {
    const { beacon, surroundings, place, during } = setUp();
    if (by === 'timeout') beacon.deadline = 1000 * (surroundings.time + 1);
    beacon.begin(place);
    t.is(during(1), undefined);
    t.is(during(0.7, by === 'interrupted'), undefined);
    t.like(during(0.5, by === 'interrupted'), { by });
  }
});

test('what comes first counts: the time of a step, or that of the run', (t) => {
  for (const [stepSeconds, by] of [
    [1, 'step timeout'],
    [5, 'timeout'],
  ] as const) {
    const { beacon, surroundings, place, during } = setUp({ stepSeconds });
    beacon.deadline = 1000 * (surroundings.time + 2);
    beacon.begin(place);
    t.like(during(9), { by });
  }
});

test('the error says what is the fault of a step, and what of the model', (t) => {
  const overdue = { by: 'step timeout', seconds: 10, name: "step 'a'" } as const;
  t.like(errorOf(overdue, 10), { code: 'E_STEP', message: "step 'a' has not finished within 10 s." });
  t.like(errorOf({ ...overdue, name: 'building m' }, 90), {
    code: 'E_MODEL',
    message: 'building m has not finished within 90 s.',
  });
  t.regex(errorOf({ ...overdue, by: 'memory' }, 10).message, /^step 'a' allocates without bound/);
  t.is(whileEvaluating(overdue), "while evaluating step 'a', for 10 s");
  t.is(whileEvaluating({ ...overdue, name: "loading './m.ts'" }), "while loading './m.ts', for 10 s");
});
