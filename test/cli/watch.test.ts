/** `check --watch`: after a model is saved, its new verdict is shown. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { folderWith } from '../helpers/files.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
/** The time that a very busy machine may take. */
const PATIENCE_MS = 150_000;

const model = (max: string) => `
import { defineModel, defineSystem } from 'everywhen';
${max}
export default defineModel({ name: 'small', title: '', parameters: {}, build: () =>
  defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .rules('p', { count: (s) => s.when(s.get('n') < max)?.update('n', (n) => n + 1) })
    .invariant('P', 'below 3', (s) => s.get('n') < 3) });
`;

class Watched {
  readonly process: ChildProcess;
  text = '';
  #read = 0;

  constructor(t: ExecutionContext, cwd: string, ...words: readonly string[]) {
    const env = { ...process.env, NO_COLOR: '1' };
    this.process = spawn(
      process.execPath,
      ['--conditions=everywhen-source', ENTRY, 'check', './model.ts', '--watch', ...words],
      { cwd, env },
    );
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (data) => {
        this.text += data;
      });
    }
    t.teardown(() => this.process.kill('SIGKILL'));
  }

  /** The output since the last call, up to a text. */
  async until(text: RegExp): Promise<string> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      const found = text.exec(this.text.slice(this.#read));
      if (found !== null) {
        const from = this.#read;
        this.#read += found.index + found[0].length;
        return this.text.slice(from, this.#read);
      }
      await setTimeout(20);
    }
    throw new Error(`${text} was not printed:\n${this.text}`);
  }

  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.process.kill(signal);
    const [code] = await once(this.process, 'exit');
    return code;
  }
}

test('each save of the model or of a module that it imports is checked', async (t) => {
  t.timeout(5 * PATIENCE_MS);
  const imported = "import { max } from './max.ts';";
  const cwd = folderWith(t, { 'model.ts': model(imported), 'max.ts': 'export const max = 5;' });
  const watched = new Watched(t, cwd);
  await watched.until(/^violated: P$/m);
  await watched.until(/Watching the 2 files of \.\/model\.ts/);

  // As editors do that replace the file atomically.
  writeFileSync(join(cwd, 'max.ts~'), 'export const max = 2;');
  renameSync(join(cwd, 'max.ts~'), join(cwd, 'max.ts'));
  t.regex(await watched.until(/^holds$/m), /^max\.ts changed\.$/m);
  await watched.until(/Watching/);

  writeFileSync(join(cwd, 'model.ts'), model('const max = 4;'));
  t.regex(await watched.until(/^violated: P$/m), /^model\.ts changed\.$/m);
  await watched.until(/Watching/);
  t.is(await watched.end('SIGINT'), 130);
  t.false(watched.text.includes('\u001b'), 'the screen is cleared on a terminal only');
});

test('a broken model shows its error and waits until it is fixed', async (t) => {
  t.timeout(5 * PATIENCE_MS);
  const cwd = folderWith(t, { 'model.ts': 'export default {' });
  const watched = new Watched(t, cwd);
  await watched.until(/^E_MODEL +'\.\/model\.ts' cannot be parsed/m);
  await watched.until(/Watching the file/);

  writeFileSync(join(cwd, 'model.ts'), model("import { max } from './late.ts';"));
  await watched.until(/E_MODEL +'\.\/model\.ts' imports a module that does not exist/);
  await watched.until(/Watching the 2 files/);

  writeFileSync(join(cwd, 'late.ts'), 'export const max = 2;');
  await watched.until(/^holds$/m);
  await watched.until(/Watching/);

  rmSync(join(cwd, 'model.ts'));
  await watched.until(/there is no file '\.\/model\.ts'/);
  await watched.until(/Watching/);
  t.is(await watched.end('SIGTERM'), 130);
});

test('a save while a check runs ends it and begins another', async (t) => {
  t.timeout(5 * PATIENCE_MS);
  // A step that never ends can only be stopped from outside.
  const endless = model("const max = 2; console.error('loaded');").replace('n + 1', '{ for (;;); }');
  const cwd = folderWith(t, { 'model.ts': endless });
  const watched = new Watched(t, cwd);
  await watched.until(/^loaded$/m);
  writeFileSync(join(cwd, 'model.ts'), model('const max = 2;'));
  t.regex(await watched.until(/^holds$/m), /^model\.ts changed\.$/m);
  await watched.until(/Watching/);

  writeFileSync(join(cwd, 'model.ts'), model('const max = Infinity;'));
  await watched.until(/to visit/);
  t.is(await watched.end('SIGINT'), 130);
  t.notRegex(watched.text, /interrupted/, 'no partial report is wanted');
});

test('a missing model is a usage error', async (t) => {
  t.timeout(5 * PATIENCE_MS);
  const watched = new Watched(t, folderWith(t, {}));
  await watched.until(/E_MODEL +there is no file '\.\/model\.ts'/);
  const [code] = watched.process.exitCode === null ? await once(watched.process, 'exit') : [watched.process.exitCode];
  t.is(code, 2);
});
