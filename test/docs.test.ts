/**
 * The examples of the guide compile, and what they build is a system. (test/readme.test.ts compares what commands print.)
 *
 * An example is a `ts` fence. It is a module of its own if it begins with an import; otherwise the comment before it,
 * `<!-- example ... -->`, is the module, in which the line `...` stands for it.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import * as everywhenNames from 'everywhen';
import type { Mermaid } from 'mermaid';
import { instantiate } from '../src/language/model.ts';
import { chooseParameters } from '../src/language/parameter.ts';
import { launchBrowser } from './helpers/browser.ts';
import { checked, systemOf } from './helpers/explored.ts';
import { folderWith } from './helpers/files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = [
  'first-model',
  'writing-a-model',
  'components',
  'memory-and-locks',
  'properties',
  'expected-verdicts',
  'repair',
  'compare',
  'mcp',
];
const TYPES = ['AcceptedVacuity', 'ExpectedOf', 'Model', 'ReadOf', 'StepOf'];
const HEADER = `import { ${[...Object.keys(everywhenNames), ...TYPES.map((name) => `type ${name}`)].join(', ')} } from 'everywhen';
import { List, Map, Record, Set } from 'immutable';
`;
const EXAMPLE = /(?:<!-- example\n(?<context>[\s\S]*?)-->\n)?```ts\n(?<code>[\s\S]*?)```/g;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const examples = PAGES.flatMap((page) =>
  [...read(`docs/${page}.md`).matchAll(EXAMPLE)].map(({ groups }, i) => {
    const { context, code = '' } = groups ?? {};
    const text = context === undefined ? code : HEADER + context.replace(/^ *\.\.\.$/m, () => code);
    return { name: `${page}-${i + 1}`, page, text, isWhole: context !== undefined || code.startsWith('import ') };
  }),
);

test('every example of the guide compiles, and builds what it says', async (t) => {
  const folder = folderWith(t, {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noUnusedLocals: false,
        noUnusedParameters: false,
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      // The kernel's types, which the public names lead to.
      include: ['*.ts', join(ROOT, 'src/engine/globals.d.ts')],
      exclude: [],
    }),
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/everywhen'), 'dir');
  symlinkSync(join(ROOT, 'node_modules/immutable'), join(folder, 'node_modules/immutable'), 'dir');
  for (const { name, page, text, isWhole } of examples) {
    t.true(isWhole, `an example of docs/${page}.md has no context: ${text}`);
    writeFileSync(join(folder, `${name}.ts`), text);
  }
  const words = [join(ROOT, 'node_modules/.bin/tsc'), '--project', folder, '--checkers', '1'];
  const tsc = promisify(execFile)(process.execPath, words);
  t.is(
    await tsc.then(
      () => '',
      ({ stdout }) => stdout,
    ),
    '',
  );

  for (const { name } of examples) {
    const { system, verdict, model, default: main } = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
    if (system !== undefined) t.notThrows(() => systemOf(system), name);
    if (verdict !== undefined) t.is((await checked(system)).verdict, verdict, name);
    const own = model ?? main;
    if (own !== undefined) t.notThrows(() => instantiate(own, chooseParameters(own.parameters, {})), name);
  }
});

test('every page of the guide has examples', (t) => {
  for (const page of PAGES)
    t.true(
      examples.some((example) => example.page === page),
      page,
    );
});

test('the ladder leads to every page', (t) => {
  const ladder = read('docs/README.md');
  for (const page of readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md'))
    t.true(ladder.includes(`](${page})`), page);
});

test('the drawing of the life of a run is a diagram to Mermaid, and names files that exist', async (t) => {
  const drawings = [...read('src/README.md').matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, drawing = '']) => drawing);
  t.is(drawings.length, 1);
  const [drawing = ''] = drawings;
  for (const [folder] of drawing.matchAll(/(?<![<\w])[a-z]+\//g)) t.true(existsSync(join(ROOT, 'src', folder)), folder);
  // Of a flowchart, Mermaid parses the text in a document only.
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  await page.addScriptTag({ path: join(ROOT, 'node_modules/mermaid/dist/mermaid.min.js') });
  const rendered = (text: string) =>
    page.evaluate((source) => {
      const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
      return mermaid.render('drawing', source).then(
        ({ svg }) => svg,
        () => undefined,
      );
    }, text);
  t.regex((await rendered(drawing)) ?? '', /^<svg[\s\S]*aria-roledescription="flowchart-v2"/);
  t.is(await rendered(drawing.replaceAll('-->', '--')), undefined);
});
