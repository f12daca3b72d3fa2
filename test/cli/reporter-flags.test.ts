import test from 'ava';
import { EXIT } from '../../src/cli/exit.ts';
import { openOnFailure } from '../../src/cli/options/reporter-flags.ts';

const page = 'everywhen-report/index.html';
const cases: readonly (readonly [
  when: string,
  page: string | undefined,
  open: boolean,
  code: number,
  opened: string[],
])[] = [
  ['a run that failed opens its page', page, true, EXIT.violated, [page]],
  ['a run in which all is as expected opens nothing', page, true, EXIT.holds, []],
  ['an inconclusive run opens nothing', page, true, EXIT.inconclusive, []],
  ['an interrupted run opens nothing', page, true, EXIT.interrupted, []],
  ['with --no-open nothing is opened', page, false, EXIT.violated, []],
  ['without a page nothing is opened', undefined, true, EXIT.violated, []],
];
for (const [when, written, open, code, expected] of cases) {
  test(when, async (t) => {
    const opened: string[] = [];
    await openOnFailure({ ...(written !== undefined && { page: written }) }, { open }, code, async (one) =>
      opened.push(one),
    );
    t.deepEqual(opened, expected);
  });
}
