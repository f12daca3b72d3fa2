import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { CELLS, NightFolder } from '../helpers/night.ts';

test('parts that were run apart are merged into the run that one machine would have made', async (t) => {
  const folder = new NightFolder(t);
  const whole = await folder.night('--out', 'whole');
  const parts = [
    await folder.night('--out', 'a', '--shard', '1/2'),
    await folder.night('--out', 'b', '--shard', '2/2'),
  ];
  t.true(parts.every(({ exitCode, records }) => exitCode === 0 && records.length > 0 && records.length < CELLS.length));
  const [a = '', b = ''] = [join('a', parts[0]?.name ?? ''), join('b', parts[1]?.name ?? '')];
  const { exitCode, stdout } = await folder.run('merge', a, b, '--out', 'merged');
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^2 proved, 5 violated as expected$/m);
  const diff = await folder.run(
    'diff',
    join('whole', whole.name),
    join('merged', folder.read('merged', 'latest').trim()),
  );
  t.is(diff.exitCode, 0, diff.stdout);
  t.regex(diff.stdout, /^7 cells the same, 0 changed, 0 came, 0 went$/m);
  // Where parts were merged, the next night finds their cache and durations.
  t.deepEqual((await folder.night('--out', 'merged')).ran, []);
});

test('a part that is missing, given twice or of another commit is reported, and only a complete run holds', async (t) => {
  const folder = new NightFolder(t);
  const { name: first } = await folder.night('--shard', '1/2');
  const { name: again } = await folder.night('--shard', '1/2');
  const { name: second } = await folder.night('--shard', '2/2');
  const missing = await folder.run('merge', `nights/${first}`, '--out', 'merged');
  t.is(missing.exitCode, 3);
  t.regex(missing.stdout, /^! Part 2 of 2 is missing\.$/m);
  t.regex(missing.stdout, /^! \d of 7 cells are in no part\.$/m);
  const twice = await folder.run('merge', `nights/${first}`, `nights/${again}`, `nights/${second}`, '--out', 'merged');
  t.is(twice.exitCode, 0, twice.stdout);
  t.regex(twice.stdout, /^! \d cells were in more than one part: counted once\.$/m);
  const head = join(folder.folder, 'nights', second, 'run.json');
  const text = readFileSync(head, 'utf8');
  writeFileSync(head, text.replace(/"commit": [^\n]*/, '"commit": "f00ba47"'));
  const mixed = await folder.run('merge', `nights/${first}`, `nights/${second}`, '--out', 'merged');
  t.is(mixed.exitCode, 3);
  t.regex(mixed.stdout, /^! The parts are of different commits: no commit \(1\), f00ba47 \(2\)\.$/m);
});

test('a folder that is not a part, not a run, or lacks a file is refused', async (t) => {
  const folder = new NightFolder(t);
  const { name } = await folder.night('--sets', 'nightly');
  const whole = await folder.run('merge', `nights/${name}`, '--out', 'merged');
  t.is(whole.exitCode, 2);
  t.regex(whole.stderr, /is not a part of a run: it was run without --shard\./);
  const none = await folder.run('merge', 'nowhere', '--out', 'nights');
  t.is(none.exitCode, 2);
  t.true(none.stderr.startsWith(`E_USAGE  there is no run 'nowhere'.`), none.stderr);
  t.true(none.stderr.includes(name));
  writeFileSync(
    join(folder.folder, 'nights', name, 'run.json'),
    readFileSync(join(folder.folder, 'nights', name, 'run.json'), 'utf8').replace('"cells": 1', '"cells": 2'),
  );
  const lost = await folder.run('diff', name, '--out', 'nights');
  t.is(lost.exitCode, 2);
  t.regex(lost.stderr, /has 1 cells where its run had 2\./);
});
