/** The packages as users get them: packed, installed into an empty folder, and used there with the Node of the machine. */
import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CREATE = join(ROOT, 'src/init/create-everywhen');
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** A little above the figures in results/package.md. A package that grows beyond these needs a reason and new figures there. */
const PACKED_MAX_KB = 1350;
const UNPACKED_MAX_KB = 5100;
/** With everything that it installs; on Linux 189 MB of it are Node 24. */
const INSTALLED_MAX_MB = 250;
const PACKAGES_MAX = 60;

/** Quick, and nothing that says more than the installation itself. */
const INSTALL = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--foreground-scripts'];
const SLOW_MS = 10 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'everywhen-package-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
/** What is installed here is found from the folders below. */
const first = join(folder, 'first');
const project = join(first, 'by-init');
const tarballs = { everywhen: '', create: '' };

/** Of a user: no command and no setting of this checkout, and no measuring of coverage. */
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((path) => !/node_modules\/\.bin\/?$/.test(path))
    .join(delimiter),
  NO_COLOR: '1',
  npm_config_ignore_scripts: 'false',
  npm_config_local_prefix: undefined,
  NODE_V8_COVERAGE: undefined,
  NODE_OPTIONS: undefined,
};

async function run(cwd: string, command: string, ...words: string[]) {
  const result = await promisify(execFile)(command, words, { cwd, env }).catch((error: ExecFileException) => error);
  const { stdout = '', stderr = '' } = result;
  return { exitCode: 'code' in result ? result.code : 0, stdout, stderr };
}

async function packed(path: string): Promise<string> {
  const into = mkdtempSync(join(folder, 'pack-'));
  const { exitCode, stderr } = await run(path, 'npm', 'pack', '--pack-destination', into);
  const [tarball] = readdirSync(into);
  if (exitCode !== 0 || tarball === undefined) throw new Error(stderr);
  return join(into, tarball);
}

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function kilobytes(path: string): number {
  return filesIn(path).reduce((sum, file) => sum + lstatSync(file).size, 0) / 1000;
}

/** Neither ours, nor a compiler's for a package that we need. */
function nothingIsBuilt(output: string, modules: string): boolean {
  return !/^> (create-)?everywhen@|^build: /m.test(output) && !existsSync(join(modules, 'msgpackr-extract/build'));
}

test.serial('both packages can be packed and installed, and the machine of the user builds nothing', async (t) => {
  t.timeout(SLOW_MS);
  tarballs.everywhen = await packed(ROOT);
  tarballs.create = await packed(CREATE);
  mkdirSync(first);
  // Without this file, npm may take a folder above for the project.
  writeFileSync(join(first, 'package.json'), '{ "private": true }\n');
  const { exitCode, stdout, stderr } = await run(first, 'npm', ...INSTALL, tarballs.everywhen, tarballs.create);
  t.is(exitCode, 0, stderr);
  t.true(nothingIsBuilt(stdout + stderr, join(first, 'node_modules')), stdout + stderr);
});

test.serial('the package has what it needs, and no source or test', (t) => {
  const home = join(first, 'node_modules/everywhen');
  const files = filesIn(home).map((file) => file.slice(home.length + 1));
  t.deepEqual(
    files.filter((file) => !file.startsWith('dist/')),
    ['LICENSE', 'README.md', 'docs/llms.txt', 'package.json'],
  );
  t.deepEqual(
    files.filter((file) => /(?<!\.d)\.tsx?$|\.tsbuildinfo$/.test(file)),
    [],
  );
  t.is(readFileSync(join(home, 'README.md'), 'utf8'), readFileSync(join(ROOT, 'README.md'), 'utf8'));
  const { license, keywords, publishConfig, bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  t.is(license, 'MIT');
  t.true(keywords.includes('model checker'));
  t.deepEqual(publishConfig, { access: 'public', provenance: true });
  t.true(files.includes(bin.everywhen));
  t.true((lstatSync(join(home, bin.everywhen)).mode & 0o111) === 0o111);
});

test.serial('the package and what it installs are small', (t) => {
  const modules = join(first, 'node_modules');
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
  const figures = {
    packedKb: Math.round(lstatSync(tarballs.everywhen).size / 1000),
    unpackedKb: Math.round(kilobytes(join(modules, 'everywhen'))),
    installedMb: Math.round(kilobytes(modules) / 1000),
    // create-everywhen is not among what everywhen installs.
    packages: Object.keys(packages).length - 1,
  };
  t.log(figures);
  t.true(figures.packedKb <= PACKED_MAX_KB);
  t.true(figures.unpackedKb <= UNPACKED_MAX_KB);
  t.true(figures.installedMb <= INSTALLED_MAX_MB);
  t.true(figures.packages <= PACKAGES_MAX);
  for (const tool of ['typescript', 'assemblyscript', 'vite', 'ava']) t.false(existsSync(join(modules, tool)), tool);
});

test.serial('init and create-everywhen write the same project', async (t) => {
  const init = await run(first, 'npx', 'everywhen', 'init', 'by-init');
  t.is(init.exitCode, 0, init.stderr);
  const create = await run(first, 'npx', 'create-everywhen', 'by-create');
  t.is(create.exitCode, 0, create.stderr);
  t.is(create.stdout, init.stdout.replaceAll('by-init', 'by-create'));
  const contents = (name: string) =>
    filesIn(join(first, name)).map((file) => [file.slice(join(first, name).length), readFileSync(file, 'utf8')]);
  t.true(contents('by-init').length > 5);
  t.deepEqual(contents('by-create'), contents('by-init'));
});

test.serial('the project installs, compiles without an error, and its tests and its check pass', async (t) => {
  t.timeout(SLOW_MS);
  // The version of this checkout need not be published; what is installed above need not be installed anew.
  const manifest = join(project, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(`"everywhen": "${own.version}"`, `"everywhen": "file:${tarballs.everywhen}"`));
  renameSync(join(first, 'node_modules'), join(project, 'node_modules'));
  const install = await run(project, 'npm', ...INSTALL);
  t.is(install.exitCode, 0, install.stderr);
  t.true(nothingIsBuilt(install.stdout + install.stderr, join(project, 'node_modules')), install.stderr);

  t.deepEqual(await run(project, 'npx', 'tsc'), { exitCode: 0, stdout: '', stderr: '' });
  const ava = await run(project, 'npx', 'ava');
  t.is(ava.exitCode, 0, ava.stdout);
  t.regex(ava.stdout, /^ {2}2 tests passed$/m);
  const check = await run(project, 'npm', 'run', 'check');
  t.is(check.exitCode, 0, check.stderr);
  t.regex(check.stdout, /^holds$/m);
  const broken = await run(project, 'npm', 'run', 'check', '--', 'variant=unlocked');
  t.is(broken.exitCode, 1);
  t.regex(broken.stdout, /^violated: no lost update$/m);
});

test.serial('a misspelt component does not compile: the types are those of the package', async (t) => {
  const model = join(project, 'models/counter.ts');
  writeFileSync(
    join(project, 'models/misspelt.ts'),
    readFileSync(model, 'utf8').replace("s.get('counter')", "s.get('countre')"),
  );
  const { exitCode, stdout } = await run(project, 'npx', 'tsc');
  rmSync(join(project, 'models/misspelt.ts'));
  t.not(exitCode, 0);
  t.regex(stdout, /misspelt\.ts.*countre/);
});

test.serial('the shipped models, the pages and the walk come along', async (t) => {
  t.timeout(SLOW_MS);
  t.regex((await run(project, 'npx', 'everywhen', 'list')).stdout, /^viridian-assist +Hyper-V/m);
  // The number of cells is not the package's concern.
  const matrix = await run(project, 'npx', 'everywhen', 'matrix', 'dining-philosophers', 'two-phase-commit');
  t.regex(matrix.stdout, /^(\d+) cells, \1 as expected/m);
  await run(project, 'npx', 'everywhen', 'check', './models/counter.ts', '--reporter', 'silent,html=page');
  t.regex(readFileSync(join(project, 'page', 'index.html'), 'utf8'), /data-chunk="index"/);
  const live = await run(project, 'npx', 'everywhen', 'check', 'peterson', '--reporter', 'silent,html=live,live');
  t.is(live.exitCode, 0, live.stderr);
  t.regex(readFileSync(join(project, 'live', 'index.html'), 'utf8'), /data-chunk="live-script"/);

  const words = ['explore', './models/counter.ts', '--no-open'];
  const walk = spawn(join(project, 'node_modules/.bin/everywhen'), words, { cwd: project, env });
  let printed = '';
  for await (const piece of walk.stdout) {
    printed += piece;
    if (printed.includes('Ctrl-C')) break;
  }
  const [link = ''] = printed.match(/http:\S+/) ?? [];
  t.regex(await (await fetch(link)).text(), /<html/);
  const ended = once(walk, 'exit');
  walk.kill('SIGTERM');
  await ended;
});
