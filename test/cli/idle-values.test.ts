/** A value of a parameter that makes no difference in any cell is vacuous, such as a variant that was never implemented. */
import test, { type ExecutionContext } from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/**
 * `declared` is not implemented. `mirrored` has as many states as `right`, and other ones. `repair` is needed only where something is
 * broken, and each repair runs only where its own fault is; without a fault all repairs are alike.
 */
const model = (vacuous: string, more = '') => `
import { assumption, defineModel, defineSystem, expecting, size, variant, violated } from 'everywhen';
const model = defineModel({
  name: 'small', title: 'a small one',
  parameters: {
    variant: variant('right', 'wrong', 'declared', 'mirrored'), fault: assumption('none', 'one', 'two'),
    repair: assumption('none', 'of one', 'of two'), n: size(1, 2),
  },
  build: ({ variant, fault, repair }) => defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' })
    .process('p', {
      up: (s) => (variant === 'mirrored' ? s.set('m', 1) : s.set('n', variant === 'wrong' ? 2 : 1)),
      fail: (s) => (fault !== 'none' && repair !== 'of ' + fault ? s.set('n', 3) : s),
    })
    .invariant('P', 'n stays small', (s) => s.get('n') + s.get('m') < 2),
});
const all = ['base', 'n', 'one', 'two', 'idle one', 'idle two', 'repaired one', 'repaired two'] as const;
const failing = { P: violated('it fails', ['one', 'two']) };
export default expecting(model, {
  variants: ['right', 'wrong', 'declared', 'mirrored'],
  scenarios: {
    base: {}, n: { n: 2 }, one: { fault: 'one' }, two: { fault: 'two' }, 'idle one': { repair: 'of one' }, 'idle two': { repair: 'of two' },
    'repaired one': { fault: 'one', repair: 'of one' }, 'repaired two': { fault: 'two', repair: 'of two' },
  },
  ${more}
  expected: { right: failing, declared: failing, mirrored: failing, wrong: { P: violated('2 is too much', all) } },
  vacuous: [${vacuous}],
});
`;
const run = async (t: ExecutionContext, text: string, ...flags: string[]) => {
  const { exitCode, stdout } = await everywhenHere(['matrix', './m.ts', '--strict', ...flags], {
    cwd: folderWith(t, { 'm.ts': text }),
  });
  return { exitCode, doubts: stdout.match(/^! .*(?:\n {2}(?!everywhen).*)*/gm) ?? [] };
};
const joined = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/\s+/g, ' '));

const DECLARED = '! variant=declared makes no difference: every cell has the states and verdicts of variant=right.';
const N = "{ parameter: 'n', because: 'for a test' }";

for (const engine of ['kernel', 'reference']) {
  test(`${engine}: a variant that was never implemented is vacuous; one with other states and a repair are not`, async (t) => {
    const { exitCode, doubts } = await run(t, model(N), '--engine', engine);
    t.is(exitCode, 1);
    t.deepEqual(joined(doubts), [DECLARED]);
  });
}

test('such a value is accepted with a reason, and a value that makes a difference is not', async (t) => {
  const accepted = "{ parameter: 'variant', value: 'declared', because: 'two designs that are one here' }";
  t.deepEqual(await run(t, model(`${N}, ${accepted}`)), { exitCode: 0, doubts: [] });
  const wrong = "{ parameter: 'repair', value: 'of one', because: 'wrong' }";
  const { exitCode, doubts } = await run(t, model(`${N}, ${accepted}, ${wrong}`));
  t.is(exitCode, 1);
  t.deepEqual(joined(doubts), ['! repair=of one is accepted as making no difference and makes one.']);
});

test('where a cell of the value did not run, nothing is said', async (t) => {
  const more = "moreScenarios: { later: { n: 2, repair: 'of one' } },";
  t.deepEqual(await run(t, model(N, more)), { exitCode: 0, doubts: [] });
  const { doubts } = await run(t, model(N, more), '--all');
  t.true(joined(doubts).includes(DECLARED));
});
