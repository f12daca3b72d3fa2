import '../helpers/uncounted.ts';
import { existsSync, globSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { CELLS, inOrder, LEFT, NightFolder } from '../helpers/night.ts';

const APPENDED = (text: string) => `${text}// the same, and other bytes\n`;

test('a second night is served from the cache and says of which run', async (t) => {
  const folder = new NightFolder(t);
  const first = await folder.night();
  t.is(first.exitCode, 0, first.stderr);
  t.deepEqual(first.ran, CELLS);
  const second = await folder.night();
  t.is(second.exitCode, 0, second.stderr);
  t.deepEqual(second.ran, []);
  t.true(second.records.every(({ came, finding }) => came === 'cached' && finding?.run.name === first.name));
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights');
  t.is(exitCode, 0);
  t.true(stdout.includes(`7 unchanged, from the cache (proofs of ${first.name})`), stdout);
  t.regex(stdout, /^2 proved, 5 violated as expected$/m);
});

test('editing a module runs exactly the cells again whose runs loaded it', async (t) => {
  const folder = new NightFolder(t);
  await folder.night();
  folder.edit('other.ts', APPENDED);
  t.deepEqual((await folder.night()).ran, []);
  folder.edit('right.ts', APPENDED);
  t.deepEqual(
    (await folder.night()).ran,
    CELLS.filter((cell) => !LEFT.includes(cell)),
  );
  // left.ts imports it, so a run that loads left.ts loads it, too.
  folder.edit('one.ts', APPENDED);
  t.deepEqual((await folder.night()).ran, LEFT);
  folder.edit('shared.ts', APPENDED);
  t.deepEqual((await folder.night()).ran, CELLS);
  t.deepEqual((await folder.night()).ran, []);
});

test('--fresh and another audit run unchanged cells again', async (t) => {
  const folder = new NightFolder(t);
  await folder.night();
  t.deepEqual((await folder.night('--fresh')).ran, CELLS);
  t.deepEqual((await folder.night('--audit', 'all')).ran, CELLS);
});

test('a cell that was stopped early is never taken from the cache', async (t) => {
  const folder = new NightFolder(t);
  folder.edit('m.ts', (text) => text.replace('n: 4', 'n: 2000'));
  const short = await folder.night('--cell-states', '20');
  t.is(short.exitCode, 3, short.stderr);
  const cut = short.records.filter(({ finding }) => finding?.stopped !== undefined).map(({ parameters }) => parameters);
  t.deepEqual(cut.toSorted(), ['n=2000', 'variant=right n=2000']);
  const full = await folder.night();
  t.is(full.exitCode, 0, full.stderr);
  t.deepEqual(inOrder(full.ran).toSorted(), cut.toSorted());
});

test('a cache file that is truncated is not trusted', async (t) => {
  const folder = new NightFolder(t);
  await folder.night();
  const [file = ''] = globSync('nights/cache/m.ts/variant=right_n=2*.json', { cwd: folder.folder });
  t.true(existsSync(join(folder.folder, file)));
  truncateSync(join(folder.folder, file), 100);
  t.deepEqual((await folder.night()).ran, ['variant=right n=2']);
});
