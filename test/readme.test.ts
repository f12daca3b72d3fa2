/** What the README and the documents show is what the program prints. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { everywhenHere } from './helpers/cli.ts';
import { asPrinted, isPrinted, shownIn } from './helpers/console.ts';
import { folderWith } from './helpers/files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = 'README.md';
const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.md'),
);
// What is shown on the page of errors has a test of its own, as its models are given in part.
const documents = [README, ...pages.filter((page) => page !== 'errors.md').map((page) => join('docs', page))];
const read = (document: string) => readFileSync(join(ROOT, document), 'utf8');
const readme = read(README);

for (const document of documents) {
  for (const [i, { command, output, model }] of shownIn(read(document)).entries()) {
    test(`${document}, ${i + 1}: ${command} prints what is shown`, async (t) => {
      const [, words] = command.match(/^(?:npx )?everywhen (.*)$/) ?? [];
      if (words === undefined) throw new Error('only what everywhen prints can be shown');
      const [file] = words.match(/(?<= \.\/)[\w-]+\.ts/) ?? [];
      const cwd = folderWith(t, file === undefined ? {} : { [file]: model ?? '' });
      // What is shown does not depend on what the cache of this machine has.
      const env = { XDG_CACHE_HOME: folderWith(t, {}) };
      const { stdout } = await everywhenHere(words.split(' '), { cwd, env });
      if (process.env['GOLDEN'] === 'write') {
        writeFileSync(
          join(ROOT, document),
          read(document).replace(`${command}\n${output}`, () => `${command}\n${asPrinted(output, stdout)}`),
        );
      }
      t.true(
        shownIn(read(document)).some((now) => now.command === command && isPrinted(now.output, stdout)),
        stdout,
      );
      if (words.includes('--trace-format kernel')) t.true(output.split('\n').every((line) => line.length <= 75));
    });
  }
}

test('what is shown is compared to the byte, but for what is left out', (t) => {
  const printed = 'a  1\nb\n\nc\nd\n';
  for (const output of [printed, '...\n', 'a  1\n...\n', '...\nb\n\n...\nd\n', '...\nd\n', 'a  1\n...\nb\n...\n']) {
    t.true(isPrinted(output, printed), output);
    t.is(asPrinted(output, printed), output);
  }
  for (const output of ['a 1\n...\n', 'a  1 \n...\n', 'a  1\nb\n', 'b\n...\n', '...\nc\n', '...\nc\n...\nb\n...\n']) {
    t.false(isPrinted(output, printed), output);
  }
  t.is(asPrinted('...\nb\nx\nc\n...\n', printed), '...\nb\n\nc\n...\n');
});

test('the picture is the published crash', (t) => {
  const picture = readme.match(/```text\n(?<trace>initially[\s\S]*?)```/)?.groups?.['trace'];
  t.is(picture, readFileSync(new URL('golden/viridian-assist/crash.txt', import.meta.url), 'utf8'));
});

test('two traces are shown in kernel style, and what the model in twenty lines prints', (t) => {
  const commands = shownIn(readme).map(({ command }) => command);
  t.is(commands.filter((command) => command.endsWith('--trace-format kernel')).length, 2);
  t.is(commands.filter((command) => command.includes('./my-model.ts')).length, 1);
});

test('the model in twenty lines does what is said of it', async (t) => {
  const model = readme.match(/```ts\n(?<model>import [\s\S]*?)```/)?.groups?.['model'] ?? '';
  t.true(model.split('\n').length <= 21 && model.includes('defineModel'));
  const cwd = folderWith(t, { 'my-model.ts': model });
  const broken = await everywhenHere(['check', './my-model.ts', 'variant=unlocked'], { cwd });
  t.is(broken.exitCode, 1);
  t.regex(broken.stdout, /^violated: no lost update$/m);
  t.is((await everywhenHere(['check', './my-model.ts'], { cwd })).exitCode, 0);
});
