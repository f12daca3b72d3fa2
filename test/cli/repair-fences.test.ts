/** `everywhen repair --fences`: its text, JSON and exit codes, and what it says of questions that make no sense. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { RepairResult } from '../../src/repair/result.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const PETERSON = ['peterson-memory', '--fences', 'fences=off'];

/** A process that stores to 17 places in turn. */
const LONG = `
import { defineModel, defineSystem, shared } from 'everywhen';
const labels = Object.fromEntries(Array.from({ length: 18 }, (_, i) => ['store ' + i, (s) => s.store('x', i)]));
export default defineModel({
  name: 'long', title: 'many stores', parameters: {},
  build: () => defineSystem({ x: shared(0) }, { memory: 'tso', buffer: 18 }).process('p', labels),
});
`;

async function ran(t: ExecutionContext, words: readonly string[]) {
  const folder = folderWith(t, { 'long.ts': LONG });
  const env = { XDG_CACHE_HOME: folderWith(t, {}) };
  const named = words.map((word) => (word === 'long.ts' ? join(folder, word) : word));
  return everywhenHere([...named, '--workers', '1'], { cwd: folder, env });
}

test('the commands of the result show what it says, on the model as it is', async (t) => {
  const { stdout, exitCode } = await ran(t, ['repair', ...PETERSON, 'scenario=pso', '--format', 'json']);
  t.is(exitCode, 0);
  const { minimal, lines, cells, gapsStopped } = JSON.parse(stdout) as RepairResult & { gapsStopped?: string };
  t.is(lines.length, 5);
  t.is(gapsStopped, undefined);
  t.deepEqual(cells, [{ name: 'pso', parameters: 'fences=off memory=pso' }]);
  t.deepEqual(
    minimal.map((set) => set.lines),
    [['p.give-way', 'p.look-at-flag']],
  );
  const wordsOf = (command: string) => command.split(' ').slice(1);
  const [set] = minimal;
  for (const { command, states } of set?.proof ?? []) {
    const checked = await ran(t, wordsOf(command));
    t.is(checked.exitCode, 0, command);
    t.true(checked.stdout.includes(`${states} states`), command);
  }
  t.is(set?.needs.length, 2);
  for (const { command, property, steps } of set?.needs ?? []) {
    const checked = await ran(t, wordsOf(command));
    t.is(checked.exitCode, 1, command);
    t.regex(checked.stdout, new RegExp(`^violated +${property} .* ${steps} steps$`, 'm'));
  }
});

test('fix= names some of the gaps; without those that are needed every set is refuted', async (t) => {
  const some = await ran(t, ['repair', ...PETERSON, 'scenario=tso', 'fix=p.look-at-flag,p.lower-flag']);
  t.is(some.exitCode, 0);
  t.true(some.stdout.includes('peterson-memory: 2 candidate lines, 1 cell'));
  const others = await ran(t, ['repair', ...PETERSON, 'scenario=tso', 'fix=p.look-at-turn']);
  t.is(others.exitCode, 1);
  t.true(others.stdout.includes('none: every set of lines is refuted'));
});

test('a limit on the states leaves gaps unknown, and the result says so', async (t) => {
  const { stdout, exitCode } = await ran(t, ['repair', ...PETERSON, 'scenario=tso', '--max-states', '30']);
  t.is(exitCode, 3);
  t.true(stdout.includes('there may be other gaps: a cell without fences was stopped (max-states)'), stdout);
});

test('a placed fence is part of the cell, and a saved trace shows which fence prevents it', async (t) => {
  const folder = folderWith(t, {});
  const trace = join(folder, 't.json');
  const fenced = ['fences=off', 'memory=pso', 'fenceBefore=p.look-at-flag'];
  const checked = await ran(t, ['check', 'peterson-memory', ...fenced, '--format', 'json', '--trace-out', trace]);
  t.is(checked.exitCode, 1);
  t.deepEqual(JSON.parse(checked.stdout).parameters.fenceBefore, ['p.look-at-flag']);
  const replayed = async (...words: readonly string[]) => {
    const { stdout } = await everywhenHere(['replay', trace, ...words], { cwd: folder });
    return stdout.replaceAll(/\s+/g, ' ');
  };
  t.regex(await replayed(), /All 11 steps fit, and the trace still shows what it showed/);
  t.regex(await replayed('fenceBefore=none'), /All 11 steps fit/);
  const both = await replayed('fenceBefore=p.give-way,p.look-at-flag');
  t.regex(both, /Step 2 of 11 does not fit: 'give way' of 'p\[0\]' is blocked/);
});

for (const [what, words, code, says] of [
  ['sequentially consistent memory', ['repair', ...PETERSON, 'scenario=sc'], 'E_USAGE', 'memory=tso'],
  ['a model without shared memory', ['repair', 'locked-queue', '--fences'], 'E_USAGE', 'store buffer'],
  ['an unknown gap', ['repair', ...PETERSON, 'scenario=tso', 'fix=p.look-at-flags'], 'E_USAGE', "'p.look-at-flag'"],
  ['too many gaps', ['repair', 'long.ts', '--fences'], 'E_USAGE', 'p.store-17'],
  ['an unknown step', ['check', 'peterson-memory', 'fenceBefore=p.look-at-flags'], 'E_PARAMETER', "'p.look-at-flag'"],
] as const) {
  test(`${what} is ${code}, without a stack trace`, async (t) => {
    const { stderr, exitCode } = await ran(t, words);
    t.is(exitCode, 2, stderr);
    t.true(stderr.startsWith(`${code}  `), stderr);
    t.true(stderr.includes(says), stderr);
    t.false(/^\s+at /m.test(stderr), stderr);
  });
}
