/** A trace file is untrusted input: all its text is shown, and none of it is a command to the terminal or a parser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { TRACE_FORMATS } from '../../src/trace/format.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const HOSTILE = '<script>alert(1)</script>\u001b[2J\u001b]0;title\u0007\u009b31m\u202e\u2028\r\n::error::x\n';
const SENT = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const model = (start: string) => `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'm', title: ${JSON.stringify(`title ${HOSTILE}`)}, parameters: {},
  build: () => defineSystem({ v: ${JSON.stringify(start)} })
    .process(${JSON.stringify(`p${HOSTILE}`)}, { ${JSON.stringify(`up${HOSTILE}`)}: (s) => s.update('v', (v) => v + '!') })
    .invariant(${JSON.stringify(`P${HOSTILE}`)}, ${JSON.stringify(HOSTILE)}, (s) => !s.get('v').endsWith('!')),
});
`;

test('a model with hostile names is checked, and its trace replayed in every format, without a command to the terminal', async (t) => {
  const cwd = folderWith(t, { 'm.ts': model(HOSTILE + 'x'.repeat(2 ** 20)) });
  const checked = await everywhenHere(['check', './m.ts', '--trace-out', 'trace.json'], { cwd });
  t.is(checked.exitCode, 1, checked.stderr);
  const listed = await everywhenHere(['list', './m.ts'], { cwd });
  const replayed = await Promise.all(
    TRACE_FORMATS.map((format) => everywhenHere(['replay', 'trace.json', '--format', format], { cwd })),
  );
  for (const { stdout, stderr } of [checked, listed, ...replayed]) t.notRegex(stdout + stderr, SENT);
  t.deepEqual(
    replayed.map(({ exitCode }) => exitCode),
    TRACE_FORMATS.map(() => 0),
  );
  for (const { stdout } of [checked, replayed[0] ?? checked]) {
    t.regex(stdout, /1,048,\d+ more\s+characters\]/);
    t.true(stdout.length < 20_000, 'a megabyte is cut');
  }
});

test('a hostile trace of another model does not fit, and its text is inert', async (t) => {
  const text = HOSTILE + 'x'.repeat(2 ** 20);
  const step = { process: text, label: text, tag: 'system', changes: { [text]: [text, { $: text, [text]: text }] } };
  const trace = {
    model: './m.ts',
    parameters: {},
    property: `P${HOSTILE}`,
    counterexample: { initial: { v: '' }, steps: [step] },
  };
  const cwd = folderWith(t, { 'm.ts': model(''), 'trace.json': JSON.stringify(trace) });
  for (const counterexample of [
    trace.counterexample,
    { ...trace.counterexample, initial: { [text]: text } },
    { ...trace.counterexample, initial: { v: { $: 'Map', entries: text } } },
  ]) {
    writeFileSync(join(cwd, 'trace.json'), JSON.stringify({ ...trace, counterexample }));
    const { exitCode, stdout, stderr } = await everywhenHere(['replay', 'trace.json'], { cwd });
    t.is(exitCode, 1, stderr);
    t.notRegex(stdout + stderr, SENT);
    t.true(stdout.length < 100_000);
  }
  for (const changed of [
    { property: text },
    { model: text },
    { parameters: { [text]: text } },
    { counterexample: text },
  ]) {
    writeFileSync(join(cwd, 'trace.json'), JSON.stringify({ ...trace, ...changed }));
    const { exitCode, stdout, stderr } = await everywhenHere(['replay', 'trace.json'], { cwd });
    t.true(exitCode === 1 || exitCode === 2);
    t.notRegex(stderr, /E_INTERNAL/);
    t.notRegex(stdout + stderr, SENT);
    t.true(stdout.length + stderr.length < 100_000);
  }
});
