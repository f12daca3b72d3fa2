/** One graph of modules: what a model's hash is of, what is watched, and what a run loaded. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadModel, modelFiles } from '../../src/load/load-model.ts';
import { noteLoads } from '../../src/load/loads.ts';
import { folderWith } from '../helpers/files.ts';

const FILES = {
  'm.ts': `
import { createRequire } from 'node:module';
import { defineModel, defineSystem, variant } from 'everywhen';
import { n } from './n.ts';
const require = createRequire(import.meta.url);
const tried = (file: string) => { try { require(file); } catch {} };
export default defineModel({
  name: 'm', title: 'requires what it needs', parameters: { variant: variant('a', 'b', 'gone', 'folder', 'none') },
  build: ({ variant }) => {
    if (variant !== 'none') tried('./' + variant + (variant === 'folder' ? '' : '.ts'));
    return defineSystem({ n }).process('p', { up: (s) => s });
  },
});
`,
  'n.ts': 'export const n = 1;\n',
  'a.ts': "import './deep.ts';\nexport {};\n",
  'b.ts': 'export {};\n',
  'deep.ts': 'export {};\n',
};

/** Of the hash: each name, relative to the model, and the bytes. */
function hashOf(files: readonly (readonly [name: string, bytes: string])[]): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes}\0`);
  return hash.digest('hex');
}

const file = (name: keyof typeof FILES) => [name, FILES[name]] as const;

test.serial('the files of a model are those that it brings along, and those that any run required', async (t) => {
  const folder = folderWith(t, FILES);
  const path = join(folder, 'm.ts');
  const { model, hash } = await loadModel(path);
  const filesAre = (names: readonly string[]) => {
    t.deepEqual(
      modelFiles(path).toSorted(),
      names.map((name) => join(folder, name)),
    );
  };
  const runIs = async (variant: string, names: readonly string[]) => {
    const { modules } = await noteLoads(path, async () => model.build({ variant }));
    t.deepEqual(Object.keys(modules), names);
  };
  filesAre(['m.ts', 'n.ts']);
  t.is(hash(), hashOf([file('m.ts'), file('n.ts')]));
  await runIs('a', ['a.ts', 'deep.ts', 'm.ts', 'n.ts']);
  await runIs('b', ['b.ts', 'm.ts', 'n.ts']);
  filesAre(['a.ts', 'b.ts', 'deep.ts', 'm.ts', 'n.ts']);
  t.is(hash(), hashOf([file('a.ts'), file('b.ts'), file('deep.ts'), file('m.ts'), file('n.ts')]));
  await runIs('none', ['m.ts', 'n.ts']);
});

test.serial('a file that was required and is missing is watched, and the model has a hash all the same', async (t) => {
  const folder = folderWith(t, FILES);
  const path = join(folder, 'm.ts');
  const { model, hash } = await loadModel(path);
  model.build({ variant: 'gone' });
  t.true(modelFiles(path).includes(join(folder, 'gone.ts')));
  t.is(hash(), hashOf([['gone.ts', 'missing'], file('m.ts'), file('n.ts')]));
  mkdirSync(join(folder, 'folder'));
  const { modules } = await noteLoads(path, async () => model.build({ variant: 'folder' }));
  t.is(modules['folder'], 'missing');
  t.regex(hash(), /^[0-9a-f]{64}$/);
});
