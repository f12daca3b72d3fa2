/** The answers that docs/compare.md lists are those that `compare` gives. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Comparison } from '../../../src/compare/comparison.ts';
import { everywhenHere } from '../../helpers/cli.ts';

const page = readFileSync(new URL('../../../docs/compare.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(?<A>[^`]+)` \| `(?<B>[^`]+)` \| (?<answer>[^|]+) \|/gm)].map(({ groups }) => ({
  A: groups?.['A'] ?? '',
  B: groups?.['B'] ?? '',
  answer: groups?.['answer'] ?? '',
}));

/** The answer in the words of the page. */
function answerOf({ directions }: Comparison): string {
  const [there, back] = directions.map(({ verdict, difference }) =>
    verdict === 'included' ? undefined : `not, in ${difference?.run.steps.length} steps`,
  );
  if (there !== undefined) return there;
  return back === undefined ? 'equal' : `included; the reverse ${back}`;
}

test('the page has answers', (t) => {
  t.true(rows.length >= 8);
});

for (const { A, B, answer } of rows) {
  test(`${A} and ${B}: ${answer}`, async (t) => {
    const [model, observed] = /on-e/.test(A) ? ['upcall-vector', 'port,isr,rejected'] : ['avic-ipi', 'irr,isr,owed'];
    const [one, other] = [A, B].map((side) => `variant=${side}`.split(' '));
    const words = ['compare', model, ...(one ?? []), '--both', '--observe', observed, '--format', 'json', '--'];
    const { stdout, stderr } = await everywhenHere([...words, ...(other ?? [])]);
    t.is(stdout === '' ? stderr : answerOf(JSON.parse(stdout)), answer);
  });
}
