/** The house, kept: layers, dead files, file length, head comments, exact versions, and a README that is true. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { expectedViolations } from '../src/language/expected.ts';
import type { AnyModel } from '../src/language/model.ts';
import { anchorsIn, linksIn } from './helpers/markdown.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LINES_MAX = 300;
const TEST_LINES_MAX = 400;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(ROOT, file)));
const sources = tracked.filter((file) => /^(src|models)\/.*(?<!\.d)\.tsx?$/.test(file));
const tests = tracked.filter((file) => /^test\/.*\.ts$/.test(file));
/** The pages that `npm run pages` builds. */
const pages = tracked.filter((file) => /^src\/page\/browser\/[^/]*\.html$/.test(file));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Who may import whom: each layer those before it. `load` serves the cells and what stands above them. */
const LAYERS = [
  'errors',
  'files',
  'model',
  'semantics',
  'language',
  'reference',
  'engine',
  'check',
  'trace',
  'compare',
  'estimate',
  'page',
  'explore',
  'live',
  'report',
  'load',
  'cells',
  'matrix',
  'nightly',
  'queue',
  'repair',
  'bench',
  'init',
  'cli',
  'build',
  'site',
];
/** Layers beside each other: none knows another of its group. */
const SIBLINGS = [
  ['engine', 'reference'],
  ['matrix', 'nightly', 'queue'],
];
const FILES_MAX = 24;

/** Phrases that say nothing a reader can check, or say it in a private dialect; and what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/if not said/i, 'by default'],
  [/\bgo(es)? on from\b|\bgone on from\b/i, 'resume, continue'],
  [/\bwhoever\b/i, 'the caller, the worker, any process that'],
  [/\bso many (states|of|threads)\b/i, 'N, that many'],
  [/\bnow and then\b/i, 'occasionally; of fairness: infinitely often'],
  [/\bcomes? to its end\b/i, 'finish'],
  [/\bin whole\b(?! sentences)/i, 'fully'],
  [/\bagain and again\b/i, 'repeatedly; of fairness: infinitely often'],
  [/\bcut short\b/i, 'stopped early'],
  [/\b(lesson|glance)s?\b/i, 'entry'],
];
/** Where those are refused: files, and folders with all that is in them. */
const PLAIN = ['*.md', '.github/', 'docs/', 'results/', 'src/', 'test/'];
/** Except here: the tests of models, and the list of phrases itself. */
const NOT_PLAIN = ['test/models/', 'test/tidy.test.ts'];

const imports = new Map([...sources, ...tests].map((file) => [file, importsOf(file)]));

test('a layer imports only those below it', (t) => {
  for (const file of sources.filter((name) => name.startsWith('src/') && name !== 'src/index.ts')) {
    for (const imported of imports.get(file) ?? []) {
      t.true(imported.startsWith('src/'), `${file} imports ${imported}`);
      const [from, to] = [layerOf(file), layerOf(imported)];
      t.true(LAYERS.includes(from) && LAYERS.includes(to), `${file} and ${imported} stand in layers`);
      t.true(LAYERS.indexOf(to) <= LAYERS.indexOf(from), `${file} imports ${imported}, a layer above it`);
      const areSiblings = from !== to && SIBLINGS.some((group) => group.includes(from) && group.includes(to));
      t.false(areSiblings, `${file} imports ${imported}, a layer beside it`);
    }
  }
});

test('a model imports its own files, the shared components, everywhen and immutable', (t) => {
  for (const file of sources.filter((name) => name.startsWith('models/'))) {
    const home = file.split('/').slice(0, 2).join('/');
    for (const imported of imports.get(file) ?? []) {
      const own = imported.startsWith(`${home}/`) && !['models/classics', 'models/races'].includes(home);
      t.true(own || imported.startsWith('models/components/'), `${file} imports ${imported}`);
    }
    for (const name of packagesOf(file)) t.true(['everywhen', 'immutable'].includes(name), `${file} imports ${name}`);
  }
});

test('no file imports itself in a circle, of types neither', (t) => {
  // What runs in a thread or a process of its own is started, not imported.
  const withoutStarted = new Map(sources.map((file) => [file, importsOf(file, { started: false })]));
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (done.has(file)) return;
    t.false(path.includes(file), `${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
    if (path.includes(file)) return;
    for (const imported of withoutStarted.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});

test('a folder has few files', (t) => {
  const files = Map.groupBy(tracked, (file) => dirname(file));
  for (const [folder, { length }] of files) {
    if (folder.startsWith('src'))
      t.true(length <= FILES_MAX, `${folder} has ${length} files: look for the rooms in it`);
  }
});

test('no file is dead: everything is reached from the command, the public names, a worker, a model or its tests', (t) => {
  const entries = [
    'src/cli/everywhen.ts',
    'src/index.ts',
    'src/build/build.ts',
    'src/build/bundle.ts',
    'src/site/site.ts',
    'src/site/config.ts',
    'src/site/theme/index.ts',
    'src/build/kernel.ts',
    // The bundler of live reports begins with it, and takes the others in place of what only Node has.
    'src/live/answering.ts',
    ...sources.filter((file) => file.startsWith('src/live/instead/')),
    'src/engine/kernel/index.ts',
    'src/cells/cell-task.ts',
    'src/cli/process/watchdog-thread.ts',
    'src/page/browser/vite.config.ts',
    'test/helpers/compile-cache.ts',
    'test/helpers/page-pictures.ts',
    'test/helpers/calibration/calibrate.ts',
    ...pages.flatMap((page) => scriptsOf(page)),
    ...tests.filter((file) => /\.(test|full)\.ts$|types\.ts$/.test(file)),
  ];
  const models = sources.filter((file) => /^models\/([^/]+\/index|(classics|races)\/[^/]+)\.ts$/.test(file));
  const reached = new Set([...entries, ...models]);
  for (const file of reached) for (const imported of imports.get(file) ?? []) reached.add(imported);
  t.deepEqual(
    [...sources, ...tests].filter((file) => !reached.has(file)),
    [],
  );
});

test('files are short, and say what they are in their first line', (t) => {
  for (const file of [...sources, ...tests]) {
    const lines = read(file).trimEnd().split('\n').length;
    t.true(
      lines <= (file.startsWith('test/') ? TEST_LINES_MAX : LINES_MAX),
      `${file} has ${lines} lines: look for the second noun`,
    );
  }
  for (const file of sources) t.regex(read(file), /^(#!.*\n)?\/\*\*/, `${file} has no head comment`);
});

test('nothing stands at the top that the layout does not know', (t) => {
  const top = new Set(tracked.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')));
  const known = [
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'docs',
    'models',
    'package-lock.json',
    'package.json',
    'results',
    'src',
    'test',
    'tsconfig.json',
  ];
  t.deepEqual(
    [...top].filter((name) => !known.includes(name)),
    [],
  );
});

test('every dependency has an exact version and a reason', (t) => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json'));
  const site = JSON.parse(read('src/site/tools/package.json')).dependencies;
  const reasons = read('docs/decisions/dependencies.md');
  const all = [dependencies, optionalDependencies, devDependencies, site].flatMap((some) => Object.entries(some));
  for (const [name, version] of all) {
    t.regex(String(version), /^\d+\.\d+\.\d+$/, name);
    t.true(reasons.includes(`\`${name}\``), `docs/decisions/dependencies.md does not say why ${name} is there`);
  }
});

test('links in documents lead somewhere, those to a heading too', (t) => {
  for (const file of tracked.filter((name) => name.endsWith('.md'))) {
    for (const link of linksIn(read(file))) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', anchor] = decodeURI(link).split('#');
      const target = path === '' ? file : join(dirname(file), path);
      const isThere = existsSync(join(ROOT, target));
      t.true(isThere, `${file} links to ${link}`);
      if (anchor === undefined || !isThere) continue;
      t.true(target.endsWith('.md') && anchorsIn(read(target)).has(anchor), `${file} links to ${link}`);
    }
  }
});

test('the pages about the sources name files that are there', (t) => {
  for (const page of tracked.filter((file) => /^src\/.*\.md$/.test(file))) {
    const named = [...read(page).matchAll(/`([a-z\d./-]+\.tsx?)`/g)].map(([, name = '']) => name);
    t.true(named.length > 0, page);
    for (const name of named) {
      // A path from the page or from the top, or the end of one.
      const isThere = tracked.some((file) => file === join(dirname(page), name) || `/${file}`.endsWith(`/${name}`));
      t.true(isThere, `${page} names ${name}`);
    }
  }
});

test('the table of layers has every folder of the sources, in the order of the layers', (t) => {
  const rows = [...read('src/README.md').matchAll(/^\| `([\w-]+)(?:\.ts|\/)` \| \S/gm)].map(([, name]) => name);
  t.deepEqual(rows, LAYERS);
  const folders = new Set(sources.filter((file) => /^src\/.*\//.test(file)).map(layerOf));
  t.deepEqual([...folders].toSorted(), LAYERS.filter((name) => name !== 'errors').toSorted());
});

test('the project speaks of the project alone', (t) => {
  for (const file of tracked.filter(
    (name) =>
      /\.(tsx?|css|html|md|json|yml)$|^\.ci\//.test(name) &&
      name !== 'package-lock.json' &&
      name !== 'test/tidy.test.ts',
  )) {
    t.notRegex(read(file), /\/(work|root|home)\/|\bTODO\b|\bFIXME\b/, file);
  }
});

test('what people read is in plain English', (t) => {
  const isPlain = (file: string) =>
    !NOT_PLAIN.some((path) => file.startsWith(path)) &&
    PLAIN.some((path) =>
      path === '*.md' ? /^[^/]*\.md$/.test(file) : path.endsWith('/') ? file.startsWith(path) : file === path,
    );
  const prose = tracked.filter((file) => /\.(tsx?|css|html|md|ya?ml)$/.test(file) && isPlain(file));
  const found = prose.flatMap((file) => {
    // What a command prints is said in the sources. A phrase may be broken over two lines, of a comment too.
    const said = read(file).replaceAll(/^```(console|text)\n[\s\S]*?^```$/gm, '');
    const text = said.replaceAll(/\s+((\*|\/\/)\s+)?/g, ' ');
    return PHRASES.flatMap(([phrase, instead]) =>
      (text.match(new RegExp(phrase, 'gi')) ?? []).map((words) => `${file} says '${words}': write '${instead}'`),
    );
  });
  t.true(prose.length > 0);
  t.deepEqual(found, []);
});

test('coverage leaves out types, public names, and what does not run in Node', (t) => {
  const { exclude } = JSON.parse(read('.c8rc.json')) as { readonly exclude: readonly string[] };
  const inBrowsers = ['src/page/browser', 'src/live/instead'];
  // Before the tests, and in test/full/site.full.ts.
  const builders = ['bundle', 'in-browser', 'kernel', 'licences', 'wide-memory'].map((name) => `src/build/${name}.ts`);
  const elsewhere = ['dist/**', 'src/index.ts', 'src/engine/kernel', 'src/site', ...builders, ...inBrowsers];
  const isElsewhere = (file: string) => elsewhere.some((folder) => file.startsWith(`${folder}/`));
  const types = tracked.filter((file) => /^(src|models)\/.*\.ts$/.test(file) && !isElsewhere(file) && isOfTypes(file));
  t.deepEqual([...exclude].toSorted(), [...elsewhere, ...types].toSorted());
});

const systems = tracked.flatMap((file) => file.match(/^models\/([^/]+)\/index\.ts$/)?.[1] ?? []);
const modelOf = async (name: string): Promise<AnyModel> => (await import(`../models/${name}/index.ts`)).default;
for (const [file, name] of [
  ['README.md', 'all'],
  ...systems.map((system) => [`models/${system}/README.md`, system] as const),
] as const) {
  test(`the verdict table of ${file} is the expected verdicts`, async (t) => {
    const [begin, end] = [`<!-- verdicts ${name} -->`, '<!-- end of verdicts -->'];
    const text = read(file);
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end, from);
    t.true(from >= begin.length && to > from, `${file} has a table between ${begin} and ${end}`);
    const lines =
      name === 'all' ? headlines(await Promise.all(systems.map(modelOf))) : verdictTable(await modelOf(name));
    const table = `\n\n${lines}\n\n`;
    if (process.env['GOLDEN'] === 'write') {
      writeFileSync(join(ROOT, file), text.slice(0, from) + table + text.slice(to));
    }
    t.is(read(file).slice(from, read(file).indexOf(end, from)), table);
  });
}

/** A row for each design of each system: in how many scenarios it is clean, and what it violates in any. */
function headlines(models: readonly AnyModel[]): string {
  const rows = models.flatMap((model) => {
    const cells = model.matrix?.cells.filter(({ more }) => !more) ?? [];
    return [...Map.groupBy(cells, ({ variant }) => variant)].map(([variant, own], i) => {
      const violated = own.map((cell) => expectedViolations(model, cell));
      const clean = violated.filter((ids) => ids.length === 0).length;
      const all = [...new Set(violated.flat())].sort(new Intl.Collator('en', { numeric: true }).compare);
      const system = i === 0 ? `[${model.name}](models/${model.name}/README.md)` : '';
      return `| ${system} | \`${variant}\` | ${clean} of ${own.length} | ${all.join(' ')} |`;
    });
  });
  return ['| system | design | clean in | violated in some scenario |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** A row for each variant of the default matrix, a column for each scenario. */
function verdictTable(model: AnyModel): string {
  const cells = model.matrix?.cells.filter(({ more }) => !more) ?? [];
  const [variants, scenarios] = [
    [...new Set(cells.map(({ variant }) => variant))],
    [...new Set(cells.map(({ scenario }) => scenario))],
  ];
  const order = new Intl.Collator('en', { numeric: true });
  const entry = (variant: string, scenario: string) => {
    const cell = cells.find((candidate) => candidate.variant === variant && candidate.scenario === scenario);
    if (cell === undefined) return '';
    const violated = [...expectedViolations(model, cell)].sort(order.compare);
    return violated.length === 0 ? 'holds' : violated.join(' ');
  };
  const row = (entries: readonly string[]) => `| ${entries.join(' | ')} |`;
  return [
    row(['variant', ...scenarios]),
    row(['---', ...scenarios.map(() => '---')]),
    ...variants.map((variant) => row([`\`${variant}\``, ...scenarios.map((scenario) => entry(variant, scenario))])),
  ].join('\n');
}

/** Whether nothing of a file is left to run without its types. */
function isOfTypes(file: string): boolean {
  return !/^(export (default|\{|\*)|(export )?(abstract |async )?(const|let|function|class|await|if|for)\b)/m.test(
    read(file),
  );
}

function layerOf(file: string): string {
  return file.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

/** The files that a file imports, relative to the root. */
function importsOf(file: string, { started = true } = {}): string[] {
  return (
    specifiersOf(file, started)
      .filter((specifier) => specifier.startsWith('.'))
      // The kernel is AssemblyScript, which names files without their ending.
      .map((specifier) =>
        relative(ROOT, resolve(ROOT, dirname(file), /\.\w+$/.test(specifier) ? specifier : `${specifier}.ts`)),
      )
  );
}

/** The modules with which a page begins. */
function scriptsOf(page: string): string[] {
  return [...read(page).matchAll(/<script\b[^>]* src="([^"]+)"/g)].map(([, src = '']) => join(dirname(page), src));
}

function packagesOf(file: string): string[] {
  return specifiersOf(file, false).filter((specifier) => !specifier.startsWith('.'));
}

function specifiersOf(file: string, started: boolean): string[] {
  const statement =
    /(?:^|\n)(?:import|export)(?: type)?\b(?:[^;'"]*?from)? '(?<from>[^']+)'|import\('(?<dynamic>[^']+)'\)|new URL\(`?'?(?<url>\.\/[\w-]+)\$\{extname/g;
  return [...read(file).matchAll(statement)].flatMap(({ groups }) => {
    if (groups?.['url'] !== undefined && !started) return [];
    const specifier = groups?.['from'] ?? groups?.['dynamic'] ?? `${groups?.['url']}.ts`;
    return [specifier];
  });
}
