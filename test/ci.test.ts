/** The closing line of `.ci/run` says how many tests passed and failed. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const COUNT = fileURLToPath(new URL('../.ci/count', import.meta.url));
const RULE = '  ─\n\n';

const cases: readonly (readonly [what: string, output: string, exitCode: number, line: string])[] = [
  ['tests that passed', `  ✔ a (3s)\n  ✔ b\n${RULE}  2 tests passed\n\nStatements : 97%\n`, 0, '2 passed, 0 failed'],
  [
    'one test, in colours',
    `  \u001b[32m✔\u001b[39m a\n${RULE}  \u001b[32m1 test passed\u001b[39m\n`,
    0,
    '1 passed, 0 failed',
  ],
  ['a test that was skipped', `  ✔ a\n  - b\n${RULE}  1 test passed\n  1 test skipped\n`, 0, '1 passed, 0 failed'],
  [
    'a test that failed, told of twice',
    `  ✔ a\n  ✘ [fail]: b\n  ✔ c\n  ✘ [fail]: d\n${RULE}  b\n\n  7 tests failed\n${RULE}  2 tests failed\n`,
    1,
    '2 passed, 2 failed',
  ],
  [
    'an exception beside the tests',
    `  ✔ a\n${RULE}  Uncaught exception in test/a.test.ts\n\n${RULE}  1 test passed\n  1 uncaught exception\n`,
    1,
    '1 passed, 1 failed',
  ],
  [
    'a test that hangs',
    `  ✔ a\n${RULE}  1 test passed\n  2 tests remained pending after a timeout\n`,
    1,
    '1 passed, 2 failed',
  ],
  [
    'coverage that is too low',
    `  ✔ a\n${RULE}  1 test passed\n\nERROR: Coverage for lines (94%)\n`,
    1,
    '1 passed, 1 failed',
  ],
  ['an installation that failed', 'npm error code E404\n', 1, '0 passed, 1 failed'],
  ['no tests at all', 'Checked 595 files\n', 0, '0 passed, 1 failed'],
];
for (const [what, output, exitCode, line] of cases) {
  test(`of ${what} it is ${line}`, (t) => {
    const { stdout, status } = spawnSync(COUNT, [String(exitCode)], { input: output, encoding: 'utf8' });
    t.is(stdout, `${line}\n`);
    t.is(status, line.endsWith(' 0 failed') ? 0 : 1);
  });
}
