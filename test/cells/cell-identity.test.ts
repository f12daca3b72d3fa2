import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { engineDigest, identityOf, ModuleWatch } from '../../src/cells/cell-identity.ts';
import { CHECKER_LAYERS } from '../../src/cells/checker-layers.ts';
import { digest } from '../../src/load/loads.ts';
import { folderWith } from '../helpers/files.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

test('every file that runs when a cell is run is part of what its proof stands on', (t) => {
  const found = new Set([join(SOURCES, 'cells', 'cell-task.ts')]);
  for (const file of found) {
    const text = readFileSync(file, 'utf8');
    const values = text.matchAll(
      /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'|new URL\(`(\.[\w/-]+)\$\{extname/gm,
    );
    for (const [, imported, url] of values) found.add(join(dirname(file), imported ?? `${url}.ts`));
  }
  t.true(found.size > 50);
  for (const file of found) {
    const [layer = ''] = relative(SOURCES, file).split('/');
    t.true([...CHECKER_LAYERS, 'errors.ts', 'index.ts'].includes(layer), `${file} runs in a cell`);
  }
});

test('a proof stands on the key, the checker, what was asked for and every module', (t) => {
  const parts = { engine: 'e', bounds: '', modules: { 'm.ts': 'a' } };
  const others = [
    identityOf('other', parts),
    identityOf('key', { ...parts, engine: 'f' }),
    identityOf('key', { ...parts, bounds: 'audit' }),
    identityOf('key', { ...parts, modules: { 'm.ts': 'b' } }),
    identityOf('key', { ...parts, modules: { 'm.ts': 'a', 'n.ts': 'a' } }),
  ].map((identity) => identity.digest);
  t.is(new Set([identityOf('key', parts).digest, ...others]).size, 6);
  t.is(identityOf('key', parts).digest, identityOf('key', { ...parts }).digest);
  t.regex(engineDigest(), /^[0-9a-f]{32}$/);
});

test('modules that changed or are gone are named', (t) => {
  const folder = folderWith(t, { 'm.ts': 'a', 'n.ts': 'b' });
  const changed = new ModuleWatch().changed(join(folder, 'm.ts'), {
    'm.ts': digest('a'),
    'n.ts': digest('other'),
    'gone.ts': digest(''),
  });
  t.deepEqual(changed, ['n.ts', 'gone.ts']);
});
