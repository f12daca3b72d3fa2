/** Requests and models that mean harm, or are mistakes: each gets an error, no stack trace, and the server serves the next request. */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { McpServer, type Result } from '../../helpers/mcp.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'everywhen-mcp-')));
const folder = join(home, 'inside');
mkdirSync(folder);
const SECRET = 'swordfish';
const MODEL = `import { defineModel, defineSystem } from 'everywhen';
export default defineModel({ name: 'm', title: 't', parameters: {}, build: () =>
  defineSystem({ n: 0 }).processes('p', 1, { a: (s) => s.set('n', 1) }) });\n`;

/** Outside: each would show the secret if it were read, or run. */
const secret = join(home, 'secret.json');
writeFileSync(secret, JSON.stringify({ secret: SECRET }));
writeFileSync(join(home, 'secret.ts'), `console.log('${SECRET}'); ${MODEL}`);
const control = join(home, 'control.json');
writeFileSync(control, '{}');
symlinkSync(secret, join(folder, 'link.json'));
symlinkSync(join(home, 'secret.ts'), join(folder, 'link.ts'));
symlinkSync(home, join(folder, 'up'));

/** Inside. */
const own = (name: string, text: string) => writeFileSync(join(folder, name), text);
own('good.ts', MODEL);
own('imports.ts', `import '../secret.ts';\n${MODEL}`);
own('imports-link.ts', `import './link.ts';\n${MODEL}`);
own('reads.ts', `import { readFileSync } from 'node:fs';\nreadFileSync('${secret}');\n${MODEL}`);
own('throws.ts', `throw new Error('on purpose');\n`);
own('loops.ts', MODEL.replace("s.set('n', 1)", '{ for (;;); }'));
own('prints.ts', `console.log('{"jsonrpc":"2.0"}'); console.error('printed');\n${MODEL}`);
own('writes.ts', `import { writeSync } from 'node:fs';\nwriteSync(1, 'x'); process.stdout.write('y');\n${MODEL}`);
own('exits.ts', `process.exit(0);\n${MODEL}`);

const server = await McpServer.in(folder, { EVERYWHEN_SECRET: SECRET });
test.after.always(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

function refused(t: ExecutionContext, { text, isError }: Result, what: RegExp): void {
  t.true(isError, text);
  t.regex(text, what);
  t.notRegex(text, /^\s+at .*:\d+:\d+\)?$/m, 'a stack trace');
  t.false(text.includes(SECRET), text);
}

const access = (file: string) => statSync(file).atimeMs;
const unread = new Date('2001-01-01');
/** Older than the last change: whatever reads the file moves this time. */
for (const file of [secret, control, join(home, 'secret.ts')]) utimesSync(file, unread, new Date());

test.serial('no name leads out of the folder, and nothing outside is read', async (t) => {
  const outside = join(home, 'secret.ts');
  for (const [model, why] of [
    ['../secret.ts', /has '\.\.' in it/],
    ['./sub/../../secret.ts', /has '\.\.' in it/],
    [outside, /outside the folder/],
    [pathToFileURL(outside).href, /is a URL/],
    ['node:fs/promises', /is a URL/],
    ['data:text/javascript,export%20default%201', /is a URL/],
    ['./link.ts', /symbolic link/],
    ['./up/secret.ts', /symbolic link/],
    ['.\u2024/secret.ts', /look like others/],
    ['\uff0e\uff0e\uff0fsecret.ts', /look like others/],
    ['./good\u202e.ts', /look like others/],
    ['./good.ts\0', /look like others/],
    ['good\0', /U\+0000/],
    ['..\\secret.ts', /backslash/],
    ['node:fs', /there is no model/],
    ['link', /there is no model/],
    ['./imports.ts', /imports '\.\.\/secret\.ts', which is outside/],
    ['./imports-link.ts', /imports '\.\/link\.ts', which is outside/],
    ['./reads.ts', /Access to this API has been restricted/],
  ] as const) {
    refused(t, await server.call('check', { model }), why);
  }
  for (const file of ['../secret.json', secret, 'link.json', 'up/secret.json', '/proc/self/environ', '.', '']) {
    refused(t, await server.call('replay', { file }), /^E_TRACE/);
  }
  const trace = { model: outside, parameters: {}, counterexample: { initial: {}, steps: [] } };
  refused(t, await server.call('replay', { trace }), /outside the folder/);
  const untouched = [access(secret), access(outside)];
  await readFile(control);
  if (access(control) === unread.getTime())
    t.log('this file system keeps no time of access: only contents were looked at');
  t.deepEqual(untouched, [unread.getTime(), unread.getTime()]);
});

test.serial('a request of a wrong shape or an enormous size is refused', async (t) => {
  const huge = 'x'.repeat(1_000_000);
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`p${i}`, i]));
  for (const [tool, given] of [
    ['check', {}],
    ['check', { model: 7 }],
    ['check', { model: huge }],
    ['check', { model: 'litmus', parameters: many }],
    ['check', { model: 'litmus', parameters: { test: { deep: [[[[]]]] } } }],
    ['check', { model: 'litmus', parameters: { test: huge } }],
    ['check', { model: 'litmus', parameters: { [huge]: 1 } }],
    ['check', { model: 'litmus', limits: { seconds: 1e9 } }],
    ['check', { model: 'litmus', limits: { states: -1 } }],
    ['check', { model: 'litmus', [huge]: 1 }],
    ['trace', { model: 'litmus', property: '--trace-out=stolen', format: 'itf' }],
    ['list', { models: Array(1000).fill('litmus') }],
    ['replay', {}],
    ['replay', { trace: { model: 'litmus' }, file: 'trace.json' }],
    [huge, {}],
  ] as const) {
    const result = await server.call(tool, given);
    refused(t, result, /^E_(USAGE|TRACE)/);
    t.true(result.text.length < 2000);
  }
  refused(t, await server.call('check', { model: '--help' }), /there is no model '--help'/);
  refused(t, await server.call('trace', { model: 'peterson', property: '--help' }), /has no property '--help'/);
  await t.throwsAsync(server.call('check', { model: 'litmus', extra: 'x'.repeat(5_000_000) }), {
    message: /longer than/,
  });
  t.is(JSON.parse((await server.call('check', { model: './good.ts' })).text).verdict, 'holds');
});

test.serial(
  'a model that throws, exits, never ends or prints gets a result, and the protocol is not disturbed',
  async (t) => {
    refused(t, await server.call('check', { model: './throws.ts' }), /throws while it is loaded: on purpose/);
    refused(t, await server.call('check', { model: './exits.ts' }), /calls process\.exit/);
    refused(t, await server.call('check', { model: './writes.ts' }), /the report of the check cannot be read/);
    const endless = await server.call('check', { model: './loops.ts', limits: { seconds: 1 } });
    refused(t, endless, /its time was over while evaluating step 'a'/);
    t.is(JSON.parse((await server.call('check', { model: './prints.ts' })).text).verdict, 'holds');
    t.deepEqual(server.strayMessages, []);
  },
);

test.serial('a cancelled request ends its exploration, and the next one is served', async (t) => {
  const controller = new AbortController();
  const big = { model: 'two-phase-commit', parameters: { managers: 16 }, limits: { seconds: 600 } };
  const call = server.call('check', big, { signal: controller.signal });
  while (server.children.length === 0) await setTimeout(20);
  controller.abort();
  await t.throwsAsync(call);
  for (let i = 0; i < 200 && server.children.length > 0; i++) await setTimeout(50);
  t.deepEqual(server.children, []);
  t.is(JSON.parse((await server.call('check', { model: './good.ts' })).text).verdict, 'holds');
});

test.serial(
  'lines that are no requests are ignored, deep JSON is refused, and the process ends when its input does',
  async (t) => {
    const entry = fileURLToPath(new URL('../../../src/cli/everywhen.ts', import.meta.url));
    const child = spawn(process.execPath, ['--conditions=everywhen-source', entry, 'mcp'], { cwd: folder });
    const output: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text) => output.push(text));
    child.stdin.write(`not JSON\n{}\n[1]\n\n${'['.repeat(100_000)}\n`);
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const params = `{"name":"replay","arguments":{"trace":${deep}}}`;
    child.stdin.write(`{"jsonrpc":"2.0","id":6,"method":"tools/call","params":${params}}\n`);
    while (!output.join('').includes('\n')) await setTimeout(20);
    const { id, result } = JSON.parse(output.join(''));
    t.is(id, 6);
    t.regex(result.content[0].text, /^E_TRACE {2}the values of the trace are nested more than 1000 deep/);
    child.stdin.end();
    t.is(await new Promise((resolve) => child.on('close', resolve)), 0);
  },
);
