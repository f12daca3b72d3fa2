/** `check --grow`: exit codes, and what the report says is proved. */
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const MODEL = `
import { defineModel, defineSystem, size } from 'everywhen';
export default defineModel({
  name: 'edges',
  title: 'edges of a device',
  parameters: { below: size(3, 9), modulus: size(5, 9) },
  build: ({ below, modulus }) => defineSystem({ pending: false, served: 0 })
    .budget('edges', 1)
    .rules('device', { edge: { environment: (s) => s.set('pending', true), budget: 'edges' } })
    .rules('handler', {
      serve: (s) => s.when(s.get('pending'))?.set('pending', false).update('served', (n) => (n + 1) % modulus),
    })
    .invariant('B', 'few are served', (s) => s.get('served') < below),
});
`;

const grow = (folder: string, ...words: readonly string[]) =>
  everywhenHere(['check', join(folder, 'edges.ts'), ...words]);

test('a larger budget that violates a property exits with 1, and the trace is shown', async (t) => {
  const folder = folderWith(t, { 'edges.ts': MODEL });
  const { exitCode, stdout } = await grow(folder, '--grow', 'edges');
  t.is(exitCode, 1);
  t.regex(stdout, /^B with edges 3: holds -> violated in 6 steps$/m);
  t.regex(stdout, /^Proved for every limit from 3 on, with the same verdict: B\.$/m);
  t.regex(stdout, /^Not proved for limits above 3: deadlock\.$/m);
  t.regex(stdout, /^holds, within edges 1$/m);
  t.true(stdout.split('\n').every((line) => line.length <= 100));
});

test('a matrix says of each cell which budgets bounded it', async (t) => {
  const model = MODEL.replace('export default defineModel', 'const model = defineModel')
    .replace('defineSystem, size', 'defineSystem, expecting, size, variant')
    .replace('{ below:', "{ kind: variant('only'), below:");
  const expecting =
    "export default expecting(model, { variants: ['only'], scenarios: { base: {} }, expected: { only: {} } });";
  const folder = folderWith(t, { 'edges.ts': `${model}${expecting}` });
  const { stdout, stderr } = await everywhenHere(['matrix', join(folder, 'edges.ts')]);
  t.is(stderr, '');
  t.regex(stdout, /^ *only +holds \[1\]$/m);
  t.regex(stdout, /^ *\[1\] within edges 1: a larger budget may change the verdict$/m);
  t.regex(stdout, /^1 cell, 1 as expected, 1 within budgets, /m);
});

test('a proof of all larger budgets exits with 0, and without it the exit code is 3', async (t) => {
  const folder = folderWith(t, { 'edges.ts': MODEL });
  const proved = await grow(folder, 'below=9', '--grow', 'edges', '--format', 'json');
  t.is(proved.exitCode, 0);
  const { budgets, growth } = JSON.parse(proved.stdout);
  t.deepEqual(budgets, [{ name: 'edges', limit: 1, bounded: true }]);
  t.like(growth, { ended: 'fixed point', verdict: 'holds', open: [], proved: ['B', 'deadlock'] });
  const stopped = await grow(folder, 'below=9', '--grow', 'edges', '--max-states', '5');
  t.is(stopped.exitCode, 3);
  t.regex(stopped.stdout, /^Not proved for limits above \d+: B, deadlock\.$/m);
  const unknown = await grow(folder, '--grow', 'moves');
  t.is(unknown.exitCode, 2);
  t.regex(unknown.stderr, /has no budget 'moves'/);
});

test('kernel-style traces leave budgets out, and others show what is left', async (t) => {
  const folder = folderWith(t, { 'edges.ts': MODEL.replace("'edges', 1", "'edges', 3") });
  const shown = async (...words: readonly string[]) => (await grow(folder, '--property', 'B', ...words)).stdout;
  t.regex(await shown(), /edges 3 -> 2/);
  t.notRegex(await shown('--trace-format', 'kernel'), /edges \d -> \d/);
});
