/** A project of one's own: all files or none, and nothing of the user's is touched. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateWorkflow } from '@action-validator/core';
import test from 'ava';
import { UserError } from '../../src/errors.ts';
import { makeProject, projectFiles } from '../../src/init/project.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const CREATE = join(ROOT, 'src/init/create-everywhen');
const FILES = [
  '.editorconfig',
  '.github/workflows/ci.yml',
  '.gitignore',
  'README.md',
  'models/counter.ts',
  'package.json',
  'test/counter.test.ts',
  'tsconfig.json',
];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

test('a project has all its files, in a folder that need not exist', (t) => {
  const folder = join(folderWith(t, {}), 'new', 'models');
  t.deepEqual(makeProject(folder), { written: FILES, kept: [] });
  t.deepEqual(filesIn(folder), FILES);
});

test('a second time writes nothing, and a file that is missing again comes back', (t) => {
  const folder = folderWith(t, {});
  makeProject(folder);
  t.deepEqual(makeProject(folder), { written: [], kept: FILES });
  rmSync(join(folder, 'tsconfig.json'));
  t.deepEqual(makeProject(folder), {
    written: ['tsconfig.json'],
    kept: FILES.filter((name) => name !== 'tsconfig.json'),
  });
});

test('files of other names stay as they are', (t) => {
  const folder = folderWith(t, { 'notes.txt': 'mine', 'models/mine.ts': 'export {};' });
  t.deepEqual(makeProject(folder).written, FILES);
  t.deepEqual(filesIn(folder), [...FILES, 'models/mine.ts', 'notes.txt'].toSorted());
  t.is(readFileSync(join(folder, 'notes.txt'), 'utf8'), 'mine');
});

test('files with other content are named, and then nothing is written at all', (t) => {
  const folder = folderWith(t, { 'package.json': '{}', 'README.md': '# Mine\n' });
  const error = t.throws(() => makeProject(folder), { instanceOf: UserError });
  t.is(error.code, 'E_USAGE');
  t.true(error.message.endsWith('README.md, package.json'), error.message);
  t.deepEqual(filesIn(folder), ['README.md', 'package.json']);
  t.is(readFileSync(join(folder, 'package.json'), 'utf8'), '{}');
});

test('neither a folder in the place of a file nor a link that leads nowhere is written through', (t) => {
  const folder = folderWith(t, {});
  const elsewhere = join(folderWith(t, {}), 'elsewhere');
  mkdirSync(join(folder, 'tsconfig.json'));
  symlinkSync(elsewhere, join(folder, '.gitignore'));
  const error = t.throws(() => makeProject(folder), { instanceOf: UserError });
  t.true(error.message.endsWith('.gitignore, tsconfig.json'), error.message);
  t.false(existsSync(elsewhere));
});

test('a file in the place of a folder is an error of the user', (t) => {
  const folder = folderWith(t, { file: '' });
  t.is(t.throws(() => makeProject(join(folder, 'file')), { instanceOf: UserError }).code, 'E_USAGE');
});

test('versions are exact: that of Everywhen, and those of the tools with which it is tested', (t) => {
  const { devDependencies, dependencies } = JSON.parse(projectFiles().get('package.json') ?? '');
  t.is(dependencies, undefined);
  const { '@types/node': types, ava, typescript } = own.devDependencies;
  t.deepEqual(devDependencies, { '@types/node': types, ava, everywhen: own.version, typescript });
});

test('no file is a template still, and the workflow is one by its schema', (t) => {
  for (const [name, content] of projectFiles()) {
    t.notRegex(content, /\{\{|\}\}/, name);
    t.true(content.endsWith('\n'), name);
  }
  t.deepEqual(validateWorkflow(projectFiles().get('.github/workflows/ci.yml') ?? '').errors, []);
});

test('create-everywhen needs the version of everywhen that it is published with', (t) => {
  const create = JSON.parse(readFileSync(join(CREATE, 'package.json'), 'utf8'));
  t.is(create.version, own.version);
  t.deepEqual(create.dependencies, { everywhen: own.version });
  t.is(create.license, own.license);
  t.deepEqual(create.publishConfig, own.publishConfig);
});

test('the command says what it wrote, what it kept, and three commands to type next', async (t) => {
  const cwd = folderWith(t, {});
  const { exitCode, stdout, stderr } = await everywhenHere(['init', 'my models'], { cwd });
  t.is(exitCode, 0);
  t.is(stderr, '');
  const [list = '', next = ''] = stdout.split('\n\n');
  t.deepEqual(
    list.split('\n'),
    FILES.map((name) => `wrote  ${name}`),
  );
  t.is(next, "Next:\n  cd 'my models' && npm install\n  npm test\n  npm run check -- variant=unlocked\n");

  rmSync(join(cwd, 'my models', 'README.md'));
  const again = await everywhenHere(['init'], { cwd: join(cwd, 'my models') });
  t.regex(again.stdout, /^wrote {2}README\.md\nkept {3}\.editorconfig\n/);
  t.regex(again.stdout, /^Next:\n {2}npm install$/m);
});

test('the command refuses to overwrite, and ends with exit code 2', async (t) => {
  const cwd = folderWith(t, {});
  mkdirSync(join(cwd, dirname('models/counter.ts')));
  writeFileSync(join(cwd, 'models/counter.ts'), 'export {};\n');
  const { exitCode, stdout, stderr } = await everywhenHere(['init'], { cwd });
  t.is(exitCode, 2);
  t.is(stdout, '');
  t.regex(stderr, /^E_USAGE {2}'\.' has a file with other content: models\/counter\.ts\n/);
});
