/** docs/errors.md: every code is there, none that does not exist, and the examples are what is printed. GOLDEN=write rewrites them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { ERROR_CODES } from '../src/errors.ts';
import { withoutProgress } from './helpers/cli.ts';
import { folderWith } from './helpers/files.ts';
import { runHere } from './helpers/in-process.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'docs/errors.md');
const page = readFileSync(PAGE, 'utf8');
const sections = page.split(/^## /m).slice(1);
const codes = sections.map((section) => section.split('\n')[0]);

test('every code has a section and a row in the table, and no other has', (t) => {
  t.deepEqual(codes, [...ERROR_CODES]);
  t.deepEqual(
    [...page.matchAll(/^\| \[`(E_[A-Z]+)`\]\(#(e_[a-z]+)\) \| .+ \|$/gm)].map(([, code, link]) => [code, link]),
    ERROR_CODES.map((code) => [code, code.toLowerCase()]),
  );
  for (const code of page.match(/\bE_[A-Z]+\b/g) ?? [])
    t.true(
      ERROR_CODES.some((known) => known === code),
      code,
    );
});

test('every section has an example that begins with its code, a likely cause, and what to do', (t) => {
  for (const section of sections) {
    const code = section.split('\n')[0] ?? '';
    t.regex(section, new RegExp(`\\n\`\`\`(console\\n(\\$ .*\\n)+|text\\n)${code}  `), code);
    t.regex(section, /\n\*\*Likely cause:\*\* [\s\S]+\.\n\n\*\*What to do:\*\* [\s\S]+\.\n/, code);
  }
});

test('every code can occur', (t) => {
  const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src/*.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const text = sources
    .trim()
    .split('\n')
    .filter((file) => file !== 'src/errors.ts')
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
  for (const code of ERROR_CODES) t.true(text.includes(`'${code}'`), code);
});

/** What the page leaves out of a model. */
const model = (system: string) => `
import { List, Record } from 'immutable';
import { defineModel, defineSystem, ghost, replicated } from 'everywhen';
export default defineModel({ name: 'model', title: '', parameters: {}, build: () => ${system} });
`;

const EXAMPLE = /(?:```ts\n(?<system>[\s\S]*?)```\n\n)?```console\n(?<commands>(?:\$ .*\n)+)(?<printed>[\s\S]*?)```/;
for (const section of sections) {
  const code = section.split('\n')[0] ?? '';
  const { system, commands = '', printed = '' } = section.match(EXAMPLE)?.groups ?? {};
  if (commands === '') continue;
  test.serial(`the example of ${code} is what is printed`, async (t) => {
    delete process.env['EVERYWHEN_QUEUE'];
    const before = process.cwd();
    process.chdir(folderWith(t, system === undefined ? {} : { 'model.ts': model(system.trim()) }));
    t.teardown(() => process.chdir(before));
    let last = { exitCode: 0, stderr: '' };
    for (const command of commands.trim().split('\n')) last = await runHere(command.split(' ').slice(2));
    t.is(last.exitCode, 2);
    const stderr = withoutProgress(last.stderr);
    if (process.env['GOLDEN'] === 'write') {
      const shown = readFileSync(PAGE, 'utf8').replace(section, () =>
        section.replace(`${commands}${printed}`, () => `${commands}${stderr}`),
      );
      writeFileSync(PAGE, shown);
      return;
    }
    t.is(printed, stderr);
  });
}

test('nearly every code has such an example', (t) => {
  t.deepEqual(
    sections.filter((section) => !EXAMPLE.test(section)).map((section) => section.split('\n')[0]),
    ['E_INTERNAL'],
  );
});
