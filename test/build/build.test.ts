/** A build happens once for the same inputs, beside what is there, and an interrupted one leaves the last. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { inputsDigest } from '../../src/build/inputs.ts';
import { folderWith } from '../helpers/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = join(ROOT, 'src', 'build', 'build.ts');

/** A checkout whose `dist` was made of its inputs, if a file in it may be believed. */
function checkout(t: ExecutionContext): string {
  const folder = folderWith(t, { 'dist/made.js': 'the last build' });
  for (const name of ['src', 'models', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'dist', '.inputs'), inputsDigest(folder));
  return folder;
}

test.serial('what is built of the same inputs is not built again', (t) => {
  const folder = checkout(t);
  const { status, stderr } = spawnSync(process.execPath, [BUILD, folder], { encoding: 'utf8' });
  t.is(status, 0);
  t.is(stderr, '');
  t.is(readFileSync(join(folder, 'dist', 'made.js'), 'utf8'), 'the last build');
});

test.serial('npm start builds nothing if nothing changed, and starts the command', (t) => {
  const folder = checkout(t);
  mkdirSync(join(folder, 'dist', 'src', 'cli'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'src', 'cli', 'everywhen.js'), 'console.log(process.argv.slice(2).join());');
  const { status, stdout, stderr } = spawnSync('npm', ['start'], { cwd: folder, encoding: 'utf8' });
  t.is(status, 0, stderr);
  t.is(stdout.trimEnd().split('\n').at(-1), 'start');
  t.deepEqual(
    `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('build:')),
    [],
  );
});

test.serial('a source, a model and a locked version are inputs, a text for people is none', (t) => {
  const folder = checkout(t);
  const before = inputsDigest(folder);
  writeFileSync(join(folder, 'src', 'README.md'), 'other words');
  t.is(inputsDigest(folder), before);
  for (const file of ['src/index.ts', 'models/classics/peterson.ts', 'package-lock.json']) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}\n`);
    t.not(inputsDigest(folder), before, file);
    writeFileSync(path, text);
  }
  mkdirSync(join(folder, 'src', 'more'));
  writeFileSync(join(folder, 'src', 'more', 'new.ts'), '');
  t.not(inputsDigest(folder), before);
});

test.serial('an interrupted build leaves the last one, and nothing of its own', async (t) => {
  const folder = checkout(t);
  writeFileSync(join(folder, 'src', 'index.ts'), `${readFileSync(join(folder, 'src', 'index.ts'), 'utf8')}\n`);
  const child = spawn(process.execPath, [BUILD, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  t.is(code, 130);
  t.is(readFileSync(join(folder, 'dist', 'made.js'), 'utf8'), 'the last build');
  t.deepEqual(readdirSync(join(folder, '.build')), []);
});

test.serial('a build that was killed between its renames gives the last one back', (t) => {
  const folder = checkout(t);
  const { status, pid } = spawnSync(process.execPath, ['-e', ''], { encoding: 'utf8' });
  t.is(status, 0);
  mkdirSync(join(folder, '.build'));
  cpSync(join(folder, 'dist'), join(folder, '.build', `${pid}-old`), { recursive: true });
  rmSync(join(folder, 'dist'), { recursive: true });
  // The first step fails: what is tested is what was there before it.
  writeFileSync(join(folder, 'src', 'tsconfig.build.json'), '{');
  const { status: failed, stderr } = spawnSync(process.execPath, [BUILD, folder], { encoding: 'utf8' });
  t.is(failed, 1);
  t.regex(stderr, /build: modules ended with code \d/);
  t.true(existsSync(join(folder, 'dist', 'made.js')));
  t.deepEqual(readdirSync(join(folder, '.build')), []);
});
