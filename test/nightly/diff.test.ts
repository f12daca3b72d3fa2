import test from 'ava';
import { changesBetween } from '../../src/nightly/changes.ts';
import type { Finding } from '../../src/nightly/finding.ts';
import { NightFolder } from '../helpers/night.ts';

test('diff says which verdicts and counts changed, which cells came and which went, and nothing else', async (t) => {
  const folder = new NightFolder(t);
  const before = await folder.night('--sets', 'nightly,matrix');
  const same = await folder.run('diff', before.name, before.name, '--out', 'nights');
  t.is(same.exitCode, 0);
  folder.edit('right.ts', (text) => text.replace('c + 1', 'Math.min(c + 1, 2)'));
  await folder.night('--sets', 'matrix,more');
  const { exitCode, stdout } = await folder.run('diff', before.name, '--out', 'nights');
  t.is(exitCode, 1);
  t.regex(stdout, /^Verdicts \(1\)\n {2}m\.ts variant=right: P: violated -> holds$/m);
  t.regex(stdout, /^Counts \(1\)\n {2}m\.ts variant=right: states: 4 -> 3; depth: 3 -> 2;/m);
  t.regex(stdout, /^Cells that came \(2\)\n {2}m\.ts n=4\n {2}m\.ts variant=right n=4$/m);
  t.regex(stdout, /^Cells that went \(1\)\n {2}m\.ts n=9$/m);
  t.regex(stdout, /^3 cells the same, 1 changed, 2 came, 1 went$/m);
  const json = JSON.parse(
    (await folder.run('diff', before.name, 'latest', '--out', 'nights', '--format', 'json')).stdout,
  );
  t.like(json, { before: before.name, same: 3, gone: ['m.ts n=9'] });
});

const statistics = { states: 6, transitions: 9, depth: 2, levelsFinished: 3, quiescentStates: 0, finalStates: 0 };
const level = (digest: string, states = 2) => ({ digest, states });
const finding = (changed: object) =>
  ({
    properties: [{ id: 'P', verdict: 'violated', steps: 4, trace: 'a' }],
    statistics,
    levels: [level('a'), level('b'), level('c')],
    ...changed,
  }) as Finding;

test('the first level that differs is named, and no later one', (t) => {
  t.deepEqual(changesBetween(finding({}), finding({})), []);
  t.deepEqual(changesBetween(finding({}), finding({ levels: [level('a'), level('x'), level('y')] })), [
    { kind: 'levels', text: 'first level that differs: 1 (2 states, not the same ones)' },
  ]);
  t.deepEqual(changesBetween(finding({}), finding({ levels: [level('a'), level('b'), level('c', 3)] })), [
    { kind: 'levels', text: 'first level that differs: 2 (2 -> 3 states)' },
  ]);
});

test('what a run that was stopped early did not finish is not a difference', (t) => {
  const cut = {
    stopped: 'timeout',
    statistics: { ...statistics, states: 3, levelsFinished: 1 },
    properties: [{ id: 'P', verdict: 'inconclusive' }],
    levels: [level('a'), level('b')],
  };
  t.deepEqual(changesBetween(finding({}), finding(cut)), [{ kind: 'decided', text: 'P: violated -> inconclusive' }]);
  t.deepEqual(changesBetween(finding(cut), finding({})), [{ kind: 'decided', text: 'P: inconclusive -> violated' }]);
});

test('another trace of the same verdict is told apart from another verdict', (t) => {
  const trace = (text: string, steps: number) =>
    finding({ properties: [{ id: 'P', verdict: 'violated', steps, trace: text }] });
  t.deepEqual(changesBetween(finding({}), trace('b', 4)), [{ kind: 'trace', text: 'P: another trace of 4 steps' }]);
  t.deepEqual(changesBetween(finding({}), trace('b', 5)), [{ kind: 'trace', text: 'P: trace of 4 -> 5 steps' }]);
  t.deepEqual(changesBetween(finding({}), finding({ properties: [{ id: 'P', verdict: 'holds' }] })), [
    { kind: 'verdict', text: 'P: violated -> holds' },
  ]);
});
