/** `everywhen repair`: its text, JSON, exit codes and cache, and what it says of questions that make no sense. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { RepairResult } from '../../src/repair/result.ts';
import { everywhen, everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** A guest counts to `n` and must not pass 2 in `two`, nor 1 in `one`. `deaf` breaks what `cap` mends; `slow` has a billion states. */
const MODEL = `
import { assumptionSet, defineModel, defineSystem, expecting, repairs, sizeRange, variant, violated } from 'everywhen';
const model = defineModel({
  name: 'guest', title: 'a guest that counts',
  parameters: {
    variant: variant('plain', 'capped'), n: sizeRange({ from: 1, to: 9, initial: 3 }),
    cap: variant('variant', 'on'), log: variant('off', 'on'), fix: assumptionSet('deaf', 'slow'),
  },
  build: ({ variant, n, cap, log, fix }) => {
    const isCapped = variant === 'capped' || cap === 'on';
    const end = fix.has('slow') ? 1_000_000_000 : n;
    const bound = isCapped && !fix.has('deaf') ? 1 : end;
    return defineSystem({ count: 0, told: log === 'off' })
      .process('guest', { up: (s) => s.when(s.get('count') < bound)?.update('count', (c) => c + 1) }, { end: 'loop', mayWaitAt: ['up'] })
      .process('log', { tell: (s) => (log === 'off' ? s : s.set('told', true)) })
      .invariant('low', 'the count is at most 2', (s) => s.get('count') < 3)
      .quiescent('told', 'the log is told', (s) => s.get('told'));
  },
});
const judged = expecting(model, {
  variants: ['plain'], moreVariants: ['capped'],
  scenarios: { two: { n: 2 }, four: { n: 4 } },
  expected: { plain: { low: violated('nothing stops it', ['four']) }, capped: {} },
});
export default repairs(judged, {
  lines: {
    cap: { title: 'the guest stops at 1', parameters: { cap: 'on' }, cost: 2 },
    log: { title: 'the log is written', parameters: { log: 'on' } },
  },
});
`;

const BARE = `
import { defineModel, defineSystem, size } from 'everywhen';
export default defineModel({
  name: 'bare', title: 'nothing to choose', parameters: { n: size(1, 2) },
  build: ({ n }) => defineSystem({ a: n }).process('p', { go: (s) => s }).invariant('P', 'a is 1', (s) => s.get('a') === 1),
});
`;

async function repaired(t: ExecutionContext, words: readonly string[], model = MODEL) {
  const folder = folderWith(t, { 'm.ts': model });
  const env = { XDG_CACHE_HOME: folderWith(t, {}) };
  const run = () => everywhenHere(['repair', join(folder, 'm.ts'), ...words, '--workers', '1'], { cwd: folder, env });
  return { ...(await run()), again: run, folder };
}

test('the text has the minimal sets, why each line is needed, the proof, and what is not covered', async (t) => {
  const { stdout, stderr, exitCode, folder } = await repaired(t, []);
  t.is(exitCode, 0, stderr);
  const expected = `${join(folder, 'm.ts')}: 2 candidate lines, 2 cells in which all properties hold

found: 1 minimal set, and no other

cap (1 line, cost 2)
  holds: 2 cells, 8 states
  1 set within it: 1 refuted by exploration, 0 by replay
  cap  the guest stops at 1
       without it low is violated in four, 3 steps
    everywhen check ${join(folder, 'm.ts')} n=4 --property low

larger sets not examined: 1; --larger decides them
4 sets: 1 holds, 1 refuted by exploration, 1 by replay
4 cells explored of the 8 of all sets, `;
  t.is(stdout.replace(/^\S+m\.ts: /, `${join(folder, 'm.ts')}: `).slice(0, expected.length), expected);
});

test('the JSON has the same, and nothing else is on stdout', async (t) => {
  const { stdout, exitCode } = await repaired(t, ['--format', 'json', '--larger']);
  t.is(exitCode, 0);
  const result = JSON.parse(stdout) as RepairResult;
  t.is(result.verdict, 'found');
  t.is(result.monotone, true);
  t.deepEqual(
    result.minimal.map(({ lines, cost, states, below }) => ({ lines, cost, states, below })),
    [{ lines: ['cap'], cost: 2, states: 8, below: { explored: 1, replayed: 0, refused: 0, open: 0 } }],
  );
  t.deepEqual(
    result.minimal[0]?.proof.map(({ cell, states }) => ({ cell, states })),
    [
      { cell: 'two', states: 4 },
      { cell: 'four', states: 4 },
    ],
  );
  const { sets, holding, refutedByExploration, refutedByReplay, explorationsOfAll, largerNotExamined } = result.counts;
  t.deepEqual(
    [sets, holding, refutedByExploration, refutedByReplay, explorationsOfAll, largerNotExamined],
    [4, 2, 1, 1, 8, 0],
  );
});

test('a second run explores nothing', async (t) => {
  const { again } = await repaired(t, []);
  const { stdout, exitCode } = await again();
  t.is(exitCode, 0);
  t.regex(stdout, /^4 cells explored \(4 from the cache\) of the 8 of all sets/m);
});

test('it exits with 1 where every set is refuted, and names no set', async (t) => {
  const { stdout, exitCode } = await repaired(t, ['fix=log', 'scenario=four']);
  t.is(exitCode, 1);
  t.regex(stdout, /^none: every set of lines is refuted$/m);
});

test('one property alone is asked for, in the cells that a filter keeps', async (t) => {
  const { stdout, exitCode } = await repaired(t, ['scenario=four', '--property', 'told']);
  t.is(exitCode, 0);
  t.regex(stdout, /1 cell in which told holds$/m);
  t.regex(stdout, /^no line$/m);
});

test('a set of assumptions is named as candidate lines, and a set that is undecided is never green', async (t) => {
  const { stdout, exitCode } = await repaired(t, [
    'fix=fix',
    'variant=capped',
    'n=4',
    '--all',
    '--max-states',
    '1000',
    '--larger',
  ]);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^found: 1 minimal set, and no other$/m);
  t.regex(stdout, /^deaf violates low in four, although no line holds$/m);
  t.notRegex(stdout, /monotone/);
  const slow = await repaired(t, [
    'fix=slow,cap',
    'scenario=four',
    '--property',
    'told',
    '--max-states',
    '1000',
    '--fresh',
  ]);
  t.is(slow.exitCode, 0, slow.stdout);
});

test('it exits with 3 where a limit decides', async (t) => {
  const { stdout, exitCode } = await repaired(t, ['fix=log', 'scenario=two', '--max-states', '1']);
  t.is(exitCode, 3, stdout);
  t.regex(stdout, /^undecided: no set is known to hold$/m);
  t.regex(stdout, /^undecided with no line: in two the limit on states was reached$/m);
});

test('a budget that is over leaves sets that are not examined, and the same command continues', async (t) => {
  const { stdout, exitCode } = await repaired(t, ['--budget', '0.001']);
  t.is(exitCode, 3, stdout);
  t.regex(stdout, /^undecided: no set is known to hold$/m);
  t.regex(stdout, /^not examined: 4 sets; the same command continues$/m);
});

test('a model that is broken under some lines leaves the verdicts of the other sets', async (t) => {
  const broken = MODEL.replace('const isCapped', "if (log === 'on') throw new Error('no log');\n    const isCapped");
  const { stdout, stderr, exitCode } = await repaired(t, ['--larger'], broken);
  t.is(exitCode, 2);
  t.regex(stdout, /^found: 1 minimal set; there may be others$/m);
  t.regex(
    stdout.replaceAll(/\s+/g, ' '),
    /undecided with log: in four E_MODEL: building \S+ n=4 log=on throws Error: no log/,
  );
  // A slow machine shows progress first.
  t.regex(stderr, /^E_MODEL/m);
  t.notRegex(stderr, /^ +at /m);
});

test('Ctrl-C ends the search with what is known', async (t) => {
  const folder = folderWith(t, { 'm.ts': MODEL });
  const env = { XDG_CACHE_HOME: folderWith(t, {}) };
  const words = ['repair', './m.ts', 'fix=slow', 'scenario=four', '--property', 'told', '--larger', '--workers', '1'];
  const signalOn = { stderr: /sets decided/, signal: 'SIGINT' } as const;
  const { stdout, exitCode, stderr } = await everywhen(words, { cwd: folder, env, signalOn });
  t.is(exitCode, 130, stderr);
  // A slow machine has not explored the first set by then.
  t.regex(stdout, /^(larger sets )?not examined: [12]/m);
});

test('a model without a matrix has one cell', async (t) => {
  const { stdout, exitCode } = await repaired(
    t,
    ['fix=x'],
    BARE.replace('size(1, 2)', 'size(1, 2), fix: assumptionSet("x")').replace('size }', 'size, assumptionSet }'),
  );
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /1 candidate line, 1 cell/);
});

for (const { what, words, code, says, model = MODEL } of [
  { what: 'a model that declares none', words: [], code: 'E_MODEL', says: /declares no candidate lines/, model: BARE },
  {
    what: 'an unknown line',
    words: ['fix=kap'],
    code: 'E_USAGE',
    says: /no candidate line 'kap'[\s\S]*Did you mean 'cap'/,
  },
  { what: 'an empty line', words: ['fix='], code: 'E_USAGE', says: /no candidate line ''/ },
  { what: 'an unknown filter', words: ['m=4'], code: 'E_USAGE', says: /no cell has a parameter 'm'/ },
  { what: 'a filter that no cell matches', words: ['n=9'], code: 'E_USAGE', says: /no cell has n=9/ },
  {
    what: 'filters that no cell matches',
    words: ['variant=plain', 'scenario=two', 'n=4'],
    code: 'E_USAGE',
    says: /no cell matches all filters/,
  },
  { what: 'an unknown property', words: ['--property', 'high'], code: 'E_USAGE', says: /no property 'high'/ },
  { what: 'a word that is no assignment', words: ['cap'], code: 'E_USAGE', says: /not of the form parameter=value/ },
  { what: 'a budget of nothing', words: ['--budget', '0'], code: 'E_USAGE', says: /Write a time above 0/ },
  {
    what: 'a line with an unknown value',
    words: [],
    code: 'E_PARAMETER',
    says: /parameter 'cap' cannot be 'off'/,
    model: MODEL.replace("parameters: { cap: 'on' }, cost", "parameters: { cap: 'off' }, cost"),
  },
  {
    what: 'a line that changes nothing',
    words: [],
    code: 'E_MODEL',
    says: /candidate line 'log' that changes nothing/,
    model: MODEL.replace("parameters: { log: 'on' } }", "parameters: { log: 'off' } }"),
  },
  {
    what: 'a line whose name cannot be typed',
    words: [],
    code: 'E_MODEL',
    says: /candidate line 'a, b'/,
    model: MODEL.replace('    log: { title', "    'a, b': { title"),
  },
  {
    what: 'a step that throws under a line',
    words: [],
    code: 'E_STEP',
    says: /throws/,
    model: MODEL.replace("log === 'off' ? s :", "log === 'off' ? s : cap === 'on' ? s.explode() :")
      .replace("variants: ['plain']", "variants: ['plain']")
      .replace('< 3)', "< 3 && (log === 'on' || cap === 'variant'))"),
  },
]) {
  test(`${what} is ${code}, without a stack trace`, async (t) => {
    const { exitCode, stderr, stdout } = await repaired(t, words, model);
    t.is(exitCode, 2, stdout);
    t.regex(stderr, new RegExp(code));
    t.regex(stderr.replaceAll(/\s+/g, ' '), says);
    t.notRegex(stderr, /^ +at /m);
  });
}
