/** The package as users get it: packed, installed into an empty folder, run and type-checked there. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { folderWith } from '../helpers/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

test('the packed tarball lists its models elsewhere, checks a model of the user and gives tsc its types', async (t) => {
  const folder = folderWith(t, { 'package.json': '{ "name": "elsewhere", "version": "1.0.0", "type": "module" }' });
  const env = { ...process.env, npm_config_ignore_scripts: 'false' };
  await execute('npm', ['pack', '--pack-destination', folder], { cwd: ROOT, env });
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  await execute('npm', ['install', `./${tarball}`, `typescript@${devDependencies.typescript}`], { cwd: folder, env });

  const everywhen = (...words: string[]) =>
    execute('npx', ['everywhen', ...words], { cwd: folder, env: { ...env, NO_COLOR: '1' } });
  const list = await everywhen('list');
  t.regex(list.stdout, /^viridian-assist +Hyper-V/m);
  // The number of models is not the package's concern.
  t.regex(
    (await everywhen('matrix', 'dining-philosophers', 'two-phase-commit')).stdout,
    /^(\d+) cells, \1 as expected/m,
  );

  const model =
    readFileSync(join(ROOT, 'README.md'), 'utf8').match(/```ts\n(?<model>import [\s\S]*?)```/)?.groups?.['model'] ?? '';
  writeFileSync(join(folder, 'my-model.ts'), model);
  t.regex((await everywhen('check', './my-model.ts')).stdout, /^holds$/m);
  const broken = await t.throwsAsync(everywhen('check', './my-model.ts', 'variant=unlocked'));
  t.like(broken, { code: 1 });
  t.regex((broken as unknown as { stdout: string }).stdout, /^violated: no lost update$/m);

  await everywhen('check', './my-model.ts', '--reporter', 'silent,html=page');
  t.regex(readFileSync(join(folder, 'page', 'index.html'), 'utf8'), /data-chunk="index"/);

  // tsc reads the declarations of the package, not its sources.
  const options = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--module',
    'nodenext',
    '--target',
    'es2024',
  ];
  const tsc = (file: string) => execute('npx', ['tsc', ...options, file], { cwd: folder, env });
  await t.notThrowsAsync(tsc('my-model.ts'));
  writeFileSync(join(folder, 'misspelt.ts'), model.replace("s.get('counter')", "s.get('countre')"));
  const wrong = await t.throwsAsync(tsc('misspelt.ts'));
  t.regex((wrong as unknown as { stdout: string }).stdout, /misspelt\.ts.*countre/);
});
