/** `check --ablate fences`: which fences a cell needs, and for what. */
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const ablate = (...words: readonly string[]) => everywhenHere(['check', ...words, '--ablate', 'fences']);
const needs = (stdout: string) =>
  JSON.parse(stdout).ablation.fences.map(({ fence, needed }: { fence: string; needed: string }) => [fence, needed]);

test('under TSO Peterson’s lock needs the fence of each process before it looks', async (t) => {
  const { exitCode, stdout } = await ablate('peterson-memory', 'memory=tso', '--format', 'json');
  t.is(exitCode, 0, 'the exit code is that of the cell with its fences');
  t.deepEqual(needs(stdout), [
    ['stores before loads of p[0]', 'needed'],
    ['stores before loads of p[1]', 'needed'],
  ]);
  const [{ verdict, changes }] = JSON.parse(stdout).ablation.fences;
  t.is(verdict, 'violated');
  t.like(changes[0], { id: 'exclusion', before: 'holds', after: 'violated' });
  t.true(changes[0].counterexample.steps.length > 6);
});

test('under PSO it needs those between its stores, too, and the list says so', async (t) => {
  const { exitCode, stdout } = await ablate('peterson-memory', 'memory=pso');
  t.is(exitCode, 0);
  for (const fence of ['flag before turn', 'stores before loads']) {
    for (const process of [0, 1]) {
      const line = `needed +${fence} of p\\[${process}\\] +exclusion holds -> violated \\(\\d+ steps\\)`;
      t.regex(stdout, new RegExp(`^${line}$`, 'm'));
    }
  }
  t.regex(stdout, /^holds$/m);
  t.true(stdout.split('\n').every((line) => line.length <= 100));
});

test('a fence that changes nothing is not needed', async (t) => {
  // TSO keeps the order of stores anyway; PSO does not.
  const needed = async (memory: string) =>
    needs((await ablate('litmus', 'test=MP+mfence+po', `memory=${memory}`, '--format', 'json')).stdout);
  t.deepEqual(await needed('tso'), [['mfence of P0', 'not needed here']]);
  t.deepEqual(await needed('pso'), [['mfence of P0', 'needed']]);
});

test('under SC there is nothing to ablate, and the report says why', async (t) => {
  const { exitCode, stdout } = await ablate('peterson-memory', 'memory=sc');
  t.is(exitCode, 0);
  t.regex(stdout.replaceAll(/\s+/g, ' '), /no fence to remove: memory is sequentially consistent/);
});

test('a locked instruction without its drain is an ordinary load and store', async (t) => {
  const { exitCode, stdout } = await ablate('litmus', 'test=SB+xchgs', 'memory=tso', '--format', 'json');
  t.is(exitCode, 1, 'the outcome asked about is impossible with them');
  t.deepEqual(needs(stdout), [
    ['xchg of P0', 'needed'],
    ['xchg of P1', 'needed'],
  ]);
  // Without either, the test is SB+mfence+po: all four outcomes.
  const { changes } = JSON.parse(stdout).ablation.fences[0];
  t.deepEqual(
    changes.map(({ id, before, after }: { id: string; before: string; after: string }) => [id, before, after]),
    [
      ['asked', 'violated', 'holds'],
      ['outcomes', 'holds', 'holds'],
    ],
  );
  t.deepEqual(
    changes[1].outcomes.map((some: unknown[]) => some.length),
    [3, 4],
  );
});

/** The loop stores for ever: only the fence keeps the store buffer from filling up. */
const looping = `
import { defineModel, defineSystem, shared } from 'everywhen';
export default defineModel({ name: 'looping', title: '', parameters: {}, build: () =>
  defineSystem({ x: shared(0) }, { memory: 'tso', buffer: 2 })
    .process('p', { store: (s) => s.store('x', 1), fence: (s) => s.fence('f') }, { end: 'loop' })
    .invariant('P', 'x is 0 or 1', (s) => s.get('x') < 2) });
`;

test('a fence is undecided where its absence fills a store buffer', async (t) => {
  const file = join(folderWith(t, { 'looping.ts': looping }), 'looping.ts');
  const { exitCode, stdout } = await ablate(file, '--format', 'json');
  t.is(exitCode, 0);
  t.like(JSON.parse(stdout).ablation.fences[0], { fence: 'f', needed: 'undecided', stopped: 'store-buffer-full' });
});

test('a full store buffer ends a check with 3 and the advice to raise the bound', async (t) => {
  const file = join(folderWith(t, { 'full.ts': looping.replace(", fence: (s) => s.fence('f')", '') }), 'full.ts');
  const { exitCode, stdout } = await everywhenHere(['check', file]);
  t.is(exitCode, 3);
  t.regex(stdout.replaceAll(/\s+/g, ' '), /a store found its store buffer full \(raise `buffer` in defineSystem\)/);
  t.regex(stdout, /^inconclusive +P /m);
});

test('what to ablate is one of a few', async (t) => {
  const { exitCode, stderr } = await everywhenHere(['check', 'litmus', '--ablate', 'loads']);
  t.is(exitCode, 2);
  t.regex(stderr, /^E_USAGE/m);
});
