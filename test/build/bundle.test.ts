import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { entriesIn } from '../../src/build/entries.ts';
import { folderWith } from '../helpers/files.ts';

const DIST = fileURLToPath(new URL('../../dist/src', import.meta.url));

test('the entries are the public names, the command, and what modules start by URL', (t) => {
  const url = (path: string) => `new Worker(new URL(\`${path}\${extname(import.meta.url)}\`, import.meta.url));`;
  const source = folderWith(t, {
    'cli/run-process.js': '',
    'index.js': '',
    'cells/pool.js': `${url('./task')} ${url('../cli/again')}`,
    'cells/task.js': '',
  });
  const modules = ['cli/run-process.js', 'index.js', 'cells/pool.js', 'cells/task.js'];
  t.deepEqual(entriesIn(source, modules), ['index.js', 'cli/run-process.js', 'cells/task.js', 'cli/again.js']);
});

test('the build has joined the modules, and each still names its own place', (t) => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  t.true(files.length < 100, `${files.length} files`);
  const texts = new Map(files.map((file) => [file, readFileSync(join(DIST, file), 'utf8')]));
  const [checker = ''] = [...texts].filter(([file]) => file.startsWith('chunks/checker-')).map(([, text]) => text);
  t.true(checker.includes('new URL("../engine/kernel-file.js", import.meta.url).href'));
  for (const [file, text] of texts) t.false(text.includes('__OWN_URL__'), file);
  for (const entry of ['index.js', 'cli/run-process.js', 'cells/cell-task.js', 'engine/exploring/thread.js'])
    t.true(texts.has(entry), entry);
});
