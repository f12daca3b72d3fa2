/** `check --parts`: asked for, said in text and JSON, and refused where no step is learnt by parts. */
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const MODEL = `
import { defineModel, defineSystem, value } from 'everywhen';
import { Set } from 'immutable';
export default defineModel({
  name: 'switches', title: 'switches', parameters: {},
  build: () => defineSystem({ on: value(Set()) }, { deadlock: 'allowed' })
    .ruleSets('r', 8, { add: (s) => s.update('on', (on) => on.add(s.index)) })
    .reachable('seven', 'switch 7 is on', (s) => s.get('on').has(7)),
});
`;
const CHECK = ['check', './m.ts'];
const CONDITION =
  /sound\s+if no step or claim\s+compares a\s+collection by ===; use \.equals; and if no outcome depends/;

test('text and JSON say that a check was made with --parts, and nothing of it by default', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  const stdoutOf = async (...flags: string[]) => (await everywhenHere([...CHECK, ...flags], { cwd })).stdout;
  t.regex(await stdoutOf('--parts'), CONDITION);
  t.true(JSON.parse(await stdoutOf('--parts', '--format', 'json')).parts);
  t.notRegex(await stdoutOf(), /parts|===/);
  t.false('parts' in JSON.parse(await stdoutOf('--format', 'json')));
});

for (const others of [
  ['--engine', 'reference'],
  ['--checkpoint', 'states'],
]) {
  test(`--parts and ${others.join(' ')} exclude each other`, async (t) => {
    const cwd = folderWith(t, { 'm.ts': MODEL });
    const { exitCode, stderr } = await everywhenHere([...CHECK, '--parts', ...others], { cwd });
    t.is(exitCode, 2);
    t.regex(stderr, /^E_USAGE .*parts/);
  });
}

test('simulate has no --parts', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  t.regex((await everywhenHere(['simulate', './m.ts', '--parts'], { cwd })).stderr, /unknown option '--parts'/);
});
