/**
 * By default a check learns collections and choices by their parts where that saves much. What JavaScript hides, a comparison by identity
 * or a variable that outlives an outcome, the rewritten modules of the model show: results are those of the reference.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { judgeCell } from '../../src/check/doubt/judged-cell.ts';
import type { Report } from '../../src/check/report.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { instantiate } from '../../src/language/model.ts';
import { loadModel, loadVisible } from '../../src/load/load-model.ts';
import { folderWith } from '../helpers/files.ts';
import { bottles, late, senders, when } from '../helpers/sly-models.ts';

/** As `everywhen check` does it. */
async function checkedAt(path: string, options: RunOptions = {}): Promise<Report> {
  const loaded = await loadModel(path);
  const visible = async () => {
    const found = await loadVisible(loaded);
    return typeof found === 'string' ? found : { model: found.model, system: instantiate(found.model, {}, 'm') };
  };
  const cell = { model: loaded.model, name: 'm', parameters: {}, system: instantiate(loaded.model, {}, 'm'), visible };
  return (await judgeCell(cell, { workers: 1, ...options }, {})).report;
}

const found = ({ verdict, statistics: { states, transitions, depth } }: Report) => ({
  verdict,
  states,
  transitions,
  depth,
});

/** The report of a run by default, which must be that of the reference; of one on the author's word; and of one with whole values. */
async function compared(t: ExecutionContext, model: string) {
  const path = join(folderWith(t, { 'm.ts': model }), 'm.ts');
  const truth = await checkedAt(path, { engine: 'reference' });
  const report = await checkedAt(path);
  t.deepEqual(found(report), found(truth));
  t.false('parts' in report);
  return {
    report,
    word: () => checkedAt(path, { parts: true }),
    whole: () => checkedAt(path, { parts: false }),
    truth,
  };
}

/** Each compares objects by identity in another way; what `msgs` is equal to is there in one state. */
const COMPARING: { readonly [how: string]: string } = {
  '===': when("msgs === s.get('full')"),
  'two ===, negated': when("!((s.get('full')) /* not equal */ !== (msgs))"),
  '==': when("msgs == s.get('full')"),
  'Object.is': when("Object.is(msgs, s.get('full'))"),
  switch: senders(
    "if (!msgs.has('m 3')) return undefined; switch (msgs) { case s.get('full'): return s.set('flag', 1); default: return undefined; }",
  ),
  'includes of an array': when("[s.get('full')].includes(msgs)"),
  'indexOf of an array that holds it': when("[0, msgs].indexOf(s.get('full')) === 1"),
  'the key of a Map': when("new Map([[s.get('full'), 1]]).get(msgs) === 1"),
  'an element of a Set': when("new Set([s.get('full')]).has(msgs)"),
  'a function of its own': when("alike(s.get('full'), msgs)", 'const alike = (a, b) => a === b;'),
  'a method of a class': when(
    "new Pair(s.get('full'), msgs).isOne()",
    'class Pair { constructor(a, b) { this.a = a; this.b = b; } isOne() { return this.a === this.b; } }',
  ),
  'behind an optional chain': when(
    "s.when(msgs.has('m 3'))?.set('flag', 0).get('msgs').has('m 4') && msgs === s.get('full')",
  ),
  'a Record that gets what it has': when(
    "new Last().set('seen', s.get('full')).set('seen', msgs) === at(s)",
    "class Last extends Record({ seen: ISet(NAMES) }) {}\nconst at = (s) => { const last = new Last().set('seen', s.get('full')); return last.set('seen', s.get('msgs')); };",
  )
    .replace('=== at(s)', '=== undefined || unchanged(s)')
    .replace(
      'const at =',
      "const unchanged = (s) => { const last = new Last({ seen: s.get('full') }); return last.set('seen', s.get('msgs')) === last; };\nconst at =",
    ),
  'a List that gets what it has': when(
    "unchanged(List([s.get('full')]), msgs)",
    'const unchanged = (list, x) => list.set(0, x) === list;',
  ),
  "Immutable's function of a plain object": when(
    "unchanged({ k: s.get('full') }, msgs)",
    "const unchanged = (o, x) => I.set(o, 'k', x) === o;",
  ),
  'isSubset of an array': when("List([msgs]).isSubset([s.get('full')])"),
  'isSupersetOf of a Set': when("new Set([s.get('full')]).isSupersetOf(ISet([msgs]))"),
  'a method that is called by `call`': when("[][HOW].call([s.get('full')], msgs)", "const HOW = 'includes';"),
  'a method that was taken from an array': when("includes.call([s.get('full')], msgs)", 'const { includes } = [];'),
};

for (const [how, model] of Object.entries(COMPARING)) {
  test(`a comparison by identity is seen: ${how}`, async (t) => {
    const { truth, word } = await compared(t, model);
    // The flag is set in the state of all messages, and nowhere else.
    t.is(truth.statistics.states, 1025);
    // The author's word would be wrong here, which shows that the case is one.
    t.not((await word()).statistics.states, 1025);
  });
}

test('what reads few parts is evaluated seldom, however it compares them', async (t) => {
  const { report } = await compared(t, when("msgs.add('m 3') === msgs"));
  t.true(report.statistics.evaluations < 100);
});

test('a collection that is taken and not looked at is not read', async (t) => {
  const { report } = await compared(
    t,
    senders("const [all, full] = [msgs, s.get('full')]; return s.when(s.get('flag') === 0)?.set('flag', 1);"),
  );
  t.true(report.statistics.evaluations < 100);
});

for (const [how, look] of Object.entries({
  'counts its calls': "let n = 0; msgs.filter(() => ++n > 0); return s.when(msgs.has('m 3'))?.set('flag', n);",
  'keeps what it sees':
    "const seen = []; msgs.some((m) => { seen.push(m); return false; }); return s.set('flag', seen.length);",
  'throws where Immutable does not ask':
    "return s.when(msgs.size === 10 && msgs.some((m) => { if (m === 'm 0') throw new Error('no'); return m === 'm 3'; }))?.set('flag', 1);",
})) {
  test(`a predicate that ${how} is called for the elements that are there`, async (t) => {
    await compared(t, senders(look));
  });
}

/** Each keeps in another way whether there was a message 8. */
const KEEPING: { readonly [how: string]: string } = {
  'a variable':
    "let seen = 1; msgs.some((m) => { if (m === 'm 8') seen = 2; return false; }); return s.set('flag', seen);",
  'a field of an object':
    "const all = { n: 1 }; msgs.some((m) => { if (m === 'm 8') all.n = 2; return false; }); return s.set('flag', all.n);",
  'an array':
    "const all = [1]; msgs.some((m) => { if (m === 'm 8') all.unshift(2); return false; }); return s.set('flag', all[0]);",
  'a collection of Immutable that may change':
    "let n = 1; const all = List().withMutations((acc) => { msgs.some((m) => { acc.push(m); return false; }); }); return s.set('flag', all.includes('m 8') ? 2 : 1);",
  'an object that is frozen':
    "const all = {}; msgs.some((m) => { if (m === 'm 8') Object.freeze(all); return false; }); return s.set('flag', Object.isFrozen(all) ? 2 : 1);",
};

for (const [how, look] of Object.entries(KEEPING)) {
  test(`a predicate that keeps an element is seen, also where that shows late: in ${how}`, async (t) => {
    const { truth, word } = await compared(t, late(look));
    t.notDeepEqual(found(await word()), found(truth));
  });
}

/** Each lets only the first of the pairs be poured, where there is much in them. */
const DEPENDENT: { readonly [how: string]: readonly [before: string, after?: string] } = {
  'a variable': [
    'let taken = false; const isLate = (a, b) => { if (a + b < 18) return false; if (taken) return true; taken = true; return false; };',
  ],
  'an array': ['const taken = []; const isLate = (a, b) => a + b >= 18 && taken.push(a) > 1;'],
  'a Set': [
    'const taken = new Set(); const isLate = (a, b) => { if (a + b < 18) return false; const had = taken.size; taken.add(1); return had > 0; };',
  ],
  'an iterator': [
    'const { values } = []; const it = values.call([1]); const isLate = (a, b) => { if (a + b < 18) return false; for (const x of it) return false; return true; };',
  ],
  'an object behind super': [
    'const shared = { n: 0 }; class Base { constructor() { return shared; } } class Take extends Base { constructor() { super(); this.n += 1; } } const isLate = (a, b) => a + b >= 18 && new Take().n > 1;',
  ],
  'a collection of Immutable that may change': [
    'let out; List().withMutations((taken) => { const isLate = (a, b) => { if (a + b < 18) return false; taken.push(1); return taken.size > 1; }; out = (() => {',
    '})(); }); return out;',
  ],
};

for (const [how, [before, after]] of Object.entries(DEPENDENT)) {
  test(`an outcome that depends on another one is seen: by ${how}`, async (t) => {
    const { report, whole } = await compared(t, bottles(before, after));
    t.deepEqual(found(report), found(await whole()));
  });
}

test('outcomes that do not depend on each other are learnt by themselves', async (t) => {
  const { report, whole } = await compared(t, bottles('const isLate = (a, b) => a + b >= 18;'));
  const { statistics } = await whole();
  t.true(report.statistics.evaluations * 2 < statistics.evaluations);
});

/** Steps that do not read `msgs`, and what they do beside it. */
for (const [how, rule, components, more] of [
  [
    'makes a Record that is equal',
    "go: (s) => { const next = new Pos({ x: Math.min(1, s.get('pos').x) }); return next === s.get('pos') ? undefined : s.set('pos', next); },",
    ', pos: value(new Pos())',
    'class Pos extends Record({ x: 0 }) {}',
  ],
  [
    'calls by `call`',
    "go: (s) => s.set('n', plus.call(null, s.get('n'), 1) % 3),",
    ', n: 0',
    'function plus(a, b) { return a + b; }',
  ],
  [
    'keeps results by Records in a Map',
    "go: (s) => s.set('pos', new Pos({ x: (s.get('pos').x + known(s.get('pos'))) % 5 })),",
    ', pos: value(new Pos())',
    'class Pos extends Record({ x: 0 }) {}\nconst KNOWN = new Map();\nconst known = (pos) => { if (!KNOWN.has(pos)) KNOWN.set(pos, 1); return KNOWN.get(pos); };',
  ],
] as const) {
  test(`a step beside a collection in parts may do what is doubtful: it ${how}`, async (t) => {
    const model = senders("return s.when(msgs.has('m 3'))?.set('flag', 1);", more, rule, components);
    const { report } = await compared(t, model);
    t.true(report.statistics.evaluations < 200);
  });
}

test('two Sets may have their elements in two orders', async (t) => {
  const model = senders(
    `const [one, other] = [msgs.find(isUrgent), s.get('few').find(isUrgent)];
        return s.when(one !== undefined && other !== undefined && one !== other)?.set('flag', 1);`,
    "const isUrgent = (m) => m === 'm 0' || m === 'm 3';",
    "few: (s) => s.when(!s.get('few').has('m 3'))?.update('few', (all) => all.add('m 3')),",
    ", few: value(ISet(['m 0']))",
  );
  await compared(t, model);
});

test('a Record may have a `merge` of its own', async (t) => {
  const counters = `${senders('return undefined;').split('export default')[0]}
const FIELDS = Array.from({ length: 8 }, (_, i) => \`c\${i}\`);
class Counters extends Record(Object.fromEntries(FIELDS.map((field) => [field, 0]))) {
  merge(other) { return this.get('c7') === 2 ? this : super.merge(other); }
}
export default defineModel({
  name: 'merge', title: 'merge', parameters: {},
  build: () => defineSystem({ all: value(new Counters()) }, { deadlock: 'allowed' })
    .rules('r', Object.fromEntries(FIELDS.map((field, i) => [field, (s) =>
      s.when(s.get('all').get(field) < (i === 7 ? 2 : 1) && (i !== 7 || (s.get('all').get('c0') === 1 && s.get('all').get('c1') === 0)))
        ?.update('all', (all) => all.merge({ [field]: all.get(field) + 1 }))]))),
});`;
  await compared(t, counters);
});

test('where a module hides what must be seen, values stay whole, and the report says which line', async (t) => {
  const { report } = await compared(t, when('known.get(msgs) === 1', 'const known = new WeakMap();'));
  t.regex(report.hidden ?? '', /m\.ts:7 uses 'WeakMap'$/);
});

test('a module that is not rewritten hides everything', async (t) => {
  const model = when("alike(s.get('full'), msgs)", "import { alike } from './node_modules/alike/index.js';");
  const folder = folderWith(t, { 'm.ts': model });
  mkdirSync(join(folder, 'node_modules/alike'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/alike/index.js'), 'export const alike = (a, b) => a === b;\n');
  const report = await checkedAt(join(folder, 'm.ts'));
  t.is(report.statistics.states, 1025);
  t.regex(report.hidden ?? '', /node_modules\/alike\/index\.js is no module of its own$/);
});
