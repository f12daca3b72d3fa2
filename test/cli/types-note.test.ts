/** A model without types in its editor: said on a terminal, and nowhere else. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { hasTypes } from '../../src/cli/types-note.ts';
import { projectFiles } from '../../src/init/project.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODEL = { 'm.ts': projectFiles().get('models/counter.ts') ?? '' };

async function checkedOn(t: { teardown(undo: () => void): void }, cwd: string, isTerminal: boolean, file = './m.ts') {
  const { isTTY } = process.stderr;
  const restore = () => Object.assign(process.stderr, { isTTY });
  t.teardown(restore);
  process.stderr.isTTY = isTerminal;
  const result = await everywhenHere(['check', file], { cwd });
  restore();
  return result;
}

test.serial('where no types are found, a terminal is told once how to get them', async (t) => {
  const { exitCode, stderr } = await checkedOn(t, folderWith(t, MODEL), true);
  t.is(exitCode, 0);
  t.is(stderr.match(/npx everywhen init/g)?.length, 1);
  t.is(stderr.match(/npm i -D everywhen/g)?.length, 1);
});

test.serial('a file or a pipe is told nothing', async (t) => {
  t.is((await checkedOn(t, folderWith(t, MODEL), false)).stderr, '');
});

test.serial('a model in JavaScript needs no types', async (t) => {
  const folder = folderWith(t, { 'm.js': MODEL['m.ts'] });
  t.notRegex((await checkedOn(t, folder, true, './m.js')).stderr, /types/);
});

test('types are found in a folder above, and from within the package itself', (t) => {
  const folder = folderWith(t, { 'a/b/m.ts': '' });
  t.false(hasTypes(join(folder, 'a/b/m.ts')));
  mkdirSync(join(folder, 'node_modules/everywhen'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/everywhen/package.json'), '{ "name": "everywhen" }');
  t.true(hasTypes(join(folder, 'a/b/m.ts')));
  t.true(hasTypes(join(ROOT, 'models/classics/peterson.ts')));
});
