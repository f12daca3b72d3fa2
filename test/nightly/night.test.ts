import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { validateXML } from 'xmllint-wasm';
import { everywhen } from '../helpers/cli.ts';
import { CELLS, NightFolder } from '../helpers/night.ts';

const JUNIT = readFileSync(new URL('../report/junit.xsd', import.meta.url), 'utf8');

test('a changed verdict ends with 1 and names the property, the run before and the command', async (t) => {
  const folder = new NightFolder(t, 2);
  const { name } = await folder.night();
  folder.edit('right.ts', (text) => text.replace('c + 1', 'Math.min(c + 1, 2)'));
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights');
  t.is(exitCode, 1);
  t.regex(stdout, /^Changed verdicts \(2\)\n {2}m\.ts variant=right\n/m);
  t.regex(stdout, /^ {4}P holds and was expected to be violated\.$/m);
  t.true(stdout.includes(`P: violated -> holds, since ${name}.`), stdout);
  t.regex(stdout, /^ {4}everywhen check m\.ts variant=right$/m);
  t.regex(stdout, /^2 proved, 3 violated as expected, 2 changed verdict$/m);
  const junit = folder.read('nights', folder.read('nights', 'latest').trim(), 'junit.xml');
  t.like(await validateXML({ xml: [{ fileName: 'junit.xml', contents: junit }], schema: [JUNIT] }), { valid: true });
  t.regex(junit, /<testsuites name="everywhen" tests="7" failures="2" errors="0">/);
  t.regex(
    junit,
    /<failure type="violated" message="P holds and was expected to be violated\. P: violated -&gt; holds, since /,
  );
  t.regex(junit, /^everywhen check m\.ts variant=right<\/failure>$/m);
});

test('a changed count ends with 1, whether the last run or the model says otherwise', async (t) => {
  const folder = new NightFolder(t, 2);
  const { name } = await folder.night();
  folder.edit('left.ts', (text) => text.replace('c + one', 'c === 0 ? 2 : c + one'));
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights');
  t.is(exitCode, 1);
  t.regex(stdout, /^Changed counts \(4\)\n {2}m\.ts n=9\n {4}9 states were found where 10 are published\.$/m);
  t.true(stdout.includes(`    states: 10 -> 9, since ${name}.`), stdout);
  t.regex(stdout, /^1 proved, 2 violated as expected, 4 changed counts$/m);
  // The last run says the same now, the model still does not.
  t.regex(
    (await folder.run('nightly', './m.ts', '--out', 'nights')).stdout,
    /^2 proved, 4 violated as expected, 1 changed counts$/m,
  );
});

test('other states in the same numbers end with 1, too, and the first level that differs is named', async (t) => {
  const folder = new NightFolder(t, 2);
  await folder.night();
  folder.edit('right.ts', (text) => text.replace('c + 1', 'c === 0 ? 0.5 : c === 0.5 ? 2 : c + 1'));
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights');
  t.is(exitCode, 1);
  t.is(stdout.match(/first level that differs: 1 \(1 state, not the same one\), since/g)?.length, 3, stdout);
  t.notRegex(stdout, /states: /);
  t.regex(stdout, /^Other traces of the same verdicts \(2\)$/m);
});

test('an inconclusive cell exits with 3 and reports what it covered and would need', async (t) => {
  const folder = new NightFolder(t, 2);
  folder.edit('m.ts', (text) =>
    text.replace('n: 9 }', 'n: 200000 }').replace('states: 10, transitions: 9', 'states: 200001, transitions: 200000'),
  );
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights', '--cell-states', '20');
  t.is(exitCode, 3);
  t.regex(stdout, /^Inconclusive \(1\)\n {2}m\.ts n=200000\n {4}Stopped early: the limit on states was reached\.$/m);
  t.regex(stdout, /^ {4}Covered: [\d,]+ states, [\d,]+ complete levels, in/m);
  t.regex(stdout, /^ {4}Needs: 200,001 states as the model says, /m);
  t.regex(stdout, /, 1 inconclusive$/m);
  const markdown = folder.read('nights', folder.read('nights', 'latest').trim(), 'summary.md');
  t.regex(
    markdown,
    /^## Inconclusive \(1\)\n\n- \*\*m\.ts n=200000\*\*: Stopped early: the limit on states was reached\./m,
  );
});

test('a budget that is used up ends with 3, and every cell is either finished or listed', async (t) => {
  const folder = new NightFolder(t, 2);
  folder.edit('m.ts', (text) => text.replace('n: 9 }', 'n: 9999999 }').replace('states: 10,', 'states: 10000000,'));
  const night = await folder.night('--budget', '3s');
  t.is(night.exitCode, 3, night.stderr);
  t.is(night.records.length, CELLS.length);
  const large = night.records.find(({ parameters }) => parameters === 'n=9999999');
  t.true(large?.came === 'not started' || large?.because === 'the budget was used up', JSON.stringify(large));
  for (const { came, finding, because, needs } of night.records) {
    if (came === 'ran' && finding?.stopped === undefined)
      t.true(['holds', 'violated'].includes(finding?.verdict ?? ''));
    else t.true(because !== undefined && needs !== undefined);
  }
  const again = await folder.run('nightly', './m.ts', '--out', 'nights', '--budget', '0.001s');
  t.is(again.exitCode, 3);
  t.regex(again.stdout, /^Inconclusive, because the budget was used up before it began \(\d\)\n/m);
});

test('a cell that breaks a rule ends with 2 and takes no other cell with it', async (t) => {
  const folder = new NightFolder(t, 2);
  folder.edit('right.ts', (text) => text.replace('c + 1', 'c + Math.ceil(Math.random())'));
  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights');
  t.is(exitCode, 2);
  t.regex(stdout, /^Broken models \(3\)\n {2}m\.ts variant=right n=2\n {4}E_IMPURE: step 'up' of process 'p'/m);
  t.regex(stdout, /^1 proved, 3 violated as expected, 3 broken$/m);
});

test('Ctrl-C keeps finished cells, lists the others and exits with 130', async (t) => {
  const folder = new NightFolder(t, 2);
  folder.edit('m.ts', (text) => text.replace('n: 4 }', 'n: 9999999 }'));
  const { exitCode, stdout } = await everywhen(
    ['nightly', './m.ts', '--out', 'nights', '--workers', '1', '--format', 'json'],
    { cwd: folder.folder, signalOn: { stderr: /running m\.ts n=9999999/, signal: 'SIGINT' } },
  );
  t.is(exitCode, 130);
  const { records, interrupted } = JSON.parse(stdout);
  t.true(interrupted);
  t.is(records.length, CELLS.length);
  const [cut] = records.filter((record: { parameters: string }) => record.parameters === 'n=9999999');
  t.is(cut.finding.stopped, 'interrupted');
  t.is(records.filter((record: { came: string }) => record.came === 'not started').length, 1);
  // The next night continues there: cells that ended are not run again.
  folder.edit('other.ts', (text) => text);
  const next = await folder.night('--sets', 'nightly,matrix');
  t.deepEqual(next.ran, []);
});

test('each run has a folder of its own with a file for each cell, and latest names the last', async (t) => {
  const folder = new NightFolder(t, 2);
  const [first, second] = [await folder.night('--sets', 'matrix'), await folder.night('--sets', 'matrix')];
  t.regex(first.name, /^\d{4}-\d\d-\d\d-/);
  t.is(second.name, `${first.name}-2`);
  t.is(folder.read('nights', 'latest'), `${second.name}\n`);
  for (const { name } of [first, second]) {
    const files = readdirSync(join(folder.folder, 'nights', name, 'cells', 'm.ts'));
    t.is(files.length, 4);
    for (const file of files)
      t.notThrows(() => JSON.parse(readFileSync(join(folder.folder, 'nights', name, 'cells', 'm.ts', file), 'utf8')));
    t.true(existsSync(join(folder.folder, 'nights', name, 'summary.md')));
  }
});

test('the plan is told before anything runs, and nothing that is printed is wider than a line', async (t) => {
  const folder = new NightFolder(t, 2);
  const { stdout } = await folder.run('nightly', './m.ts', '--out', 'nights', '--budget', '10m');
  t.regex(stdout, /^Plan: 7 cells \(1 nightly, 4 matrix, 2 more\) on \d+ threads?, with a budget of 10 min\.$/m);
  t.regex(stdout, /^ {2}7 to run, some [\d.]+ s: 0 by their last runs, 7 by guess$/m);
  t.regex(stdout, /^m\.ts n=9 +nightly +1 +0\.1 s +guess$/m);
  for (const line of stdout.split('\n')) t.true(line.length <= 100, line);
  const again = await folder.run('nightly', './m.ts', '--out', 'nights', '--fresh');
  t.regex(again.stdout, /: 7 by their last runs, 0 by guess$/m);
});

test('wrong usage is said before anything runs', async (t) => {
  const folder = new NightFolder(t, 2);
  for (const [words, said] of [
    [['--budget', 'soon'], /^E_USAGE {2}.*Write a time above 0 as 90s, 10m, 8h,/],
    [['--budget', '0'], /Write a time above 0 as 90s, 10m, 8h,/],
    [['--shard', '3/2'], /^E_USAGE {2}--shard cannot be '3\/2'\.\n/],
    [['--sets', 'all'], /They are nightly, matrix, more/],
  ] as const) {
    const { exitCode, stderr } = await folder.run('nightly', './m.ts', '--out', 'nights', ...words);
    t.is(exitCode, 2);
    t.regex(stderr, said);
  }
  t.false(existsSync(join(folder.folder, 'nights')));
  const unwritable = await folder.run('nightly', './m.ts', '--out', 'm.ts');
  t.is(unwritable.exitCode, 2);
  t.regex(unwritable.stderr, /^E_USAGE {2}no run can be kept in '/);
});
