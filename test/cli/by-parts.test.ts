/**
 * By default a check learns collections and choices by their parts where that saves much. What JavaScript hides, a comparison by identity
 * or a variable that outlives an outcome, the rewritten modules of the model show: results are those of the reference.
 */
import test, { type ExecutionContext } from 'ava';
import type { Report } from 'everywhen';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Ten senders add messages to one Set, which takes 1,024 values; `look` sets a flag where the condition holds. */
const senders = (condition: string, more = '') => `
import { defineModel, defineSystem, value, replicated } from 'everywhen';
import { is, List, Set } from 'immutable';
const NAMES = Array.from({ length: 10 }, (_, i) => \`m \${i}\`);
${more}
export default defineModel({
  name: 'senders', title: 'ten senders', parameters: {},
  build: () => defineSystem({ msgs: value(Set()), full: value(Set(NAMES)), flag: 0 }, { deadlock: 'allowed' })
    .rules('r', {
      ...Object.fromEntries(NAMES.map((name) => [name, (s) =>
        s.when(!s.get('msgs').has(name))?.update('msgs', (all) => all.add(name))])),
      look: (s) => {
        const msgs = s.get('msgs');
        ${condition}
      },
    })
    .reachable('flagged', 'the flag is set', (s) => s.get('flag') === 1),
});
`;
const when = (condition: string, more = '') => senders(`return s.when(${condition})?.set('flag', 1);`, more);

/** Each compares objects by identity in another way, after it has read a part. */
const COMPARING: { readonly [how: string]: string } = {
  '===': when("msgs.has('m 3') && msgs === s.get('full')"),
  'two ===, negated': when("msgs.has('m 3') && !((s.get('full')) /* not equal */ !== (msgs))"),
  '==': when("msgs.has('m 3') && msgs == s.get('full')"),
  'Object.is': when("msgs.has('m 3') && Object.is(msgs, s.get('full'))"),
  switch: senders(
    "if (!msgs.has('m 3')) return undefined; switch (msgs) { case s.get('full'): return s.set('flag', 1); default: return undefined; }",
  ),
  'includes of an array': when("msgs.has('m 3') && [s.get('full')].includes(msgs)"),
  'indexOf of an array that holds it': when("msgs.has('m 3') && [0, msgs].indexOf(s.get('full')) === 1"),
  'the key of a Map': when(
    "msgs.has('m 3') && (new globalMap([[s.get('full'), 1]])).get(msgs) === 1",
    'const globalMap = 0;',
  )
    .replaceAll('globalMap', 'Map')
    .replace('const Map = 0;', ''),
  'a function of its own': when("msgs.has('m 3') && alike(s.get('full'), msgs)", 'const alike = (a, b) => a === b;'),
  'a method of a class': when(
    "msgs.has('m 3') && new Pair(s.get('full'), msgs).isOne()",
    'class Pair { constructor(a, b) { this.a = a; this.b = b; } isOne() { return this.a === this.b; } }',
  ),
  'behind an optional chain': when(
    "s.when(msgs.has('m 3'))?.set('flag', 0).get('msgs').has('m 4') && msgs === s.get('full')",
  ),
};

async function checked(t: ExecutionContext, model: string, ...flags: string[]): Promise<Report> {
  const cwd = folderWith(t, { 'm.ts': model });
  const { stdout, stderr } = await everywhenHere(['check', './m.ts', '--format', 'json', ...flags], { cwd });
  t.is(stderr, '');
  return JSON.parse(stdout);
}

const found = ({ verdict, statistics: { states, transitions, depth } }: Report) => ({
  verdict,
  states,
  transitions,
  depth,
});

for (const [how, model] of Object.entries(COMPARING)) {
  test(`a comparison by identity is seen: ${how}`, async (t) => {
    const truth = await checked(t, model, '--engine', 'reference');
    // The flag is set in the state of all messages, and nowhere else.
    t.is(truth.statistics.states, 1025);
    const report = await checked(t, model);
    t.deepEqual(found(report), found(truth));
    t.false('hidden' in report || 'parts' in report);
    t.true(report.statistics.evaluations < 800, `${report.statistics.evaluations} evaluations are those of parts`);
    // The author's word would be wrong here, which shows that the case is one.
    t.not((await checked(t, model, '--parts')).statistics.states, 1025);
  });
}

test('an order of `add` that changes nothing is seen without reading all', async (t) => {
  const model = when("msgs.add('m 3') === msgs");
  const [truth, report] = [await checked(t, model, '--engine', 'reference'), await checked(t, model)];
  t.deepEqual(found(report), found(truth));
  t.true(report.statistics.evaluations < 100);
});

for (const [how, body] of Object.entries({
  'counts its calls': "let n = 0; msgs.filter(() => ++n > 0); return s.when(msgs.has('m 3'))?.set('flag', n);",
  'keeps what it sees':
    "const seen = []; msgs.some((m) => { seen.push(m); return false; }); return s.set('flag', seen.length);",
  'keeps it in an object':
    "const all = { last: '' }; msgs.every((m) => { all.last = m; return true; }); return s.set('flag', all.last.length);",
})) {
  test(`a predicate that ${how} is called for the elements that are there`, async (t) => {
    const model = senders(body);
    const [truth, report] = [await checked(t, model, '--engine', 'reference'), await checked(t, model)];
    t.deepEqual(found(report), found(truth));
  });
}

test('a predicate that keeps an element is called for those that are there, also where that shows late', async (t) => {
  // When `look` is first evaluated, all elements are there, so the values themselves show the same.
  const late = senders(
    `if (s.get('late') === 0 || !msgs.has('m 0')) return undefined;
        let seen = 1;
        msgs.some((m) => { if (m === 'm 8') seen = 2; return false; });
        return s.set('flag', seen);`,
  )
    .replace('flag: 0 }', 'flag: 0, late: 0 }')
    .replace(
      'look:',
      `close: (s) => s.when(NAMES.every((name) => s.get('msgs').has(name)))?.set('late', 1),
      drop: (s) => s.when(s.get('late') === 1 && s.get('msgs').has('m 8'))?.update('msgs', (all) => all.delete('m 8')),
      look:`,
    );
  const [truth, report] = [await checked(t, late, '--engine', 'reference'), await checked(t, late)];
  t.deepEqual(found(report), found(truth));
  t.notDeepEqual(found(await checked(t, late, '--parts')), found(truth));
});

/** Bottles; from a sum of 40 on, `pour` takes the first pair alone that is possible. */
const bottles = (first: string) => `
import { defineModel, defineSystem, replicated } from 'everywhen';
const SIZES = [13, 11, 9, 7];
const PAIRS = [0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].filter((to) => to !== from).map((to) => \`\${from} to \${to}\`));
export default defineModel({
  name: 'bottles', title: 'bottles', parameters: {},
  build: () => defineSystem({ q: replicated(SIZES.length, 0) }, { deadlock: 'allowed' }).rules('hand', {
    pour: (s) => {
      ${first}
      return s.chooseFrom(PAIRS, (pair) => {
        const [from, to] = pair.split(' to ').map(Number);
        const much = Math.min(s.get('q', from), SIZES[to] - s.get('q', to), 2);
        if (much <= 0 || isLate(s.get('q', from), s.get('q', to))) return undefined;
        return s.update('q', from, (x) => x - much).update('q', to, (x) => x + much);
      });
    },
    fill: (s) => s.chooseFrom([0, 1, 2, 3], (i) => s.when(s.get('q', i) < SIZES[i])?.update('q', i, (x) => x + 1)),
  }),
});
`;

for (const [how, first] of Object.entries({
  'in a variable':
    'let taken = false; const isLate = (a, b) => { if (a + b < 22) return false; if (taken) return true; taken = true; return false; };',
  'in an array':
    'const taken = []; const isLate = (a, b) => { if (a + b < 22) return false; return taken.push(a) > 1; };',
  'in a Set':
    'const taken = new Set(); const isLate = (a, b) => { if (a + b < 22) return false; taken.add(1); return taken.size > 1 || !taken.add(2); };',
})) {
  test(`an outcome that depends on another one is seen: ${how}`, async (t) => {
    const model = bottles(first);
    const [truth, report] = [await checked(t, model, '--engine', 'reference'), await checked(t, model)];
    t.deepEqual(found(report), found(truth));
  });
}

test('outcomes that do not depend on each other are learnt by themselves', async (t) => {
  const model = bottles('const isLate = (a, b) => a + b > 22;');
  const [truth, report] = [await checked(t, model, '--engine', 'reference'), await checked(t, model)];
  t.deepEqual(found(report), found(truth));
  const whole = await checked(t, model, '--no-parts');
  t.deepEqual(found(whole), found(truth));
  t.true(report.statistics.evaluations * 2 < whole.statistics.evaluations);
});

test('where a module hides what must be seen, values stay whole, and the report says which line', async (t) => {
  const model = when("msgs.has('m 3') && known.get(msgs) === 1", 'const known = new WeakMap();');
  const truth = await checked(t, model, '--engine', 'reference');
  const report = await checked(t, model);
  t.deepEqual(found(report), found(truth));
  t.is(report.hidden, "m.ts:5 uses 'WeakMap'");
  const { stdout } = await everywhenHere(['check', './m.ts'], { cwd: folderWith(t, { 'm.ts': model }) });
  t.regex(stdout, /m\.ts:5 uses 'WeakMap'.*\s.*--parts/);
});
