import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadModel } from '../../src/load/load-model.ts';
import { digest, noteLoads } from '../../src/load/loads.ts';
import { folderWith } from '../helpers/files.ts';

const MODEL = `
import { createRequire } from 'node:module';
import { defineModel, defineSystem, variant } from 'everywhen';
import data from './data.json' with { type: 'json' };
const require = createRequire(import.meta.url);
export default defineModel({
  name: 'm', title: 'loads what it needs', parameters: { variant: variant('a', 'b', 'c', 'none') },
  build: ({ variant }) => {
    if (variant !== 'none') require('./' + variant + (variant === 'c' ? '.cjs' : '.ts'));
    return defineSystem({ n: data.n }).process('p', { up: (s) => s });
  },
});
`;
const FILES = {
  'm.ts': MODEL,
  'data.json': '{ "n": 1 }',
  'a.ts': "import './deep.ts';\nexport {};\n",
  'b.ts': 'export {};\n',
  'deep.ts': 'export {};\n',
  'c.cjs': "module.exports = () => require('./later.cjs');\nmodule.exports();\n",
  'later.cjs': '',
};

test('a run is told the modules that it loaded, also those that a run before it in the same thread had loaded already', async (t) => {
  const folder = folderWith(t, FILES);
  const { model, path } = await loadModel(join(folder, 'm.ts'));
  const loadsOf = async (variant: string) =>
    Object.keys((await noteLoads(path, async () => model.build({ variant }))).modules);
  for (let round = 0; round < 2; round++) {
    t.deepEqual(await loadsOf('a'), ['a.ts', 'data.json', 'deep.ts', 'm.ts']);
    t.deepEqual(await loadsOf('b'), ['b.ts', 'data.json', 'm.ts']);
    t.deepEqual(await loadsOf('c'), ['c.cjs', 'data.json', 'later.cjs', 'm.ts']);
    t.deepEqual(await loadsOf('none'), ['data.json', 'm.ts']);
  }
});

test('the digest is of the bytes that run; of a file that changed between two runs, it is that of no file', async (t) => {
  const folder = folderWith(t, FILES);
  const { model, path } = await loadModel(join(folder, 'm.ts'));
  const loadsOf = async (variant: string) => (await noteLoads(path, async () => model.build({ variant }))).modules;
  t.is((await loadsOf('b'))['b.ts'], digest(FILES['b.ts']));
  t.is((await loadsOf('c'))['c.cjs'], digest(FILES['c.cjs']));
  writeFileSync(join(folder, 'b.ts'), 'export const changed = 1;\n');
  writeFileSync(join(folder, 'c.cjs'), 'module.exports = 1;\n');
  t.is((await loadsOf('b'))['b.ts'], 'changed between two runs');
  t.is((await loadsOf('c'))['c.cjs'], 'changed between two runs');
  writeFileSync(join(folder, 'b.ts'), FILES['b.ts']);
  t.is((await loadsOf('b'))['b.ts'], 'changed between two runs');
});

test('a run that fails leaves nothing behind for the next', async (t) => {
  const folder = folderWith(t, FILES);
  const { model, path } = await loadModel(join(folder, 'm.ts'));
  await t.throwsAsync(
    noteLoads(path, async () => {
      model.build({ variant: 'a' });
      throw new Error('no');
    }),
  );
  t.deepEqual(Object.keys((await noteLoads(path, async () => model.build({ variant: 'none' }))).modules), [
    'data.json',
    'm.ts',
  ]);
});

test('a module that was looked for and is missing is part of what was loaded', async (t) => {
  const folder = folderWith(t, FILES);
  const { model, path } = await loadModel(join(folder, 'm.ts'));
  const optional = () => t.throws(() => model.build({ variant: 'gone' }));
  const { modules } = await noteLoads(path, async () => optional());
  t.is(modules['gone.ts'], 'missing');
});
