/** `everywhen matrix` with filters: which cells run, and which properties are shown and judged. */
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** `Q` is violated in every cell of `wrong`, and nothing expects it; `P` in one, as expected; `R` only `right` has. */
const MODEL = `
import { assumptionSet, defineModel, defineSystem, expecting, sizeRange, variant, violated } from 'everywhen';
const model = defineModel({
  name: 'small', title: 'a counter with a bound',
  parameters: { variant: variant('right', 'wrong'), n: sizeRange({ from: 1, to: 9, initial: 3 }), fix: assumptionSet('one', 'two') },
  build: ({ variant, n }) => {
    const system = defineSystem({ count: 0 })
      .process('p', { up: (s) => s.when(s.get('count') < n)?.update('count', (c) => c + 1) }, { end: 'loop', mayWaitAt: ['up'] })
      .invariant('P', 'below 3', (s) => variant === 'right' || s.get('count') < 3)
      .invariant('Q', 'below 2', (s) => variant === 'right' || s.get('count') < 2)
      .invariant('I', 'below 1', (s) => s.get('count') < 1, { informational: true });
    return variant === 'right' ? system.invariant('R', 'below 9', (s) => s.get('count') < 9) : system;
  },
});
export default expecting(model, {
  variants: ['right', 'wrong'], counts: { two: { states: 99, transitions: 2 } },
  scenarios: { two: { n: 2 }, three: { n: 3 }, 'three, fixed': { n: 3, fix: ['one', 'two'] } },
  expected: { right: {}, wrong: { P: violated('it counts to 3', ['three', 'three, fixed']) } },
});
`;

async function matrixOf(folder: string, ...words: readonly string[]) {
  return everywhenHere(['matrix', join(folder, 'm.ts'), ...words], { cwd: folder });
}

for (const { words, columns, rows, cells } of [
  { words: ['variant=right'], columns: 'two +three +three, fixed', rows: ['right'], cells: 3 },
  { words: ['variant=right,wrong', 'n=3'], columns: 'three +three, fixed', rows: ['right', 'wrong'], cells: 4 },
  { words: ['scenario=two,three'], columns: 'two +three', rows: ['right', 'wrong'], cells: 4 },
  { words: ['scenario=three, fixed'], columns: 'three, fixed', rows: ['right', 'wrong'], cells: 2 },
  { words: ['fix=two,one'], columns: 'three, fixed', rows: ['right', 'wrong'], cells: 2 },
  { words: ['fix=none', 'variant=wrong'], columns: 'two +three', rows: ['wrong'], cells: 2 },
]) {
  test(`${words.join(' ')} keeps ${cells} cells`, async (t) => {
    const { stdout, stderr } = await matrixOf(folderWith(t, { 'm.ts': MODEL }), ...words);
    t.regex(stdout, new RegExp(`^variant +${columns}$`, 'm'), stderr);
    const shown = [...stdout.matchAll(/^(right|wrong)\b/gm)].map(([row]) => row);
    t.deepEqual(shown, rows);
    t.regex(stdout, new RegExp(`^${cells} cells, `, 'm'));
  });
}

test('--property shows and judges these alone, in the cells that have one of them', async (t) => {
  const folder = folderWith(t, { 'm.ts': MODEL });
  // Q is a surprise, and so are the counts.
  t.is((await matrixOf(folder)).exitCode, 1);
  const one = await matrixOf(folder, '--property', 'P');
  t.is(one.exitCode, 0, one.stdout);
  t.regex(one.stdout, /^wrong +holds +P +P$/m);
  const both = await matrixOf(folder, '--property', 'P', 'Q');
  t.is(both.exitCode, 1);
  t.regex(both.stdout, /^wrong +! Q +! P Q +! P Q$/m);
  t.notRegex(both.stdout, /are published/);
  const some = await matrixOf(folder, 'n=3', '--property', 'R');
  t.is(some.exitCode, 0);
  t.regex(some.stdout, /^2 cells, 2 as expected/m);
});

test('a filter leaves models out, and the default matrix of a part is not doubted', async (t) => {
  const { exitCode, stdout } = await everywhenHere([
    'matrix',
    'peterson',
    'litmus',
    'test=SB',
    'memory=tso',
    '--strict',
  ]);
  t.is(exitCode, 0, stdout);
  t.notRegex(stdout, /peterson/);
  t.regex(stdout, /^1 cell, 1 as expected/m);
});

for (const { words, says } of [
  { words: ['variant=rihgt'], says: /no cell has variant=rihgt\.\n +Did you mean 'right'\?/ },
  { words: ['scenario=two,tree'], says: /no cell has scenario=tree\.\n +Did you mean 'three'\?/ },
  { words: ['varian=right'], says: /no cell has a parameter 'varian'\.\n +Did you mean 'variant'\?/ },
  { words: ['scenario=two', 'n=3'], says: /no cell matches all filters\./ },
  { words: ['variant=right', 'variant=wrong'], says: /parameter 'variant' is given twice\./ },
  { words: ['--property', 'PP'], says: /no property 'PP' decides a cell\.\n +Did you mean 'P'\?/ },
  { words: ['--property', 'I'], says: /no property 'I' decides a cell\./ },
  { words: ['n=3', '--out', 'verdicts'], says: /--out writes the verdicts of all cells\./ },
]) {
  test(`${words.join(' ')} is wrong usage`, async (t) => {
    const { exitCode, stdout, stderr } = await matrixOf(folderWith(t, { 'm.ts': MODEL }), ...words);
    t.is(exitCode, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^E_USAGE /);
    t.regex(stderr, says);
  });
}
