import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { entriesIn, importsOf } from '../../src/build/entries.ts';
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
  const [threads = ''] = [...texts].filter(([file]) => file.startsWith('chunks/threads-')).map(([, text]) => text);
  t.true(threads.includes('new URL("../engine/kernel-file.js", import.meta.url).href'));
  for (const [file, text] of texts) t.false(text.includes('__OWN_URL__'), file);
  for (const entry of ['index.js', 'cli/run-process.js', 'cells/cell-task.js', 'engine/exploring/thread.js'])
    t.true(texts.has(entry), entry);
});

test('the modules that a module imports are those that it names by path', (t) => {
  const source = folderWith(t, {
    'a/b.js':
      "import x from 'package';\nimport { y,\n  z } from '../c.js';\nexport { w } from './d.js';\nimport \"./f.js\";\nimport('./e.js');",
  });
  t.deepEqual(importsOf(source, 'a/b.js'), ['c.js', 'a/d.js', 'a/f.js']);
});

test('a thread that needs little of the checker does not load it', (t) => {
  for (const thread of ['engine/exploring/thread.js', 'cli/process/watchdog-thread.js', 'bench/reader.js']) {
    const loaded = new Set([thread]);
    for (const file of loaded) for (const other of importsOf(DIST, file)) loaded.add(other);
    const bytes = [...loaded].reduce((sum, file) => sum + readFileSync(join(DIST, file)).length, 0);
    t.true(bytes > 30_000 && bytes < 60_000, `${thread}: ${bytes} bytes in ${[...loaded].join(', ')}`);
  }
});
