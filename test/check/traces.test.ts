/** The traces of large runs, which are searched for before properties are reported. */
import test from 'ava';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { instantiate } from '../../src/language/model.ts';
import counters from '../fixtures/counters.ts';
import { goOnFrom, Kept, withFile } from '../helpers/checkpoints.ts';

const NAMED = { model: 'counters', parameters: {} };
/** Enough states for a search with signs of life. */
const LARGE = { counters: 6, last: 7 };

const checked = (options: RunOptions) => checkSystem(instantiate(counters, LARGE), NAMED, { workers: 1, ...options });

test('a run resumes from every checkpoint that was written before its trace was found', async (t) => {
  const doing = new Set<string | undefined>();
  const onProgress = (progress: { readonly doing?: string }) => doing.add(progress.doing);
  const written = new Kept();
  const { statistics, properties } = await withFile((file) =>
    checked({ onProgress, checkpoint: written.options(file) }),
  );
  t.is(statistics.states, 8 ** 6);
  t.true(doing.has('searching for the trace of some are left'));
  t.is(properties[0]?.counterexample?.steps.length, 42);
  for (const bytes of written.some(2)) {
    const resumed = await goOnFrom(bytes, (checkpoint) => checked({ checkpoint }));
    t.is(resumed.statistics.states, statistics.states);
    t.deepEqual(resumed.properties, properties);
  }
});
