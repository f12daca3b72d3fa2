/** How the modules of a model are made visible: what is rewritten, that it means the same, what is refused, and that lines stay. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { RUNTIME } from '../../src/load/visible/edits.ts';
import { visibleForm } from '../../src/load/visible/rewriting.ts';
import { installIdentity, outerWrites } from '../../src/semantics/tracked/identity.ts';
import type { VisibleModel } from '../helpers/visible-models.ts';

installIdentity(RUNTIME);
/** The runtime as it is written in the tables below. */
const $ = (text: string) => text.replaceAll(`${RUNTIME}it`, 'it').replaceAll(RUNTIME, '$');
const NAMES = 'let a, b, c, f, s, x, y, z;';
const formOf = (source: string) => $(visibleForm(NAMES + source)).replace(NAMES, '');

const REWRITTEN: readonly (readonly [source: string, visible: string])[] = [
  ['a === b', '$.same(a , b)'],
  ['a !== b', '!$.same(a , b)'],
  ['a == b || a != b', '$.alike(a , b) || !$.alike(a , b)'],
  [
    "a === 'text' && b !== null && typeof a === typeof b && a == undefined",
    "a === 'text' && b !== null && typeof a === typeof b && a == undefined",
  ],
  ['(a /* === */)\n!== // !==\n(b, c)', '!$.same((a /* === */)\n, // !==\n(b, c))'],
  ['Object.is(a, b)', '$.is(a, b)'],
  ['switch (a) { case b: case 1: }', 'switch ($.plain(a)) { case $.plain(b): case 1: }'],
  ['switch (a) { case 1: }', 'switch (a) { case 1: }'],
  ["({ ...a }, 'k' in b)", "({ ...$.plain(a) }, 'k' in $.plain(b))"],
  ['Object.keys(a)', 'Object.keys($.plain(a))'],
  ['new Set(a).has(b)', "$.keyed(new Set($.elements(a)), 'has').has(b)"],
  ['new Map(a).size', 'new Map($.entries(a)).size'],
  ['a.includes(b)', "$.keyed(a, 'includes').includes(b)"],
  ['a.push(b)', "$.kept(a, 'push').push(b)"],
  [
    'f = (x) => { const own = []; own.push(x); return own; }',
    'f = (x) => { const own = []; own.push(x); return own; }',
  ],
  ['f = () => { let n = 0; n += 1; n++; }', 'f = () => { let n = 0; n += 1; n++; }'],
  [
    'f = () => { x = 1; x++; a.b = 2; delete a.b; }',
    'f = () => { $.outer(x = 1); $.outer(x++); $.outer(a).b = 2; delete $.outer(a).b; }',
  ],
  ['f = () => { let n = 0; return () => n++; }', 'f = () => { let n = 0; return () => $.outer(n++); }'],
  [
    'f = () => { let n = 0; { let n = 1; n++; } return () => { let n = 2; n++; }; }',
    'f = () => { let n = 0; { let n = 1; n++; } return () => { let n = 2; n++; }; }',
  ],
  [
    'class C { constructor() { this.n = 1; } add() { this.n = 2; } }',
    'class C { constructor() { this.n = 1; } add() { $.outer(this).n = 2; } }',
  ],
  [
    'class C { constructor() { this.f = () => { this.n = 1; }; } }',
    'class C { constructor() { this.f = () => { $.outer(this).n = 1; }; } }',
  ],
  ["s.when(a)?.set('x', 1)", "$.kept(s.when(a), 'set')?.set('x', 1)"],
  [
    "s.when(a)?.set('x', 1).set('y', 2)",
    "$.chain($.kept(s.when(a), 'set'), (it) => $.kept(it.set('x', 1), 'set').set('y', 2))",
  ],
  ['a?.b.c', 'a?.b.c'],
  [
    '(a ?? b)?.f().add(1)?.get(x)',
    "$.chain((a ?? b), (it) => $.chain($.keyed($.kept(it.f(), 'add').add(1), 'get'), (it) => it.get(x)))",
  ],
  ['a?.[x].add(1)', "$.chain(a, (it) => $.kept(it[x], 'add').add(1))"],
  ['a?. [x].add(1)', "$.chain(a, (it) => $.kept(it [x], 'add').add(1))"],
  ['f = () => { return[a].includes(b); }', "f = () => { return $.keyed([a], 'includes').includes(b); }"],
  ['Array.of(...a)', 'Array.of(...$.iterated(a))'],
  ['a.isSubset(...b)', 'a.isSubset(...$.iterated(b))'],
  ['a.merge(b)', '$.owned(a).merge(b)'],
  ['a.isSubset(b)', 'a.isSubset($.doubtful(b))'],
  ['a.union(b)', '$.doubtful(a).union(b)'],
  ['a[b](c)', 'a[$.name(b)](c)'],
  ['f = a.push', 'f = $.doubtful(a).push'],
  ['f.call(a, b)', '$.invoked(f).call(a, b)'],
  ['a.next()', '$.iterating(a).next()'],
  ['for (const v of a) f(...v)', 'for (const v of $.iterated(a)) f(...$.iterated(v))'],
  ['for (const v of a.values()) f(v)', 'for (const v of a.values()) f(v)'],
  ['x = () => 1', 'x = () => 1'],
  ['f = () => { x = () => 1; }', 'f = () => { $.outer(x = () => 1); }'],
];

for (const [source, visible] of REWRITTEN) {
  test(`rewritten: ${source.replaceAll('\n', ' ')}`, (t) => {
    t.is(formOf(source), visible);
    t.is(visible.split('\n').length, source.split('\n').length);
  });
}

/** Each is a function of its own; both forms must do the same for values that nobody tracks. */
const MEANT: readonly string[] = [
  "(o) => [o === o, o !== {}, o == null, NaN === NaN, Object.is(NaN, NaN), 0 === -0, Object.is(0, -0), '1' == 1]",
  '(o) => { const list = [o, 1, NaN]; return [list.includes(o), list.includes(NaN), list.indexOf(NaN), list.lastIndexOf(1), list.includes(o, 1)]; }',
  '(o) => { const map = new Map([[o, 1], ["k", 2]]); map.set(o, 3).set("l", 4); map.delete("k"); return [...map.values(), map.has(o), map.get(o)]; }',
  '(o) => { const set = new Set([o, o, 1]); set.add(2); set.delete(1); return [set.size, set.has(o), [...set]]; }',
  '(o) => { const log = []; const add = (x) => log.push(x); add(1); add(2); log.sort((a, b) => b - a); return log; }',
  '(o) => { let n = 0; const up = () => n++; return [up(), up(), n]; }',
  '(o) => [o?.deep.list.includes(1), o?.none?.list.includes(1).x.y, o.none?.set(1).set(2), o?.deep.list.push(4)]',
  '(o) => { try { o?.deep.none.add(1); } catch (error) { return error.constructor === TypeError; } return "nothing"; }'.replace(
    'error.constructor === TypeError',
    'error instanceof TypeError',
  ),
  '(o) => { switch (o) { case {}: return 1; case o: return 2; default: return 3; } }',
  '(o) => { const { deep, ...rest } = { ...o, more: 1 }; return [Object.keys(rest), Object.entries(deep), "more" in rest]; }',
  '(o) => { class Count { #n = 0; list = []; up() { this.#n++; this.list.push(this.#n); return this; } get n() { return this.#n; } } return [new Count().up().up().n, new Count().up().list]; }',
  '(o) => { for (const key in o.deep) { if (key === "list") delete o.deep[key]; } return Object.keys(o.deep); }',
  '(o) => { const copy = structuredClone(o); Object.assign(copy, { a: 1 }, ...[{ b: 2 }]); return copy; }',
  '(o) => { let first; [1, 2, 3].forEach((x) => { first ??= x; }); return first; }',
  '(o) => { const at = { n: 1 }; const f = () => (at.n += 2, at.n **= 2, at.n); return [f(), at]; }',
  '(o) => { const f = (x = o === o ? [] : {}) => { x.push?.(1); return x; }; return f(); }',
];

for (const source of MEANT) {
  test(`the same is meant: ${source.slice(0, 70)}`, (t) => {
    const run = (text: string) => new Function(`return ${text}`)()({ deep: { list: [1, 2, 3] } });
    const visible = visibleForm(`export const f = ${source}`).replace('export const f = ', '');
    t.not(visible, source);
    t.deepEqual(run(visible), run(source));
  });
}

const REFUSED: readonly (readonly [source: string, why: RegExp])[] = [
  ['const m = new WeakMap()', /^uses 'WeakMap'$/],
  ["RegExp('m', 'g')", /^uses 'RegExp'$/],
  ["new RegExp('m', 'g')", /^uses 'RegExp'$/],
  ['RegExp.$1', /^uses 'RegExp'$/],
  ['process.once("exit", f)', /^uses 'process'$/],
  ['const at = new URL("file:/a")', /^uses 'URL'$/],
  ['a.__defineGetter__("n", f)', /^uses '\.__defineGetter__'$/],
  ['import.meta.resolve("a")', /^uses 'import\.meta'$/],
  ["import { update } from 'immutable'; update({}, 'k', () => 1)", /^calls Immutable's function 'update'$/],
  ["import * as I from 'immutable'; I.update({}, 'k', () => 1)", /^calls Immutable's function 'update'$/],
  ['try { f(); } catch (error) { x = error.message; }', /^uses what it caught, 'error'$/],
  ['const it = a[Symbol.iterator]()', /^uses 'Symbol\.iterator'$/],
  ["import { update as put } from 'immutable'; put({}, 'k', () => 1)", /^calls Immutable's function 'update'$/],
  ["import * as I from 'immutable'; const { update } = I", /^passes on all of Immutable as 'I'$/],
  ["export { update } from 'immutable'", /^passes on functions of Immutable$/],
  ['eval("1")', /^uses 'eval'$/],
  ['globalThis.x', /^uses 'globalThis'$/],
  ['Reflect.set(a, "b", 1)', /^uses 'Reflect'$/],
  ['a.constructor("return 1")', /^uses '\.constructor'$/],
  ['Array.prototype.push.call(a, 1)', /^uses '\.prototype'$/],
  ['const own = Array.prototype', /^uses '\.prototype'$/],
  ['Map.groupBy(a, f)', /own 'Map'$/],
  ['const Own = Set', /^uses JavaScript's own 'Set'$/],
  ['const is = Object.is', /^uses 'Object'$/],
  ['const it = a.values()', /^keeps '\.values\(\)'$/],
  ['const re = /a/g', /^keeps a regular expression$/],
  ['function* g() { yield 1; }', /^has a function that stops in the middle$/],
  ['[a, b] = c; const f2 = () => { [a, b] = c; }', /^writes by a pattern what outlives the function$/],
  ["import { isEqual } from 'lodash'", /^imports 'lodash'$/],
  ["import { isDeepStrictEqual } from 'node:util'", /^imports 'node:util'$/],
  ["await import('./m.js')", /imports modules while it runs|stops in the middle/],
  ['a.withMutations((m) => { x = m.asMutable(); })', /^uses '\.asMutable'$/],
  ['a?.(b).add(1)', /^has an optional chain in an unusual form$/],
];

for (const [source, why] of REFUSED) {
  test(`refused: ${source}`, (t) => {
    const names = /^(import|export) /.test(source) ? '' : NAMES;
    const { message, line } = t.throws(() => visibleForm(`${names}\n${source}`)) as Error & { line: number };
    t.regex(message, why);
    t.is(line, 2);
  });
}

for (const source of [
  'for (const v of a.values()) f(v)',
  'f([...a.keys()])',
  'Array.from(a.entries())',
  'a.values().map(f).toArray()',
  'const [k] = a.keys()',
  'try { f(); } catch (error) { if (error instanceof TypeError) throw error; }',
  'console.log(a)',
  'Object.fromEntries(a.entries())',
  'const own = []; [own[0], own[1]] = [1, 2]',
  'a.constructor.name',
  'f(({ set, add }) => set)',
  'new RegExp(a)',
  'readFileSync(new URL("x", import.meta.url)); function readFileSync() {}',
  'export * as ns from "./m.js"',
  'import d from "./d.json" with { type: "json" }',
  "s.replace(/a/g, 'b')",
  'const t2 = { k: (v) => v }; t2[x](1)',
]) {
  test(`not refused: ${source}`, (t) => {
    t.notThrows(() => visibleForm(NAMES + source));
  });
}

test('writes are counted where they may outlive the function, and nowhere else', (t) => {
  const writesOf = (source: string) => {
    const run = new Function(`return ${visibleForm(`export const f = ${source}`).replace('export const f = ', '')}`)();
    const before = outerWrites();
    run();
    return outerWrites() - before;
  };
  t.is(
    writesOf('() => { const own = []; own.push(1); let n = 0; n++; const o = {}; o.p = n; return own.includes(1); }'),
    0,
  );
  t.is(writesOf('() => { let n = 0; [1, 2].forEach((x) => { n += x; }); }'), 2);
  t.is(writesOf('() => { const seen = new Set(); [1, 2, 3].some((x) => seen.add(x) && false); }'), 3);
  t.is(writesOf('() => { const add = (list) => list.push(1); add([]); }'), 1);
});

test('every shipped model is the same model in its visible form, or says why it has none', (t) => {
  const helper = fileURLToPath(new URL('../helpers/visible-models.ts', import.meta.url));
  // Measured, the rewritten modules would be taken for the modules as they are written.
  const env = { ...process.env, NODE_V8_COVERAGE: '' };
  const output = execFileSync(process.execPath, ['--conditions=everywhen-source', helper], { env, encoding: 'utf8' });
  const models: VisibleModel[] = JSON.parse(output);
  t.true(models.length > 20);
  for (const { name, hidden, written, visible } of models) {
    if (hidden === undefined) t.deepEqual(visible, written, name);
    else t.regex(hidden, /^models\/\S+:\d+ /, name);
  }
});
