/** `check --explain`: the environment steps and context switches that a violation needs. */
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere, withoutProgress } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { golden } from '../helpers/golden.ts';

const explain = (...words: readonly string[]) => everywhenHere(['check', ...words, '--explain']);
const CRASH = ['viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1'];
/** The parts that depend on the machine. */
const withoutSeconds = (text: string) => text.replaceAll(/;\s\d+\.\d s$/gm, '');

for (const [name, words] of [
  ['viridian-assist/crash-explained.txt', CRASH],
  ['locked-queue/explained.txt', ['locked-queue', 'variant=no-recheck']],
] as const) {
  test(`${words.join(' ')} is explained`, async (t) => {
    const { exitCode, stdout, stderr } = await explain(...words);
    t.is(exitCode, 1, 'the verdict is that of the check');
    t.is(withoutProgress(stderr), '');
    t.deepEqual(
      stdout.split('\n').filter((line) => line.length > 100),
      [],
    );
    golden(t, name, withoutSeconds(stdout));
  });
}

test('the explanation is the same on every run and with any number of threads', async (t) => {
  const [one, two] = await Promise.all(['1', '2'].map((workers) => explain(...CRASH, '--workers', workers)));
  t.is(withoutSeconds(one?.stdout ?? ''), withoutSeconds(two?.stdout ?? ''));
});

test('the report names the needed parts', async (t) => {
  const { exitCode, stdout } = await explain(...CRASH, '--format', 'json');
  t.is(exitCode, 1);
  const { explanation } = JSON.parse(stdout);
  t.is(explanation.stopped, undefined);
  t.is(explanation.properties.length, 1);
  const [{ id, parts, together, summary }] = explanation.properties;
  t.is(id, 'P1');
  t.regex(summary, /^P1 is violated only if `idle \/ src\.begin` of source happens\. It does not need /);
  t.deepEqual(parts[0], {
    kind: 'environment step',
    process: 'source',
    label: 'idle',
    alternative: 'src.begin',
    steps: [0, 3],
    needed: 'needed',
  });
  t.like(parts[1], { kind: 'context switch', steps: [4], needed: 'not needed', length: 21 });
  t.deepEqual(parts[1].comesIn, [{ process: 'entry path', label: 'x.kick' }]);
  t.is(together.leftOut.length, 2);
  t.is(together.counterexample.steps.length, 22);
});

test('only shown properties are explained, and one without a finite trace says why it is not', async (t) => {
  const { stdout } = await explain('dining-philosophers', '--property', 'waits', '--format', 'json');
  const { explanation, verdict } = JSON.parse(stdout);
  t.is(verdict, 'violated');
  t.deepEqual(explanation.properties, [
    { id: 'waits', because: 'what breaks a lock order may take several runs; single runs are explained', parts: [] },
  ]);
  const { exitCode, stdout: text } = await explain('dining-philosophers', '--property', 'neighbours');
  t.is(exitCode, 1);
  t.regex(text, /^Nothing to explain: no property that is shown is violated\.$/m);
});

test('a trace in another format is explained without marks', async (t) => {
  const { stdout } = await explain('locked-queue', 'variant=no-recheck', '--trace-format', 'kernel');
  t.regex(stdout, /^right list does not need anything between/m);
  t.notRegex(stdout, /\* {1,2}\d|marked with/);
});

test('other reporters explain a trace, too', async (t) => {
  const { stdout } = await explain(...CRASH, '--reporter', 'junit');
  t.regex(stdout, /<testcase/);
  t.regex(stdout, /^P1 is violated only if `idle \/ src\.begin` of source happens\./m);
});

/** A search for ever smaller n, and one step that spoils it. */
const wide = `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({ name: 'wide', title: '', parameters: {}, build: () =>
  defineSystem({ n: 0, m: 0, spoilt: false })
    .rules('world', { spoil: { environment: (s) => s.when(s.get('n') === 0)?.set('spoilt', true) } })
    .rules('n', { count: (s) => s.update('n', (n) => (n + 1) % 400) })
    .rules('m', { count: (s) => s.update('m', (m) => (m + 1) % 400) })
    .invariant('P', 'never spoilt', (s) => !s.get('spoilt')) });
`;

test('a limit that is reached leaves parts undecided, and the verdict as it was', async (t) => {
  const file = join(folderWith(t, { 'wide.ts': wide }), 'wide.ts');
  const { exitCode, stdout } = await explain(file, '--max-states', '20000', '--format', 'json');
  t.is(exitCode, 1);
  const { verdict, explanation } = JSON.parse(stdout);
  t.is(verdict, 'violated');
  t.is(explanation.stopped, 'max-states');
  t.like(explanation.properties[0].parts[0], { needed: 'undecided', stopped: 'max-states' });
  t.regex(explanation.properties[0].summary, /may or may not need `spoil` of world: that was not decided\./);
});
