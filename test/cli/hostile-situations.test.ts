/** Models that hang or end their process, unwritable output, and signals at awkward times: each ends, with a true exit code. */
import test from 'ava';
import { HOSTILE_CASES } from '../helpers/hostile-cases.ts';
import { runHostile } from '../helpers/hostile-run.ts';

for (const hostile of HOSTILE_CASES.filter(({ isCostly }) => !isCostly)) {
  test(`it ends with ${hostile.exitCode}: ${hostile.title}`, async (t) => {
    await runHostile(t, hostile);
  });
}
