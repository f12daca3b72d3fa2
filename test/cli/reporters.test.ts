import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { everywhen, everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Two cells, one of them violated, as expected or not. */
const model = (expected: string) => `
import { defineModel, defineSystem, expecting, sizeRange, variant, violated } from 'everywhen';
const model = defineModel({
  name: 'small', title: 'a counter with a bound', parameters: { variant: variant('right', 'wrong'), n: sizeRange({ from: 1, to: 9999999, initial: 3 }) },
  build: ({ variant, n }) => defineSystem({ count: 0 })
    .process('p', { up: (s) => s.when(s.get('count') < n)?.update('count', (c) => c + 1) }, { end: 'loop', mayWaitAt: ['up'] })
    .invariant('P', 'below 3', (s) => variant === 'right' || s.get('count') < 3),
});
export default expecting(model, { variants: ['right', 'wrong'], scenarios: { three: { n: 3 } }, expected: ${expected} });
`;
const AS_EXPECTED = model("{ right: {}, wrong: { P: violated('it counts to 3', ['three']) } }");
const SURPRISING = model('{ right: {}, wrong: {} }');
const withoutTimes = (text: string) =>
  text.replaceAll(/\d+(\.\d+)? s\b|"(seconds|peakBytes|bytesPerState)":[\d.e-]+/g, '');

test('several reporters report one run, each to its own place', async (t) => {
  const cwd = folderWith(t, { 'm.ts': SURPRISING });
  const reporters = 'list,junit=out/a/junit.xml,json=out/b.json,github';
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  const { exitCode, stdout } = await everywhenHere(['matrix', './m.ts', '--reporter', reporters], { cwd, env });
  t.is(exitCode, 1);
  t.regex(stdout, /^2 cells, 1 as expected, 1 unexpected/m);
  t.regex(stdout, /^::error title=\.\/m\.ts wrong\/three\/variant=wrong::P is violated and was expected to hold\./m);
  t.regex(readFileSync(join(cwd, 'out/a/junit.xml'), 'utf8'), /<failure type="violated"[\s\S]*up +count 2 -&gt; 3/);
  t.like(JSON.parse(readFileSync(join(cwd, 'out/b.json'), 'utf8')), { unexpected: 1 });
  t.regex(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8'), /^## Everywhen: 2 cells, 1 unexpected$/m);
});

for (const command of [['matrix'], ['check', 'variant=wrong']]) {
  test(`--format json of ${command[0]} is --reporter json, and without either it is --reporter list`, async (t) => {
    const cwd = folderWith(t, { 'm.ts': AS_EXPECTED });
    const [name = '', ...rest] = command;
    const run = async (...flags: string[]) =>
      withoutTimes((await everywhenHere([name, './m.ts', ...rest, ...flags], { cwd })).stdout);
    t.is(await run('--format', 'json'), await run('--reporter', 'json'));
    t.is(await run(), await run('--reporter', 'list'));
  });
}

test('a file has the same text as standard output', async (t) => {
  const cwd = folderWith(t, {
    'm.ts': AS_EXPECTED,
    'old.txt': `${'an older list\n'.repeat(1000)}2 cells, 2 as expected, 0.1 s\n`,
  });
  const env = { CI: 'true', FORCE_COLOR: '1', NO_COLOR: '' };
  const { stdout } = await everywhenHere(['matrix', './m.ts', '--reporter', 'list=old.txt'], { cwd, env });
  t.is(stdout, '');
  const { stdout: plain } = await everywhenHere(['matrix', './m.ts'], { cwd });
  t.is(withoutTimes(readFileSync(join(cwd, 'old.txt'), 'utf8')), withoutTimes(plain));
});

test('in CI a matrix is a dot for each cell, and only surprises are shown', async (t) => {
  const cwd = folderWith(t, { 'm.ts': AS_EXPECTED, 'n.ts': SURPRISING });
  const { exitCode, stdout } = await everywhenHere(['matrix', './m.ts', './n.ts'], { cwd, env: { CI: 'true' } });
  t.is(exitCode, 1);
  t.is(
    withoutTimes(stdout),
    `./m.ts
..
./n.ts
.U

! P is violated and was expected to hold.
  everywhen check ./n.ts variant=wrong

4 cells, 3 as expected, 1 unexpected, 6 vacuous things (--strict), 
`,
  );
});

test('silent prints nothing, and the exit code is the result', async (t) => {
  const cwd = folderWith(t, { 'm.ts': AS_EXPECTED });
  for (const [words, code] of [
    [['matrix', './m.ts'], 0],
    [['check', './m.ts', 'variant=wrong'], 1],
  ] as const) {
    const { exitCode, stdout } = await everywhenHere([...words, '--reporter', 'silent'], { cwd });
    t.is(exitCode, code);
    t.is(stdout, '');
  }
});

test('a report that cannot be written ends the run before it begins', async (t) => {
  const cwd = folderWith(t, { 'm.ts': AS_EXPECTED, file: '' });
  mkdirSync(join(cwd, 'folder'));
  for (const target of ['folder', 'file/x.xml', '/dev/null/x.xml']) {
    const { exitCode, stdout, stderr } = await everywhenHere(
      ['matrix', './m.ts', '--reporter', `list,junit=${target}`],
      {
        cwd,
      },
    );
    t.is(exitCode, 2);
    t.regex(stderr, /^E_USAGE {2}the report cannot be written to /);
    t.is(stdout, '');
  }
});

test('a check that breaks leaves the report of the last one as it was; a matrix with broken cells writes its reports', async (t) => {
  const cwd = folderWith(t, { 'm.ts': AS_EXPECTED.replace('(c) => c + 1', '() => Math.random()') });
  const old = '<testsuites name="everywhen"/>';
  const files = ['--reporter', 'junit=junit.xml,json=new.json'];
  writeFileSync(join(cwd, 'junit.xml'), old);
  const check = await everywhenHere(['check', './m.ts', ...files], { cwd });
  t.is(check.exitCode, 2);
  t.regex(check.stderr, /^E_IMPURE/m);
  t.is(readFileSync(join(cwd, 'junit.xml'), 'utf8'), old);
  t.false(existsSync(join(cwd, 'new.json')));
  const matrix = await everywhenHere(['matrix', './m.ts', ...files], { cwd });
  t.is(matrix.exitCode, 2);
  t.regex(matrix.stderr, /^E_IMPURE/m);
  t.regex(readFileSync(join(cwd, 'junit.xml'), 'utf8'), /<failure type="broken" message="E_IMPURE: /);
  t.is(JSON.parse(readFileSync(join(cwd, 'new.json'), 'utf8')).broken, 2);
});

test('Ctrl-C is an error in JUnit, for cells that were not judged', async (t) => {
  const cwd = folderWith(t, { 'm.ts': AS_EXPECTED.replace('three: { n: 3 }', 'three: { n: 9999999 }') });
  const { exitCode } = await everywhen(['check', './m.ts', 'n=9999999', '--reporter', 'junit=j.xml'], {
    cwd,
    signalOn: { stderr: /to visit/, signal: 'SIGINT' },
  });
  t.is(exitCode, 130);
  t.regex(
    readFileSync(join(cwd, 'j.xml'), 'utf8'),
    /<error type="interrupted" message="Inconclusive because it was interrupted\."/,
  );
});

test('--reporter and --format together are E_USAGE', async (t) => {
  const { exitCode, stderr } = await everywhenHere(['check', 'peterson', '--format', 'json', '--reporter', 'list']);
  t.is(exitCode, 2);
  t.regex(stderr, /^E_USAGE {2}option '--reporter <names>' cannot be used with option '--format <format>'/);
});
