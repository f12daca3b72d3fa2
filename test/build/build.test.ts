/** A build happens once for the same inputs, beside what is there, and an interrupted one leaves the last. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { inputsDigest } from '../../src/build/inputs.ts';
import { putInPlace } from '../../src/build/kept-builds.ts';
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

test.serial('a source, a model and a locked version are inputs, a text for people and its site are none', (t) => {
  const folder = checkout(t);
  const before = inputsDigest(folder);
  writeFileSync(join(folder, 'src', 'README.md'), 'other words');
  writeFileSync(join(folder, 'src', 'site', 'site.ts'), 'another site');
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
  mkdirSync(join(folder, '.build', 'site'), { recursive: true });
  cpSync(join(folder, 'dist'), join(folder, '.build', `${pid}-old`), { recursive: true });
  rmSync(join(folder, 'dist'), { recursive: true });
  // The first step fails: what is tested is what was there before it.
  writeFileSync(join(folder, 'src', 'tsconfig.build.json'), '{');
  const { status: failed, stderr } = spawnSync(process.execPath, [BUILD, folder], { encoding: 'utf8' });
  t.is(failed, 1);
  t.regex(stderr, /build: modules ended with code \d/);
  t.true(existsSync(join(folder, 'dist', 'made.js')));
  // The site of the documentation stays, which is made here, too.
  t.deepEqual(readdirSync(join(folder, '.build')), ['site']);
});

/** A build that prints its name by a module that it loads when it finds the file `go`. */
function builtInto(folder: string, name: string, dist: string): void {
  const entry = stripTypeScriptTypes(readFileSync(join(ROOT, 'src', 'cli', 'everywhen.ts'), 'utf8'));
  const late = join(folder, 'src', 'cli');
  mkdirSync(late, { recursive: true });
  writeFileSync(join(late, 'everywhen.js'), entry.replace("import('./run-process.ts')", "import('./run-process.js')"));
  writeFileSync(
    join(late, 'run-process.js'),
    `import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export async function runProcess() {
  console.log('started');
  while (!existsSync(${JSON.stringify(join(dist, '..', 'go'))})) await setTimeout(20);
  console.log((await import('./${name}.js')).text);
}
`,
  );
  writeFileSync(join(late, `${name}.js`), `export const text = 'late module of ${name}';\n`);
  writeFileSync(join(folder, '.inputs'), name.repeat(64));
}

test.serial('a command that runs while a build takes its place loads its own modules to the end', async (t) => {
  const root = folderWith(t, { 'package.json': '{ "type": "module" }' });
  const [dist, beside] = [join(root, 'dist'), join(root, '.build')];
  const build = (name: string) => {
    builtInto(join(beside, name), name, dist);
    putInPlace(join(beside, name), dist, beside, name.repeat(64));
  };
  const run = () => {
    const child = spawn(process.execPath, [join(dist, 'src', 'cli', 'everywhen.js')]);
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    return { started: once(child.stdout, 'data'), ended: once(child, 'close').then(([code]) => ({ code, text })) };
  };
  build('a');
  const first = run();
  await first.started;
  build('b');
  const second = run();
  await second.started;
  writeFileSync(join(root, 'go'), '');
  t.deepEqual(await first.ended, { code: 0, text: 'started\nlate module of a\n' });
  t.deepEqual(await second.ended, { code: 0, text: 'started\nlate module of b\n' });

  // A build that was replaced long ago goes with the next one. One that is replaced only now stays, however old it is.
  const kept = (name: string) => join(beside, `of-${name.repeat(16)}`);
  for (const name of ['a', 'b']) utimesSync(kept(name), 0, 0);
  build('c');
  t.deepEqual(readdirSync(beside).toSorted(), [`of-${'b'.repeat(16)}`, `of-${'c'.repeat(16)}`]);
  t.false(existsSync(kept('a')));
});
