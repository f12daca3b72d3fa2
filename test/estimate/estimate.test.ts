/** Estimates as a function of counts: nothing here explores, and nothing depends on time. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { costOf } from '../../src/estimate/cost.ts';
import { type Estimate, estimateOf, type Seen } from '../../src/estimate/estimate.ts';
import { knownExplorations } from '../../src/estimate/known.ts';
import { momentOf } from '../../src/estimate/moment.ts';
import { errorsAt, SHARES, seenAt } from '../helpers/calibration/errors-table.ts';
import { calibrationTables } from '../helpers/calibration/estimate-page.ts';

const WALKS = {
  ...{ walks: 100, endless: 0, endlessSteps: 0, endlessStates: 0 },
  ...{ steps: 1000, stepsKnown: 500, states: 400, statesKnown: 100, statesOnce: 200 },
};

function seen(levels: readonly number[], more: Partial<Seen> = {}): Seen {
  const states = levels.reduce((all, one) => all + one, 0);
  return { levels, states, visited: states, transitions: 3 * states, complete: false, ...more };
}

/** Levels of a space that grows as k^power, and shrinks in the same way. */
function bell(power: number, depth: number): readonly number[] {
  return Array.from({ length: depth + 1 }, (_, k) => Math.round(((k + 1) * (depth + 1 - k)) ** power));
}

test('growth is the power with which levels grow, whatever their size', (t) => {
  for (const power of [1, 2, 3]) {
    for (const scale of [1, 50]) {
      const levels = Array.from({ length: 60 }, (_, k) => scale * (k + 1) ** power);
      const { growth = 0 } = momentOf(levels) ?? {};
      t.true(Math.abs(growth - power) < 0.15 * power, `${growth} is about ${power}`);
    }
  }
  t.is(momentOf(Array.from({ length: 60 }, () => 7))?.growth, 0);
  t.true((momentOf(bell(2, 60).slice(0, 55))?.growth ?? 0) < -1);
});

test('there is no moment of a few levels or a few states', (t) => {
  t.is(momentOf([100, 200, 300, 400]), undefined);
  t.is(momentOf([1, 2, 3, 4, 5]), undefined);
  t.not(momentOf([10, 20, 30, 40, 50]), undefined);
});

test('what was explored fully is exact', (t) => {
  const estimate = estimateOf(seen([1, 5, 3], { complete: true }));
  const exactly = (value: number) => ({ likely: value, low: value, high: value });
  t.deepEqual(estimate, { kind: 'exact', states: exactly(9), transitions: exactly(27), depth: exactly(2) });
});

test('an interval holds at least what was found, in order', (t) => {
  for (const share of [0.05, 0.5]) {
    for (const known of knownExplorations()) {
      const { levels, states } = seenAt(known, share, false) ?? seen([]);
      const estimate = estimateOf(seen(levels, { walks: WALKS }));
      if (estimate.kind !== 'interval') continue;
      for (const [{ likely, low, high }, least] of [
        [estimate.states, states],
        [estimate.transitions, 3 * states],
        [estimate.depth, levels.length - 1],
      ] as const) {
        t.true(least <= low && low <= likely && likely <= high, `${known.cell} at ${share}`);
      }
    }
  }
});

test('the closer the end, the narrower the interval', (t) => {
  const levels = bell(2, 80);
  const widths = [30, 50, 65, 75].map((count) => width(estimateOf(seen(levels.slice(0, count)))));
  t.deepEqual(
    widths,
    widths.toSorted((a, b) => b - a),
  );
  t.true((widths.at(-1) ?? 0) < 2);
});

function width(estimate: Estimate): number {
  return estimate.kind === 'interval' ? estimate.states.high / estimate.states.low : Number.POSITIVE_INFINITY;
}

test('levels that double without an end have a lower bound only', (t) => {
  const levels = Array.from({ length: 18 }, (_, k) => 2 ** k);
  t.like(estimateOf(seen(levels)), { kind: 'lower bound', because: 'growing', states: 2 ** 18 - 1, depth: 17 });
});

test('walks that neither end nor return leave a lower bound only', (t) => {
  const levels = bell(2, 80).slice(0, 60);
  const walks = { ...WALKS, endless: 100, endlessSteps: 1000, endlessStates: 950 };
  t.like(estimateOf(seen(levels, { walks })), { kind: 'lower bound', because: 'new' });
  t.is(estimateOf(seen(levels, { walks: { ...walks, endlessStates: 500 } })).kind, 'interval');
});

test('no known exploration speaks for its own model in the calibration, and 80% of the intervals hold', (t) => {
  for (const withWalks of [true, false]) {
    const errors = SHARES.map((share) => errorsAt(share, withWalks));
    const told = errors.map(({ cells, unknown }) => cells - unknown);
    const inside = errors.reduce((all, { states }, i) => all + (states.coverage || 0) * (told[i] ?? 0), 0);
    const share = inside / told.reduce((all, one) => all + one, 0);
    t.true(share > 0.78 && share < 0.92, `${share} with${withWalks ? '' : 'out'} walks`);
  }
});

test('the recorded errors are those of the estimates', (t) => {
  const page = readFileSync(new URL('../../results/estimate.md', import.meta.url), 'utf8');
  t.true(page.includes(calibrationTables()), 'npm run calibrate writes results/estimate.md');
});

const INTERVAL = estimateOf(seen(bell(2, 80).slice(0, 60)));
const ROOM = { peakBytes: 1e8, states: 10, bytesMax: 1e10 };
const RATE = { seconds: 1, states: 10, secondsPerState: 1e-6 };

test('memory says whether the states fit', (t) => {
  const fitOf = (bytesFor: (states: number) => number | undefined, bytesMax = 1e10) =>
    costOf(INTERVAL, RATE, { ...ROOM, bytesFor, bytesMax }).fit;
  if (INTERVAL.kind !== 'interval') throw new Error('not an interval');
  const { low, likely, high } = INTERVAL.states;
  const upTo = (most: number) => (states: number) => (states <= most ? 8 * states : undefined);
  t.is(fitOf(upTo(high)), 'fits');
  t.is(fitOf(upTo((likely + high) / 2)), 'may not fit');
  t.is(fitOf(upTo(likely - 1)), 'may not fit');
  t.is(fitOf(upTo(low - 1)), 'too many states');
  t.is(fitOf(upTo(high), 1e8), 'too little memory');
});

test('time is what was spent, and the rest at the present rate, sooner or later', (t) => {
  const { seconds } = costOf(INTERVAL, RATE, { ...ROOM, bytesFor: (states) => states });
  if (INTERVAL.kind !== 'interval' || seconds === undefined) throw new Error('not an interval');
  t.is(seconds.likely, 1 + (INTERVAL.states.likely - 10) * 1e-6);
  t.true(seconds.low < 1 + (INTERVAL.states.low - 10) * 1e-6 && seconds.high > 1 + (INTERVAL.states.high - 10) * 1e-6);
  t.deepEqual(costOf({ ...INTERVAL, kind: 'exact' }, RATE, { ...ROOM, bytesFor: () => 0 }), {});
});
