/** The oracle of test/engine/oracle.test.ts on many more systems. */
import test from 'ava';
import { agree } from '../helpers/agreement.ts';

test('the engine finds what the reference finds in 5,000 random systems, in every way of exploring', async (t) => {
  t.timeout(7_200_000);
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  await agree(t, { numRuns: 5000, seed: 2, threadedOneIn: 16, secondsMax: 110 * 60, progress });
});
