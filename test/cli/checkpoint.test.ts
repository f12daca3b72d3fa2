/** Checkpoints as a user meets them: flags, messages, exit codes, and the files left in the folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { everywhen, everywhenHere, withoutProgress } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Counts for ever, or so far that no test waits for the end. */
const counter = (title: string) => `
import { defineModel, defineSystem, sizeRange } from 'everywhen';
export default defineModel({
  name: 'counter', title: '${title}', parameters: { to: sizeRange({ from: 1, to: 100000000, initial: 100000000 }) },
  build: ({ to }) => defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .rules('p', { a: (s) => s.when(s.get('n') < to)?.update('n', (n) => n + 1) })
    .invariant('I', 'it never counts down', (s) => s.get('n') >= 0),
});
`;

test('an interrupted run prints the command that resumes it, and the resumed run comes farther', async (t) => {
  const folder = folderWith(t, { 'counter.ts': counter('counts') });
  const command = ['check', './counter.ts', '--checkpoint', 'saved', '--format', 'json'];
  const signalOn = { stderr: /to visit/, signal: 'SIGINT' } as const;
  const first = await everywhen(command, { cwd: folder, signalOn });
  t.is(first.exitCode, 130);
  t.is(
    withoutProgress(first.stderr),
    "The states found are in 'saved'. The same command with --resume continues from there.\n",
  );
  t.deepEqual(readdirSync(folder).sort(), ['counter.ts', 'saved']);

  const { states } = JSON.parse(first.stdout).statistics;
  const farther = String(states + 500);
  const second = await everywhenHere([...command, '--resume', '--max-states', farther], { cwd: folder });
  t.is(second.exitCode, 3);
  const report = JSON.parse(second.stdout);
  t.like(report, { verdict: 'inconclusive', stopped: 'max-states' });
  t.true(report.statistics.states > states);
  const goesOn = `Resumed from 'saved': ${states.toLocaleString('en')} states, depth ${(states - 1).toLocaleString('en')}.`;
  t.is(withoutProgress(second.stderr).split('\n')[0], goesOn);
});

test('a run that ends leaves no file, and does not mention checkpoints on stdout', async (t) => {
  const folder = folderWith(t, { 'counter.ts': counter('counts') });
  const command = ['check', './counter.ts', 'to=3000', '--checkpoint', 'saved', '--checkpoint-every', '0.001'];
  const { exitCode, stdout, stderr } = await everywhenHere([...command, '--resume'], { cwd: folder });
  t.is(exitCode, 0);
  t.is(withoutProgress(stderr), "There is no checkpoint in 'saved' yet: this run starts from the beginning.\n");
  t.notRegex(stdout, /saved/);
  t.deepEqual(readdirSync(folder), ['counter.ts']);
});

test('a checkpoint of a model that has changed since, or of other parameters, is refused and kept', async (t) => {
  const folder = folderWith(t, { 'counter.ts': counter('counts'), 'changed.ts': counter('counts up') });
  const saved = ['--checkpoint', 'saved'];
  await everywhenHere(['check', './counter.ts', ...saved, '--max-states', '500'], { cwd: folder });
  const bytes = readFileSync(join(folder, 'saved'));
  for (const words of [['./changed.ts'], ['./counter.ts', 'to=7']]) {
    const { exitCode, stderr } = await everywhenHere(['check', ...words, ...saved, '--resume'], { cwd: folder });
    t.is(exitCode, 2);
    t.regex(stderr, /^E_CHECKPOINT {2}'saved' is the checkpoint of another model, or of other parameters/);
  }
  const { exitCode, stderr } = await everywhenHere(['check', './counter.ts', ...saved], { cwd: folder });
  t.is(exitCode, 2);
  t.regex(stderr, /^E_CHECKPOINT {2}there is a checkpoint in 'saved' already/);
  t.deepEqual(readFileSync(join(folder, 'saved')), bytes);
});

test('flags that need --checkpoint are refused without it', async (t) => {
  for (const flags of [['--resume'], ['--checkpoint-every', '60']]) {
    const { exitCode, stderr } = await everywhenHere(['check', 'peterson', ...flags]);
    t.is(exitCode, 2);
    t.regex(stderr, /^E_USAGE {2}--checkpoint-every and --resume need a checkpoint/);
  }
});
