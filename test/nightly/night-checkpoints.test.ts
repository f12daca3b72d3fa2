/** Checkpoints of nights as a user meets them: what is left, what the next night resumes from, and what the summary says. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { CellRecord } from '../../src/nightly/record.ts';
import { everywhen } from '../helpers/cli.ts';
import { type FinishedNight, NightFolder } from '../helpers/night.ts';

/** A cell is stopped after some twenty of them. */
const STATES = 5001;
const COMMAND = ['--sets', 'nightly'];

/** A folder in which the cell n=5000 was stopped early by a limit on states; a state is a level. */
async function stoppedEarly(folder: NightFolder): Promise<FinishedNight> {
  folder.edit('m.ts', (text) =>
    text.replace('n: 9 }', 'n: 5000 }').replace('states: 10, transitions: 9', 'states: 5001, transitions: 5000'),
  );
  return folder.night(...COMMAND, '--cell-states', '20');
}

function filesOf(folder: NightFolder): readonly string[] {
  const checkpoints = join(folder.folder, 'nights', 'checkpoints', 'm.ts');
  return existsSync(checkpoints) ? readdirSync(checkpoints).map((file) => join(checkpoints, file)) : [];
}

/** All that a run of the cell says of the model, and nothing of the run. */
function factsOf({ records: [record] }: FinishedNight) {
  const { verdict, properties, levels, statistics } = record?.finding ?? {};
  const { states, transitions, depth, quiescentStates, finalStates, levelsFinished } = statistics ?? {};
  return {
    ...{ verdict, properties, levels, states, transitions, depth, quiescentStates, finalStates, levelsFinished },
    stopped: record?.finding?.stopped,
  };
}

test('a night finishes the cell that the last night stopped early, as an unbroken run would have, and leaves no checkpoint', async (t) => {
  const folder = new NightFolder(t);
  const first = await stoppedEarly(folder);
  t.is(first.exitCode, 3);
  const [cut] = first.records as readonly [CellRecord];
  t.is(cut.finding?.stopped, 'max-states');
  const kept = cut.checkpoint?.kept ?? 0;
  t.true(kept > 20 && kept < STATES, String(kept));
  t.is(cut.finding?.statistics.states, kept);
  t.is(filesOf(folder).length, 1);

  const { exitCode, stdout } = await folder.run('nightly', './m.ts', '--out', 'nights', ...COMMAND);
  t.is(exitCode, 0);
  t.regex(stdout, /^ {2}1 to run, .*\n {2}1 of them resumes from its checkpoint$/m);
  t.true(stdout.includes(`m.ts n=5000: It resumed from ${kept} states.`), stdout);
  t.deepEqual(filesOf(folder), []);
  const [name] = folder.read('nights', 'latest').trim().split('\n');
  const [file] = readdirSync(join(folder.folder, 'nights', name ?? '', 'cells', 'm.ts'));
  const second: CellRecord = JSON.parse(folder.read('nights', name ?? '', 'cells', 'm.ts', file ?? ''));
  t.is(second.checkpoint?.wentOnFrom, kept);
  t.deepEqual(factsOf({ ...first, records: [second] }), factsOf(await folder.night(...COMMAND, '--fresh')));
  t.is(second.finding?.statistics.states, STATES);
});

test('a summary of a cell that was stopped early says from how many states the next night resumes', async (t) => {
  const folder = new NightFolder(t);
  await stoppedEarly(folder);
  const again = await folder.run('nightly', './m.ts', '--out', 'nights', ...COMMAND, '--cell-states', '40');
  t.is(again.exitCode, 3);
  t.regex(again.stdout, /^ {2}m\.ts n=5000: It resumed from \d+ states\. The next night resumes from \d+ states\.$/m);
});

test('after the model was edited the cell begins anew, says so, and the old checkpoint is gone when it has ended', async (t) => {
  const folder = new NightFolder(t);
  await stoppedEarly(folder);
  folder.edit('left.ts', (text) => `${text}// edited\n`);
  const cut = await folder.night(...COMMAND, '--cell-states', '20');
  t.is(cut.exitCode, 3);
  t.regex(
    cut.records[0]?.checkpoint?.trouble ?? '',
    /^It began anew, because its checkpoint is the checkpoint of another model/,
  );
  t.is(cut.records[0]?.checkpoint?.wentOnFrom, undefined);
  t.is(filesOf(folder).length, 2);
  const { exitCode, records } = await folder.night(...COMMAND);
  t.is(exitCode, 0);
  t.true((records[0]?.checkpoint?.wentOnFrom ?? 0) > 20);
  t.deepEqual(filesOf(folder), []);
});

test('a checkpoint that is damaged, or no checkpoint at all, is no error: the cell begins anew and says so', async (t) => {
  for (const damage of [(bytes: Buffer) => bytes.with(-1, ~(bytes.at(-1) ?? 0)), () => 'no checkpoint']) {
    const folder = new NightFolder(t);
    await stoppedEarly(folder);
    const [file = ''] = filesOf(folder);
    writeFileSync(file, damage(readFileSync(file)));
    const { exitCode, records } = await folder.night(...COMMAND);
    t.is(exitCode, 0);
    t.regex(
      records[0]?.checkpoint?.trouble ?? '',
      /^It began anew, because its checkpoint is (damaged|no checkpoint of Everywhen)/,
    );
    t.is(records[0]?.finding?.statistics.states, STATES);
    t.deepEqual(filesOf(folder), []);
  }
});

test('a fresh night begins anew unless --resume is said', async (t) => {
  const folder = new NightFolder(t);
  await stoppedEarly(folder);
  const went = (night: FinishedNight) => night.records[0]?.checkpoint?.wentOnFrom;
  t.is(went(await folder.night(...COMMAND, '--fresh', '--cell-states', '20')), undefined);
  t.true((went(await folder.night(...COMMAND, '--fresh', '--resume')) ?? 0) > 20);
});

test('where no checkpoint can be kept the cell is run all the same, and says so', async (t) => {
  const folder = new NightFolder(t);
  await folder.night('--budget', '0.001s');
  writeFileSync(join(folder.folder, 'nights', 'checkpoints'), 'a file where a folder should be');
  const { exitCode, records } = await folder.night(...COMMAND);
  t.is(exitCode, 0, JSON.stringify(records));
  t.regex(records[0]?.checkpoint?.trouble ?? '', /^No checkpoint could be kept: /);
});

test('Ctrl-C leaves a checkpoint, and the next night comes farther', async (t) => {
  const folder = new NightFolder(t);
  folder.edit('m.ts', (text) => text.replace('n: 9 }', 'n: 9999999 }').replace('states: 10,', 'states: 10000000,'));
  const first = await everywhen(
    ['nightly', './m.ts', '--out', 'nights', '--workers', '1', '--format', 'json', ...COMMAND],
    { cwd: folder.folder, signalOn: { stderr: /running m\.ts n=9999999 \((?!0 )/, signal: 'SIGTERM' } },
  );
  t.is(first.exitCode, 130);
  const kept: number = JSON.parse(first.stdout).records[0].checkpoint.kept;
  t.true(kept > 0);
  const second = await folder.night(...COMMAND, '--cell-states', String(kept + 1));
  t.is(second.records[0]?.checkpoint?.wentOnFrom, kept);
  t.true((second.records[0]?.checkpoint?.kept ?? 0) > kept);
});
