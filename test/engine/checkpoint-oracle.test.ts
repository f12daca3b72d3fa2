/** Runs that are stopped at any checkpoint and resumed find what the reference finds, and nothing else. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { goOnFrom, Kept, withFile } from '../helpers/checkpoints.ts';
import { byEngine, byReference, differences, type Summary, waysOf } from '../helpers/oracle.ts';
import { randomWideSystem } from '../helpers/random-system.ts';

const SYSTEMS = 16;
const RESUMED_FROM = 3;
/** One system in this many is resumed with several threads. */
const THREADED_ONE_IN = 5;

test(`the results of ${SYSTEMS} random systems are the same when runs are stopped and resumed`, async (t) => {
  t.timeout(900_000);
  const counts = { compared: 0, resumed: 0, threaded: 0, words: 0, widened: 0, outgrown: 0 };
  let model = 0;
  const property = fc.asyncProperty(randomWideSystem, async (data) => {
    const number = model++;
    let expected: Summary | undefined;
    for (const way of waysOf(number, THREADED_ONE_IN)) {
      const kept = new Kept();
      const { summary, packing } = await withFile((file) => byEngine(data, { ...way, checkpoint: kept.options(file) }));
      if (summary.stopped === 'max-states') return;
      expected ??= await byReference(data);
      t.deepEqual(differences(expected, summary), [], way.name);
      counts.compared++;
      if (packing.words > 1) counts.words++;
      if (packing.widened > 0) counts.widened++;
      if (packing.outgrown) counts.outgrown++;
      for (const [i, checkpoint] of kept.some(RESUMED_FROM).entries()) {
        // A run may be resumed with another number of threads.
        const threaded = number % THREADED_ONE_IN === 0 && i === 1;
        const workers = threaded ? { workers: 2, poolStates: 0 } : { workers: 1 };
        const resumed = await goOnFrom(checkpoint, (options) =>
          byEngine(data, { ...way, ...workers, checkpoint: options }),
        );
        t.deepEqual(differences(expected, resumed.summary), [], `${way.name}, from ${i}`);
        counts.resumed++;
        if (threaded) counts.threaded++;
      }
    }
  });
  await fc.assert(property, { numRuns: SYSTEMS, seed: 3, endOnFailure: true });
  t.log(JSON.stringify(counts));
  t.true(counts.resumed > 3 * SYSTEMS && counts.threaded >= 8 && counts.outgrown > 0);
  t.true(counts.words >= counts.compared / 4 && counts.widened >= counts.compared / 4);
});
