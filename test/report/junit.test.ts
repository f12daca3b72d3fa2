import { readFileSync } from 'node:fs';
import test from 'ava';
import { validateXML } from 'xmllint-wasm';
import { junitReporter } from '../../src/report/junit.ts';
import type { RunResult } from '../../src/report/reporter.ts';
import { checkOf, counter, everyStanding, HOSTILE, matrixOf, written } from '../helpers/runs.ts';

const SCHEMA = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');

async function junit(result: RunResult, schema = SCHEMA): Promise<string> {
  const xml = await written(junitReporter, result);
  const { valid, errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema });
  if (!valid) throw new Error(`${errors.map(({ message }) => message).join('\n')}\n${xml.slice(0, 3000)}`);
  return xml;
}

test('a case is a cell: a surprise has failed, a cell that was stopped early was skipped, an interrupted cell is an error', async (t) => {
  const xml = await junit({ kind: 'matrix', matrix: await everyStanding() });
  t.regex(xml, /<testsuites name="everywhen" tests="5" failures="1" errors="1">/);
  t.regex(xml, /<testsuite name="\.\/m\.ts" tests="5" failures="1" errors="1" skipped="1" time="\d+\.\d{3}">/);
  const cases = [
    ...xml.matchAll(/<testcase classname="\.\/m\.ts" name="([^"]*)"[^>]*?(?:\/>|>\s*<(\w+)[^>]*message="([^"]*)")/g),
  ];
  t.deepEqual(
    cases.map(([, name, outcome, message]) => [name, outcome, message]),
    [
      ['right/two/n=2', undefined, undefined],
      ['wrong/known/n=2', undefined, undefined],
      ['wrong/three/n=2', 'failure', 'P is violated and was expected to hold.'],
      ['right/cut/n=2', 'skipped', 'Inconclusive because the time limit was reached.'],
      ['right/never/n=2', 'error', 'Inconclusive because the run was interrupted before it began.'],
    ],
  );
});

test('a failure shows the command and the trace in columns', async (t) => {
  const xml = await junit({ kind: 'matrix', matrix: await everyStanding() });
  const [, text = ''] = xml.match(/<failure[^>]*>([\s\S]*?)<\/failure>/) ?? [];
  t.regex(text, /^everywhen check \.\/m\.ts n=2$/m);
  t.regex(text, /^invariant violated in 3 steps/m);
  t.regex(text, /^ {2}3 {2}up P +n 2 -&gt; 3$/m);
  t.true(text.split('\n').every((line) => line.length <= 110));
});

test('in a check each property is a case', async (t) => {
  const xml = await junit(checkOf(await counter(3)));
  t.regex(xml, /<testsuite name="\.\/m\.ts n=3" tests="1" failures="1" errors="0" skipped="0"/);
  t.regex(
    xml,
    /<testcase classname="\.\/m\.ts n=3" name="P: below 3 P">\s*<failure type="violated" message="P is violated\."/,
  );
  const fine = await junit(checkOf(await counter(2), { doubts: ['P is vacuous.'] }));
  t.regex(fine, /tests="2" failures="1"/);
  t.regex(fine, /name="--strict: P is vacuous\."/);
});

test('under --strict a thing that a model as a whole never did has failed', async (t) => {
  const matrix = matrixOf([], { strict: true, doubts: 1, unexpected: 1 });
  const models = matrix.models.map((model) => ({ ...model, doubts: ['p: up is never taken.'] }));
  const xml = await junit({ kind: 'matrix', matrix: { ...matrix, models } });
  t.regex(xml, /tests="1" failures="1"/);
  t.regex(xml, /message="p: up is never taken\."/);
});

test('the command of a finding by random walks repeats the walks', async (t) => {
  const { kind, check } = checkOf(await counter(3)) as Extract<RunResult, { kind: 'check' }>;
  const xml = await junit({ kind, check: { ...check, walks: { seed: 7, walks: 10, steps: 99 } } });
  t.regex(xml, /^everywhen simulate \.\/m\.ts n=3 --seed 7 --walks 10 --steps 99 --property P$/m);
});

test('a run without models is a report without suites', async (t) => {
  t.regex(await junit({ kind: 'matrix', matrix: { ...matrixOf([]), models: [] } }), /tests="0"/);
});

test('hostile names and values are text, and a megabyte is shortened', async (t) => {
  const matrix = await everyStanding(HOSTILE);
  const models = matrix.models.map((model) => ({ ...model, model: HOSTILE, title: HOSTILE }));
  for (const result of [
    { kind: 'matrix', matrix: { ...matrix, models } },
    checkOf(await counter(3, HOSTILE)),
  ] as const) {
    const xml = await junit(result);
    t.notRegex(xml, /<script/);
    t.notRegex(xml, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uffff]/u);
    t.true(xml.length < 300_000, String(xml.length));
  }
});

test('a parser reads a name as it was written', async (t) => {
  const name = `<b> ]]> &amp; &lt; &foo; & "' %0A`;
  const escaped = Array.from(name, (character) => `&#${character.codePointAt(0)};`).join('');
  const matrix = await everyStanding();
  const models = matrix.models.map((model) => ({ ...model, model: name }));
  for (const attribute of ['classname', 'message']) {
    const fixed = SCHEMA.replace(`name="${attribute}" type="xs:string"`, (found) => `${found} fixed="${escaped}"`);
    t.not(fixed, SCHEMA);
    const cells = models[0]?.cells.map((one) => ({ ...one, surprises: [name], stopped: undefined as never })) ?? [];
    const named = models.map((model) => ({ ...model, cells: attribute === 'message' ? cells : model.cells }));
    await t.notThrowsAsync(junit({ kind: 'matrix', matrix: { ...matrix, models: named } }, fixed));
    await t.throwsAsync(junit({ kind: 'matrix', matrix }, fixed), { message: /fixed/ });
  }
});
