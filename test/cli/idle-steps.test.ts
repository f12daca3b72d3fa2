/** Steps that are enabled in no state: a step that forgets its `return` looks as if it were blocked. */
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** `forgotten` returns nothing, so `after` is never reached; one of the replicas of `q` takes `mine`. */
const MODEL = `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'idle', title: 'idle steps', parameters: {},
  build: () => defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .process('p', { count: (s) => s.set('n', 1), forgotten: (s) => { s.set('n', 2); }, after: (s) => s })
    .processes('q', 2, { mine: (s) => s.when(s.index === 1) })
    .rules('r', { impossible: (s) => s.when(s.get('n') === 2)?.set('n', 3), back: (s) => s.when(s.get('n') === 1)?.set('n', 0) })
    .invariant('I', 'n is small', (s) => s.get('n') < 2),
});
`;
const IDLE = [
  { process: 'p', step: 'forgotten', reached: true },
  { process: 'p', step: 'after', reached: false },
  { process: 'r', step: 'impossible', reached: true },
];

for (const engine of ['kernel', 'reference']) {
  test(`${engine}: a check lists the steps that no state enables, those that were reached first`, async (t) => {
    const cwd = folderWith(t, { 'm.ts': MODEL });
    const command = ['check', './m.ts', '--engine', engine];
    const { exitCode, stdout } = await everywhenHere(command, { cwd });
    t.is(exitCode, 0);
    t.regex(stdout, /^Reached and never enabled: p: forgotten; r: impossible\.\nNever reached: p: after\.$/m);
    t.deepEqual(JSON.parse((await everywhenHere([...command, '--format', 'json'], { cwd })).stdout).neverEnabled, IDLE);
  });
}

test('a run that stopped early says so far', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  const { exitCode, stdout } = await everywhenHere(['simulate', './m.ts', '--walks', '3', '--steps', '5'], { cwd });
  t.is(exitCode, 3);
  t.regex(stdout, /^Reached and never enabled so far: .*\nNever reached so far: p: after\.$/m);
});

test('a check in which every step is enabled somewhere lists nothing', async (t) => {
  const { stdout } = await everywhenHere(['check', 'two-phase-commit', 'managers=3', '--format', 'json']);
  t.false('neverEnabled' in JSON.parse(stdout));
  t.notRegex((await everywhenHere(['check', 'two-phase-commit', 'managers=3'])).stdout, /[Nn]ever/);
});

test('--strict fails for such a step of a model without a matrix, whose other cells might take it', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  const { exitCode, stderr } = await everywhenHere(['check', './m.ts', '--strict'], { cwd });
  t.is(exitCode, 1);
  for (const { process, step } of IDLE) {
    t.true(stderr.includes(`--strict: '${process}: ${step}' is enabled in no reachable state.`), stderr);
  }
});
