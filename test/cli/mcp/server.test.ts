/** The tools, through the SDK's own client: each says what the command says, of shipped models and of the user's own. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { everywhen } from '../../helpers/cli.ts';
import { McpServer } from '../../helpers/mcp.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'everywhen-mcp-')));
/** Two threads add one to a counter; without the lock one addition may be lost, in four steps: read, read, write, write. */
writeFileSync(
  join(folder, 'lost-update.ts'),
  `import { defineModel, defineSystem, SpinLock, variant } from 'everywhen';
export default defineModel({
  name: 'lost-update',
  title: 'two threads add one to a counter',
  parameters: { variant: variant('locked', 'unlocked') },
  build: ({ variant }) =>
    defineSystem({ lock: new SpinLock(), counter: 0 })
      .processes('thread', 2, {
          lock: variant === 'locked' ? (s) => s.acquire('lock') : undefined,
          read: (s) => s.set('seen', s.get('counter')),
          write: (s) => s.set('counter', s.get('seen') + 1),
          unlock: variant === 'locked' ? (s) => s.release('lock') : undefined,
        }, { locals: { seen: 0 } })
      .quiescent('sum', 'in the end both additions count', (s) => s.get('counter') === 2),
});
`,
);
const unlocked = { model: './lost-update.ts', parameters: { variant: 'unlocked' } };
const server = await McpServer.in(folder);
test.after.always(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the client is told six tools, each with a schema that names what it takes', async (t) => {
  const { tools } = await server.client.listTools();
  t.deepEqual(
    tools.map(({ name }) => name),
    ['list', 'check', 'trace', 'replay', 'explain', 'profile'],
  );
  for (const { inputSchema } of tools) t.is(inputSchema['additionalProperties'], false);
  t.deepEqual(tools.find(({ name }) => name === 'check')?.inputSchema.required, ['model']);
});

test('list gives models with parameters, defaults and values, ten at a time, and says how to get the rest', async (t) => {
  const first = JSON.parse((await server.call('list', {})).text);
  t.is(first.models.length, 10);
  t.regex(first.leftOff, /^Models 1 to 10 of \d+ are shown\. For the rest ask again with from: 11\.$/);
  const rest = JSON.parse((await server.call('list', { from: 11 })).text);
  t.false(rest.models.some(({ model }: { model: string }) => model === first.models[0].model));
  const own = JSON.parse((await server.call('list', { models: ['./lost-update.ts'] })).text);
  t.deepEqual(own.models[0].parameters, [
    { name: 'variant', role: 'variant', default: 'locked', values: 'locked, unlocked' },
  ]);
});

test('check gives the verdicts and counts that the command gives', async (t) => {
  for (const [asked, words] of [
    [{ model: 'dining-philosophers' }, ['dining-philosophers']],
    [unlocked, ['./lost-update.ts', 'variant=unlocked']],
  ] as const) {
    const result = JSON.parse((await server.call('check', asked)).text);
    const { stdout } = await everywhen(['check', ...words, '--format', 'json'], { cwd: folder });
    const report = JSON.parse(stdout);
    t.is(result.verdict, report.verdict);
    const verdicts = (of: typeof report) => of.properties.map(({ id, verdict }: (typeof of)[0]) => `${id} ${verdict}`);
    t.deepEqual(verdicts(result), verdicts(report));
    for (const count of ['states', 'transitions', 'depth']) {
      t.is(result.statistics[count], report.statistics[count]);
    }
    t.is(result.command, `everywhen check ${words.join(' ')}`);
  }
});

test('the trace of a lost update has four steps in text, in kernel style and as JSON, and replays', async (t) => {
  const asked = { ...unlocked, property: 'sum' };
  t.regex((await server.call('trace', asked)).text, /^ {2}1 {2}read(.*\n){1,4} {2}4 {2}write/m);
  t.regex((await server.call('trace', { ...asked, format: 'kernel' })).text, /thread\[0\] +thread\[1\]/);
  const { text } = await server.call('trace', { ...asked, format: 'json' });
  const trace = JSON.parse(text);
  t.is(trace.counterexample.steps.length, 4);
  writeFileSync(join(folder, 'trace.json'), text);
  for (const how of [{ trace }, { file: 'trace.json' }]) {
    t.regex((await server.call('replay', how)).text, /All 4 steps fit, and the trace still shows/);
  }
  const other = await server.call('replay', { trace, parameters: { variant: 'locked' }, format: 'json' });
  t.is(JSON.parse(other.text).fits, false);
});

test('a long trace comes in parts that make the whole', async (t) => {
  const asked = { model: 'viridian-assist', property: 'P1', format: 'json' };
  const parameters = { variant: 'latched-vector', guest: 'ignore', config: 'E1' };
  const { text } = await server.call('trace', { ...asked, parameters, from: 20 });
  const { counterexample, leftOff } = JSON.parse(text);
  t.is(counterexample.steps.length, 2);
  t.is(leftOff, 'Steps 20 to 21 of 21 are shown. `replay` needs all steps.');
});

test('explain says what a violation needs, and profile where the time goes', async (t) => {
  const { text } = await server.call('explain', { ...unlocked, property: 'sum' });
  const { stdout } = await everywhen(
    ['check', './lost-update.ts', 'variant=unlocked', '--explain', '--property', 'sum'],
    { cwd: folder },
  );
  const timeless = (shown: string) => shown.replace(/\d+\.\d+ s$/gm, 's').trim();
  t.is(timeless(text), timeless(stdout));
  t.regex((await server.call('profile', unlocked)).text, /share +evaluations +memoised/);
});

test('a limit makes a verdict inconclusive, and says which', async (t) => {
  const result = JSON.parse((await server.call('check', { model: 'locked-queue', limits: { states: 100 } })).text);
  t.is(result.stopped, 'max-states');
  t.is(result.verdict, 'inconclusive');
});

test('a client that asks for it is told the progress, which grows', async (t) => {
  const told: { readonly progress: number; readonly message?: string | undefined }[] = [];
  const controller = new AbortController();
  const big = { model: 'two-phase-commit', parameters: { managers: 16 }, limits: { seconds: 600 } };
  const call = server.call('check', big, {
    signal: controller.signal,
    onprogress: (progress) => {
      told.push(progress);
      if (/\d states/.test(progress.message ?? '')) controller.abort();
    },
  });
  await t.throwsAsync(call);
  t.true(controller.signal.aborted);
  t.true(told.every(({ progress }, i) => i === 0 || progress > (told[i - 1]?.progress ?? 0)));
});
