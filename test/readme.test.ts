/** What the README shows is what the program prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { everywhen } from './helpers/cli.ts';
import { folderWith } from './helpers/files.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const readme = () => readFileSync(README, 'utf8');

test('the picture is the published crash', (t) => {
  const picture = readme().match(/```text\n(?<trace>initially[\s\S]*?)```/)?.groups?.['trace'];
  t.is(picture, readFileSync(new URL('golden/viridian-assist/crash.txt', import.meta.url), 'utf8'));
});

/** ```console, `$ npx everywhen check ...` with a trace in kernel style, and what it prints of the property. */
const SHOWN =
  /```console\n\$ npx everywhen (?<command>check .* --trace-format kernel)\n\.\.\.\n(?<trace>[\s\S]*?)\.\.\.\n```/g;

for (const { groups } of readme().matchAll(SHOWN)) {
  const { command = '', trace = '' } = groups ?? {};
  test(`everywhen ${command} prints the trace that is shown`, async (t) => {
    const { stdout } = await everywhen(command.split(' '));
    const [, printed = ''] = stdout.match(/\n\n(?<trace>[^\n]*\n[^\n]* violated in[\s\S]*?\n)\n[\d,]+ states/) ?? [];
    if (process.env['GOLDEN'] === 'write')
      writeFileSync(
        README,
        readme().replace(`${command}\n...\n${trace}`, () => `${command}\n...\n${printed}`),
      );
    t.true(printed.split('\n').every((line) => line.length <= 75));
    t.true(readme().includes(`${command}\n...\n${printed}...\n\`\`\``), printed);
  });
}

test('two traces are shown in kernel style', (t) => {
  t.is([...readme().matchAll(SHOWN)].length, 2);
});

test('the model in twenty lines does what is said of it', async (t) => {
  const model = readme().match(/```ts\n(?<model>import [\s\S]*?)```/)?.groups?.['model'] ?? '';
  t.true(model.split('\n').length <= 21 && model.includes('defineModel'));
  const cwd = folderWith(t, { 'my-model.ts': model });
  const broken = await everywhen(['check', './my-model.ts', 'variant=unlocked'], { cwd });
  t.is(broken.exitCode, 1);
  t.regex(broken.stdout, /^violated: no lost update$/m);
  // What is shown of it, to the letter: all but the statistics at the end.
  const shown = readme().match(
    /```console\n\$ npx everywhen check \.\/my-model\.ts variant=unlocked\n(?<out>[\s\S]*?)\.\.\.\n```/,
  );
  t.is(shown?.groups?.['out'], broken.stdout.slice(0, broken.stdout.search(/\n[\d,]+ states, /)));
  t.is((await everywhen(['check', './my-model.ts'], { cwd })).exitCode, 0);
});
