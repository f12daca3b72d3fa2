/**
 * The docstrings of the public names: each has one, each function and each method of the author's interfaces has an example, and
 * every example compiles and is true.
 *
 * An example is a module of its own that has all public names imported. It ends in one of two ways:
 *
 *     const system = defineSystem(...)...;       the system is checked: each named property has that verdict, and with `holds` alone
 *     // => small: violated, deadlock: holds     every property holds
 *
 *     expression; // => value                    the expression has that value
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { checkSystem } from '../../src/check/check.ts';
import { systemOf } from '../helpers/explored.ts';
import { folderWith } from '../helpers/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE_LINES_MAX = 10;
/** Whose members an author meets, beside those of the public interfaces. */
const MEMBERS = [
  ...[
    'language/process-methods.ts',
    'language/properties/property-methods.ts',
    'language/properties/run-property-methods.ts',
    'language/lock-steps.ts',
    'language/wait-steps.ts',
  ],
  ...['language/memory-steps.ts', 'language/snapshot.ts', 'language/reader.ts', 'language/builder.ts'],
  ...[
    'language/initial-states.ts',
    'language/channels/channel-steps.ts',
    'language/budgets/budget-methods.ts',
    ...['language/owed/owed-methods.ts', 'language/owed/owed-steps.ts'],
    ...['language/objects/object-methods.ts', 'language/objects/object-steps.ts', 'language/rcu/rcu-steps.ts'],
    'language/cpus/cpu-steps.ts',
  ],
];

interface Documented {
  /** `src/language/model.ts: defineModel`. */
  readonly what: string;
  readonly kind: 'function' | 'class' | 'type' | 'method' | 'field';
  readonly text: string | undefined;
}

const read = (file: string) => readFileSync(join(ROOT, 'src', file), 'utf8');

/** The names that src/index.ts exports, with the files that declare them. */
function publicNames(): (readonly [file: string, name: string])[] {
  return [...read('index.ts').matchAll(/export (?:type )?\{([^}]*)\} from '\.\/([^']+)'/g)].flatMap(
    ([, names = '', file = '']) =>
      names
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter((name) => name !== '')
        .map((name) => [file, name] as const),
  );
}

/** The docstring that ends right before a position. */
function docBefore(text: string, position: number): string | undefined {
  const before = text.slice(0, position).trimEnd();
  if (!before.endsWith('*/')) return undefined;
  const comment = before.slice(before.lastIndexOf('/**'));
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}

function declared(file: string, name: string): Documented {
  const text = read(file);
  const found = new RegExp(`^export (?:async )?(function|class|interface|type|const) ${name}\\b`, 'm').exec(text);
  const keyword = found?.[1];
  const kind = keyword === 'function' || keyword === 'class' ? keyword : 'type';
  return { what: `${file}: ${name}`, kind, text: found === null ? undefined : docBefore(text, found.index) };
}

/** The methods and fields of the interfaces of a file, each by its first overload. */
function membersOf(file: string, interfaces: readonly string[] | 'all'): Documented[] {
  const text = read(file);
  return [...text.matchAll(/^( *)(?:export )?interface (\w+)[^{]*\{$([\s\S]*?)^\1\}$/gm)].flatMap((found) => {
    const [whole, indent = '', name = '', body = ''] = found;
    if (interfaces !== 'all' && !interfaces.includes(name)) return [];
    const start = found.index + whole.indexOf(body, whole.indexOf('{'));
    const member = new RegExp(`^${indent}  (?:readonly )?(\\w+)(\\??:|[<(])`, 'gm');
    const seen = new Set<string>();
    return [...body.matchAll(member)].flatMap(({ index, 1: own = '', 2: mark = '' }): Documented[] => {
      if (seen.has(own)) return [];
      seen.add(own);
      const kind = mark.endsWith(':') ? 'field' : 'method';
      return [{ what: `${file}: ${name}.${own}`, kind, text: docBefore(text, start + index) }];
    });
  });
}

const names = publicNames();
const all: readonly Documented[] = [
  ...names.map(([file, name]) => declared(file, name)),
  ...MEMBERS.flatMap((file) => membersOf(file, 'all')),
  ...[...Map.groupBy(names, ([file]) => file)]
    .filter(([file]) => !MEMBERS.includes(file))
    .flatMap(([file, own]) =>
      membersOf(
        file,
        own.map(([, name]) => name),
      ),
    ),
];
const examples = all.flatMap(({ what, text = '' }) =>
  text
    .split(/^@example$/m)
    .slice(1)
    .map((code) => ({ what, code: code.split(/^@\w/m)[0]?.trim() ?? '' })),
);

test('every public name has a docstring, and so has every member of the public interfaces', (t) => {
  t.true(names.length >= 60 && all.length >= 150, `${names.length} names, ${all.length} with members`);
  t.deepEqual(
    all.filter(({ text = '' }) => text === '').map(({ what }) => what),
    [],
  );
});

test('every public function, class and method has an example of a few lines', (t) => {
  const shown = new Set(examples.map(({ what }) => what));
  t.deepEqual(
    all
      .filter(({ what, kind }) => kind !== 'type' && kind !== 'field' && !shown.has(what))
      .map(({ what, kind }) => `${kind} ${what}`),
    [],
  );
  for (const { what, code } of examples) t.true(code.split('\n').length <= EXAMPLE_LINES_MAX, what);
});

/** The module of an example: public names imported, what it ends in exported. */
function moduleOf(code: string): string {
  const used = names
    .filter(([, name]) => new RegExp(`\\b${name}\\b`).test(code))
    .map(([file, name]) => (declared(file, name).kind === 'type' ? `type ${name}` : name));
  const body = code.replace(
    /^(.*); \/\/ => (.*)$/m,
    (_, actual: string, expected: string) => `export const actual = ${actual};\nexport const expected = ${expected};`,
  );
  return `import { ${used.join(', ')} } from 'everywhen';\n${body.replace(/^const system\b/m, 'export const system')}\n`;
}

/** A package beside whose modules `everywhen` is found. */
const CONFIG = JSON.stringify({
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: {
    verbatimModuleSyntax: false,
    isolatedModules: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  },
  // The kernel's types, which the public names lead to.
  include: ['*.ts', join(ROOT, 'src/engine/globals.d.ts')],
  exclude: [],
});

test('every example compiles and is true', async (t) => {
  const file = (i: number) => `example-${i}.ts`;
  const folder = folderWith(t, {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': CONFIG,
    ...Object.fromEntries(examples.map(({ code }, i) => [file(i), moduleOf(code)])),
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/everywhen'), 'dir');

  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const compiled = await promisify(execFile)(process.execPath, [tsc, '--project', folder, '--checkers', '1']).catch(
    (error) => error,
  );
  const inExample = (line: string) =>
    line.replace(/^.*example-(\d+)\.ts/, (_, i: string) => examples[Number(i)]?.what ?? i);
  t.is(String(compiled.stdout).split('\n').map(inExample).join('\n').trim(), '');

  for (const [i, { what, code }] of examples.entries()) {
    const { system, actual, expected } = await import(pathToFileURL(join(folder, file(i))).href);
    const verdicts = /^\/\/ => (.*)$/m.exec(code.split('\n').at(-1) ?? '')?.[1];
    if (verdicts === undefined) {
      t.true(/; \/\/ => /.test(code), `${what} shows no result`);
      t.deepEqual(JSON.parse(JSON.stringify(actual)), expected, what);
      continue;
    }
    const { properties } = await checkSystem(
      systemOf(system),
      { model: what, parameters: {} },
      { engine: 'reference' },
    );
    const found = new Map<string, string>(properties.map(({ id, verdict }) => [id, verdict]));
    const wanted =
      verdicts === 'holds'
        ? [...found.keys()].map((id) => [id, 'holds'] as const)
        : verdicts.split(', ').map((each) => each.split(': ') as [string, string]);
    t.deepEqual(Object.fromEntries(wanted.map(([id]) => [id, found.get(id)])), Object.fromEntries(wanted), what);
  }
});
