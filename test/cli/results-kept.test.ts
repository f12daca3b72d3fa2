/** The files that a run writes: tried before it, written fully or not at all, and never over something that is no result. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { everywhenHere, withoutProgress } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Violated in `steps` steps: the trace has that many. */
const MODEL = `
import { defineModel, defineSystem, expecting, sizeRange, violated } from 'everywhen';
import { one } from './one.ts';
const model = defineModel({
  name: '../../counter', title: 'a counter', parameters: { steps: sizeRange({ from: 1, to: 9999, initial: 3 }) },
  build: ({ steps }) => defineSystem({ count: 0 })
    .process('p', { up: (s) => s.when(s.get('count') < steps)?.update('count', (c) => c + one) }, { end: 'loop', mayWaitAt: ['up'] })
    .invariant('P', 'below the end', (s) => s.get('count') < steps),
});
const sizes = Array.from({ length: 40 }, (_, i) => ['s' + (i + 1), { steps: i + 1 }] as const);
export default expecting(model, {
  variants: ['only'], scenarios: Object.fromEntries(sizes),
  expected: { only: { P: violated('it counts to the end', sizes.map(([name]) => name)) } },
});
`;
const FILES = { 'm.ts': MODEL, 'one.ts': 'export const one = 1;\n' };
const check = ['check', './m.ts'];

/** Everything in a folder, with what is in it. */
function contents(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

const other = {
  'other.mts': 'export {};\n',
  'package.json': '{ "name": "mine" }\n',
  'notes.md': '# 3 states\n',
  'data.json': '{"model":3}\n',
  'index.html': '<p>mine</p>',
  'o/m.ts.json': '{}\n',
};
const refused: readonly (readonly [what: string, words: readonly string[], because: RegExp])[] = [
  ['a trace over the model', [...check, '--trace-out', 'm.ts'], /the run loaded it as a module/],
  ['a trace over a module of the model', [...check, '--trace-out', './o/../one.ts'], /the run loaded it as a module/],
  ['a trace over another source', [...check, '--trace-out', 'other.mts'], /there is a source file/],
  ['a trace over a manifest', [...check, '--trace-out', 'package.json'], /there is a source file/],
  ['a trace over other JSON', [...check, '--trace-out', 'data.json'], /a file that is not a trace of Everywhen/],
  ['a trace over a folder', [...check, '--trace-out', 'o'], /it is a folder/],
  ['a trace into no folder', [...check, '--trace-out', 'nowhere/t.json'], /its folder does not exist/],
  ['a trace over the checkpoint', [...check, '--trace-out', 'x', '--checkpoint', './x'], /so would another result/],
  ['a trace over a report', [...check, '--trace-out', 'x', '--reporter', 'json=./x'], /so would another result/],
  ['a list over the model', [...check, '--reporter', 'list=m.ts'], /the run loaded it as a module/],
  ['a list over a text', [...check, '--reporter', 'list=notes.md'], /a file that is not a list of Everywhen/],
  ['JSON over the model', ['matrix', './m.ts', '--reporter', 'json=m.ts'], /the run loaded it as a module/],
  ['JSON over other JSON', [...check, '--reporter', 'json=data.json'], /a file that is not a report of Everywhen/],
  ['JUnit over a source', ['matrix', './m.ts', '--reporter', 'junit=one.ts'], /the run loaded it as a module/],
  ['a page over a page', [...check, '--reporter', 'html=.'], /a file that is not a report of Everywhen/],
  ['verdicts over something else', ['matrix', './m.ts', '--out', 'o'], /a file that is not a file of verdicts/],
  ['measurements over a source', ['bench', 'process-start', '--out', 'one.ts'], /there is a source file/],
  ['measurements over a text', ['bench', 'process-start', '--out', 'notes.md'], /not a file of measurements/],
  ['a checkpoint over the model', [...check, '--checkpoint', 'm.ts'], /no checkpoint of Everywhen/],
  ['walks over the model', ['simulate', './m.ts', '--trace-out', 'm.ts'], /the run loaded it as a module/],
];
for (const [what, words, because] of refused) {
  test(`${what} is refused before the run, and everything stays as it is`, async (t) => {
    const cwd = folderWith(t, { ...FILES, ...other });
    const before = contents(cwd);
    const { exitCode, stdout, stderr } = await everywhenHere(words, { cwd });
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr.replaceAll(/\s+/g, ' '), because);
    t.deepEqual(contents(cwd), before);
  });
}

test('an older result of the same kind is replaced, and no other file is left', async (t) => {
  const cwd = folderWith(t, FILES);
  const all = ['--reporter', 'silent,list=l.txt,json=j.json,junit=j.xml,html=page', '--trace-out', 't.json'];
  for (const steps of [7, 3]) {
    const itf = ['--trace-format', 'itf', '--reporter', 'silent', '--trace-out', 't.itf.json'];
    t.is((await everywhenHere([...check, `steps=${steps}`, ...all], { cwd })).exitCode, 1);
    t.is((await everywhenHere([...check, `steps=${steps}`, ...itf], { cwd })).exitCode, 1);
    const matrix = ['matrix', './m.ts', '--reporter', 'silent,list=m.txt,json=m.json,junit=m.xml', '--out', 'o'];
    t.is((await everywhenHere(matrix, { cwd })).exitCode, 0);
  }
  t.is(JSON.parse(readFileSync(join(cwd, 't.json'), 'utf8')).counterexample.steps.length, 3);
  t.regex(readFileSync(join(cwd, 'l.txt'), 'utf8'), /^4 states/m);
  const results = ['j.json', 'j.xml', 'l.txt', 'm.json', 'm.txt', 'm.xml', 'o/m.ts.json', 'page/index.html'];
  t.deepEqual(
    contents(cwd).map(([name]) => name),
    [...results, 'm.ts', 'one.ts', 't.itf.json', 't.json'].toSorted(),
  );
});

test('the verdicts of models that are named by paths stay in the folder, each in a file', async (t) => {
  const cwd = folderWith(t, { ...FILES, 'here/file': '' });
  mkdirSync(join(cwd, 'a'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, 'a', name), text);
  const models = ['../m.ts', '../a/m.ts', join(cwd, 'm.ts')];
  const { exitCode, stderr } = await everywhenHere(['matrix', ...models, '--out', 'o'], { cwd: join(cwd, 'here') });
  t.is(exitCode, 0, stderr);
  const names = readdirSync(join(cwd, 'here', 'o'));
  t.is(names.length, 3);
  t.true(names.includes('m.ts.json') && names.includes('a-m.ts.json'));
  t.deepEqual(readdirSync(cwd).toSorted(), ['a', 'here', 'm.ts', 'one.ts']);
});

test('a trace that cannot be written after all costs neither the verdict nor the other files', async (t) => {
  const cwd = folderWith(t, FILES);
  const words = [...check, '--trace-out', '/dev/full', '--reporter', 'list,junit=j.xml'];
  const { exitCode, stdout, stderr } = await everywhenHere(words, { cwd });
  t.is(exitCode, 2);
  t.regex(stdout, /^violated: P$/m);
  t.regex(readFileSync(join(cwd, 'j.xml'), 'utf8'), /<\/testsuites>/);
  t.regex(stderr, /^E_USAGE {2}the trace cannot be written to '\/dev\/full': the disk is full \(ENOSPC\)$/m);
});

test('where the only report cannot be written, the verdicts are on standard error', async (t) => {
  const cwd = folderWith(t, FILES);
  for (const [command, verdict] of [
    [[...check, '--trace-out', 't.json'], /^violated: P$/m],
    [['matrix', './m.ts', '--out', 'o'], /^40 cells, 40 as expected/m],
  ] as const) {
    for (const reporter of ['json', 'junit']) {
      const { exitCode, stdout, stderr } = await everywhenHere([...command, '--reporter', `${reporter}=/dev/full`], {
        cwd,
      });
      t.is(exitCode, 2);
      t.is(stdout, '');
      t.regex(stderr, verdict);
      t.regex(stderr, /^E_USAGE {2}the report cannot be written to '\/dev\/full': the disk is full \(ENOSPC\)$/m);
    }
  }
  t.true(existsSync(join(cwd, 't.json')) && existsSync(join(cwd, 'o', 'm.ts.json')));
});

/** A file system of 64 KiB; undefined where this process may not mount one. */
function smallDisk(t: ExecutionContext): string | undefined {
  const folder = folderWith(t, {});
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    t.log('No small file system can be mounted here: what /dev/full shows is tested.');
    return undefined;
  }
  t.teardown(() => execFileSync('umount', ['--lazy', folder]));
  return folder;
}

test('a result that does not fit leaves the older one and no half of the new one', async (t) => {
  const disk = smallDisk(t);
  if (disk === undefined) {
    t.pass();
    return;
  }
  const cwd = folderWith(t, FILES);
  const [trace, junit] = [join(disk, 't.json'), join(disk, 'j.xml')];
  const run = (steps: number) =>
    everywhenHere([...check, `steps=${steps}`, '--trace-out', trace, '--reporter', `list,junit=${junit}`], { cwd });
  t.is((await run(3)).exitCode, 1);
  const before = contents(disk);
  const { exitCode, stdout, stderr } = await run(2000);
  t.is(exitCode, 2);
  t.regex(stdout, /^violated: P$/m);
  for (const what of [`the trace cannot be written to '${trace}'`, `the report cannot be written to '${junit}'`]) {
    t.true(stderr.replaceAll(/\s+/g, ' ').includes(`${what}: the disk is full (ENOSPC)`), stderr);
  }
  t.deepEqual(contents(disk), before);
});

test('a disk that is full already is found before the run', async (t) => {
  const disk = smallDisk(t);
  if (disk === undefined) {
    t.pass();
    return;
  }
  const cwd = folderWith(t, FILES);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(64 * 1024));
  for (const words of [
    [...check, '--trace-out', join(disk, 't.json')],
    [...check, '--reporter', `junit=${join(disk, 'j.xml')}`],
    ['matrix', './m.ts', '--out', disk],
    ['nightly', './m.ts', '--out', disk],
  ]) {
    const { exitCode, stdout, stderr } = await everywhenHere(words, { cwd });
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr.replaceAll(/\s+/g, ' '), /the disk is full \(ENOSPC\)/);
  }
});

test('a disk that fills during a night costs files and no verdict, and the run does not pass for a complete one', async (t) => {
  const disk = smallDisk(t);
  if (disk === undefined) {
    t.pass();
    return;
  }
  const cwd = folderWith(t, FILES);
  const { exitCode, stdout, stderr } = await everywhenHere(['nightly', './m.ts', '--out', disk], { cwd });
  t.is(exitCode, 2);
  t.regex(stdout, /40/);
  t.regex(withoutProgress(stderr), /the disk is full \(ENOSPC\)\. The run continues, and tries again at its end\./);
  t.regex(stderr, /^\d+ more files could not be written\.$/m);
  const [run = ''] = readdirSync(disk).filter((name) => /^\d{4}-/.test(name));
  t.deepEqual(
    readdirSync(disk).filter((name) => name === 'latest'),
    [],
  );
  const kept = contents(join(disk, run));
  t.true(kept.length > 0);
  for (const [name, text] of kept) if (name.endsWith('.json')) t.notThrows(() => JSON.parse(text), name);
  t.false(kept.some(([name]) => name === 'run.json'));
});

test('measurements that cannot be kept are printed', async (t) => {
  const cwd = folderWith(t, {});
  const words = ['bench', 'two-phase-commit-3', '--workers', '1', '--out', '/dev/full'];
  const { exitCode, stdout, stderr } = await everywhenHere(words, { cwd });
  t.is(exitCode, 2);
  t.regex(stdout, /two-phase-commit-3/);
  t.regex(stderr, /^E_USAGE {2}the measurements cannot be written to '\/dev\/full': the disk is full \(ENOSPC\)$/m);
});
