/** Every user error ends in a few lines on stderr that say what, where and why, and in exit code 2. */
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere, withoutProgress } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const CRASH = ['variant=latched-vector', 'guest=ignore', 'config=E1'];

const usage: readonly (readonly [what: string, words: readonly string[], code: string, message: RegExp])[] = [
  ['no command', ['--'], 'E_USAGE', /there is no command/],
  ['an unknown command', ['chekc', 'x'], 'E_USAGE', /unknown command 'chekc'.*Did you mean check/],
  ['an unknown flag', ['check', 'viridian-assist', '--fast'], 'E_USAGE', /unknown option '--fast'/],
  ['a missing model', ['check'], 'E_USAGE', /missing required argument 'model'/],
  [
    'a limit that is no number',
    ['check', 'peterson', '--max-states', 'many'],
    'E_USAGE',
    /must be a whole number above 0/,
  ],
  [
    'a timeout of nothing',
    ['check', 'peterson', '--timeout', '0'],
    'E_USAGE',
    /Write a time above 0 as 90s, 10m, 8h, or as a number of seconds/,
  ],
  ['more workers than run at once', ['check', 'peterson', '--workers', '64'], 'E_USAGE', /runs on 1 to 32 workers/],
  ['an unknown format', ['check', 'peterson', '--format', 'xml'], 'E_USAGE', /Allowed choices are list, json/],
  [
    'a word that is no assignment',
    ['check', 'peterson', 'three'],
    'E_USAGE',
    /'three' is not of the form parameter=value/,
  ],
  [
    'a parameter given twice',
    ['check', 'peterson', 'processes=3', 'processes=4'],
    'E_USAGE',
    /'processes' is given twice/,
  ],
  [
    'a property that does not exist',
    ['check', 'peterson', '--property', 'P9'],
    'E_USAGE',
    /has no property 'P9'.*exclusion/,
  ],
  [
    'an unknown model',
    ['check', 'viridian-asist'],
    'E_MODEL',
    /no model 'viridian-asist'.*Did you mean 'viridian-assist'.*everywhen list/,
  ],
  [
    'an unknown parameter',
    ['check', 'viridian-assist', 'guets=mix'],
    'E_PARAMETER',
    /no parameter 'guets'.*Did you mean 'guest'/,
  ],
  [
    'a parameter with the name of a method',
    ['check', 'viridian-assist', 'toString=1'],
    'E_PARAMETER',
    /no parameter 'toString'/,
  ],
  [
    'an unknown value',
    ['check', 'viridian-assist', 'guest=mixed'],
    'E_PARAMETER',
    /'guest' cannot be 'mixed'.*mix, use, ignore.*Did you mean 'mix'/,
  ],
  [
    'an unknown member of a set',
    ['check', 'viridian-assist', 'fix=reset-clears,nothing'],
    'E_PARAMETER',
    /'fix' cannot be 'nothing'/,
  ],
  ['a number outside its range', ['check', 'two-phase-commit', 'managers=0'], 'E_PARAMETER', /It may be 1\.\.16/],
  [
    'a combination that makes no sense',
    ['check', 'viridian-assist', 'AEOI=M'],
    'E_PARAMETER',
    /AEOI=M: config=E2 has no vector M/,
  ],
  ['a file that does not exist', ['check', './nowhere.ts'], 'E_MODEL', /no file '\.\/nowhere\.ts'/],
  ['a folder', ['check', '.'], 'E_MODEL', /no model '\.'/],
  ['a trace that does not exist', ['replay', './nowhere.json'], 'E_TRACE', /'\.\/nowhere\.json' cannot be read/],
  ['an unknown model in a matrix', ['matrix', 'nothing'], 'E_MODEL', /no model 'nothing'/],
  [
    'a trace into a folder that does not exist',
    ['check', 'viridian-assist', ...CRASH, '--trace-out', '/nowhere/t.json'],
    'E_USAGE',
    /cannot be written to '\/nowhere\/t\.json'/,
  ],
];
for (const [what, words, code, message] of usage) {
  test(`${what} is ${code}`, async (t) => {
    const { exitCode, stdout, stderr } = await everywhenHere(words);
    t.is(exitCode, 2);
    t.regex(oneLine(stderr), message);
    t.true(withoutProgress(stderr).startsWith(`${code}  `), stderr);
    isShort(t, withoutProgress(stderr));
    if (!words.includes('--trace-out')) t.is(stdout, '');
  });
}

const model = (components: string, program: string, more = '') => `
import { List, Record } from 'immutable';
import { defineModel, defineSystem, ghost } from 'everywhen';
let calls = 0;
class Point extends Record({ x: 0 }) {}
export default defineModel({
  name: 'broken', title: 'breaks a rule', parameters: {},
  build: () => defineSystem({ ${components} } as any).process('p', { ${program} } as any)${more},
});
`;
const files: readonly (readonly [what: string, content: string, code: string, message: RegExp])[] = [
  ['a syntax error', 'export default {\n  oops oops\n};', 'E_MODEL', /cannot be parsed.*model\.ts:\d/],
  [
    'TypeScript that Node cannot erase',
    'enum A { B }\nexport default A;',
    'E_MODEL',
    /enum is not supported.*erasing types/,
  ],
  [
    'a file that throws',
    'throw new Error("boom");\nexport {};',
    'E_MODEL',
    /throws while it is loaded: boom.*model\.ts:1/,
  ],
  ['no default export', 'export const model = 1;', 'E_MODEL', /no model as its default export/],
  ['a default export that is no model', 'export default { name: "x" };', 'E_MODEL', /no model as its default export/],
  [
    'an import that is not there',
    'import "./gone.ts";\nexport default 1;',
    'E_MODEL',
    /imports a module that does not exist/,
  ],
  [
    'a build function that throws',
    'import { defineModel } from "everywhen";\nexport default defineModel({ name: "n", title: "", parameters: {}, build: () => { throw new Error("boom"); } });',
    'E_MODEL',
    /building .*model\.ts throws Error: boom/,
  ],
  [
    'a build function that gives nothing',
    'import { defineModel } from "everywhen";\nexport default defineModel({ name: "n", title: "", parameters: {}, build: () => undefined as any });',
    'E_MODEL',
    /gives no system/,
  ],
  [
    'a step that mutates a value',
    model('v: new Point()', 'a: (s) => { s.get("v").x = 1; return s; }'),
    'E_MUTATION',
    /step 'a' of process 'p' \(.*model\.ts\) changes a value in place/,
  ],
  [
    'a step with two results',
    model('n: 0', 'a: (s) => s.set("n", ++calls)'),
    'E_IMPURE',
    /step 'a' of process 'p'.*two results.*Reproduce: everywhen check/,
  ],
  [
    'a step that depends on a ghost',
    model('g: ghost(0), n: 0', 'a: (s) => s.when(s.get("g") === 0)?.set("n", 1)'),
    'E_GHOST',
    /step 'a' of process 'p'.*ghost 'g'/,
  ],
  [
    'a value that cannot be stored',
    model('n: List()', 'a: (s) => s.set("n", List([{ a: 1 }]))'),
    'E_VALUE',
    /step 'a' of process 'p' \(.*model\.ts\) stores a plain object in component 'n'/,
  ],
  ['a goto to an unknown label', model('n: 0', 'a: (s) => s.goto("b")'), 'E_LABEL', /goes to label 'b'/],
  ['an index-like label', model('n: 0', '0: (s) => s'), 'E_LABEL', /label named '0'/],
  [
    'a component never declared',
    model('n: 0', 'a: (s) => s.set("m", 1)'),
    'E_COMPONENT',
    /no component 'm' is declared/,
  ],
  [
    'a step that throws',
    model('n: 0', 'a: () => { throw new Error("boom"); }'),
    'E_STEP',
    /throws Error: boom.*model\.ts:\d+/,
  ],
  [
    'an assertion never declared',
    model('n: 0', 'a: (s) => s.assert("A", true)'),
    'E_SYSTEM',
    /assertion 'A', which is not declared/,
  ],
  ['a model without a matrix in a matrix', model('n: 0', 'a: (s) => s'), 'E_MODEL', /no matrix.*everywhen check/],
];
for (const [what, content, code, message] of files) {
  test(`${what} is ${code} without a stack trace`, async (t) => {
    const file = join(folderWith(t, { 'model.ts': content }), 'model.ts');
    const command = what.endsWith('in a matrix') ? 'matrix' : 'check';
    const { exitCode, stdout, stderr } = await everywhenHere([command, file]);
    t.is(exitCode, 2);
    t.regex(oneLine(stderr), message);
    t.true(withoutProgress(stderr).startsWith(`${code}  `), stderr);
    isShort(t, withoutProgress(stderr));
    t.is(stdout, '');
  });
}

const traces: readonly (readonly [what: string, content: string, message: RegExp])[] = [
  ['no JSON', '{', /is not JSON/],
  ['another JSON', '[1]', /is neither a trace nor a report/],
  [
    'a trace without steps',
    '{"model":"peterson","parameters":{},"property":"x","counterexample":{"initial":{}}}',
    /At 'counterexample\.steps'/,
  ],
  [
    'a step without a process',
    '{"model":"peterson","parameters":{},"property":"x","counterexample":{"initial":{},"steps":[{"label":"a"}]}}',
    /At 'counterexample\.steps\.0\.process'/,
  ],
  [
    'values nested without end',
    `{"model":"peterson","parameters":{},"property":"x","counterexample":{"initial":{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}},"steps":[]}}`,
    /nested more than 1000 deep/,
  ],
];
for (const [what, content, message] of traces) {
  test(`a trace file with ${what} is E_TRACE`, async (t) => {
    const { exitCode, stderr } = await everywhenHere([
      'replay',
      join(folderWith(t, { 'trace.json': content }), 'trace.json'),
    ]);
    t.is(exitCode, 2);
    t.regex(oneLine(stderr), message);
    isShort(t, withoutProgress(stderr));
  });
}

function isShort(
  t: { true(value: boolean, message?: string): unknown; notRegex(text: string, regex: RegExp): unknown },
  stderr: string,
): void {
  t.true(stderr.trimEnd().split('\n').length <= 8, stderr);
  t.true(
    stderr.split('\n').every((line) => line.length <= 100 || !line.includes(' ')),
    stderr,
  );
  t.notRegex(stderr, /^\s+at .*:\d+:\d+\)?$/m);
}

/** The text without the line breaks for the width of a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
