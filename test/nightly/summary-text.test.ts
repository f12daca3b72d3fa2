import test from 'ava';
import { marked } from 'marked';
import type { Summary } from '../../src/nightly/summary.ts';
import { summaryMarkdown, summaryText } from '../../src/nightly/summary-text.ts';

const HOSTILE = 'a<script>alert(1)</script>\u001b[31m`*_[x](https://evil.example)|\nwww.evil.example';
const row = { cell: HOSTILE, because: [HOSTILE], command: `everywhen check ${HOSTILE}` };
const standings = {
  broken: 1,
  'changed verdict': 2,
  'changed counts': 3,
  inconclusive: 4,
  'violated as expected': 5,
  proved: 1_234_567,
};
const summary = (rows: number): Summary => ({
  title: `Night ${HOSTILE}`,
  verdict: 'violated',
  figures: '1 changed verdict',
  basis: '3 from the cache',
  warnings: [HOSTILE],
  sections: [
    { title: 'Changed verdicts', rows: Array.from({ length: rows }, () => row) },
    { title: 'Inconclusive, because it was late', rows: Array.from({ length: rows }, () => row), brief: true },
  ],
  models: [{ model: HOSTILE, cells: 9, standings, cached: 3, seconds: 7200 }],
});

test('whatever stands in a name is shown, and commands neither terminal nor Markdown', async (t) => {
  for (const line of summaryText(summary(1), '/tmp/runs')) {
    t.true(line.length <= 100, line);
    t.notRegex(line, /\p{Cc}/u);
  }
  const html = await marked.parse(summaryMarkdown(summary(1)));
  t.notRegex(html, /<(script|a|img|em)\b/);
  t.true(html.includes('a&#60;script&#62;alert(1)'), html);
  t.is(html.match(/<tr>/g)?.length, 2);
});

test('a page stays a page with ten thousand rows: the text counts the rest, Markdown folds it away', (t) => {
  const text = summaryText(summary(10_000), '/tmp/runs');
  t.true(text.length < 400, String(text.length));
  t.is(text.filter((line) => line === '  and 9,988 more in summary.md').length, 2);
  const markdown = summaryMarkdown(summary(10_000));
  t.is(markdown.match(/<details><summary>9,988 more<\/summary>/g)?.length, 2);
  t.is(markdown.match(/^- /gm)?.length, 20_000);
});

test('the table has a row for each model with its counts', (t) => {
  const text = summaryText(
    { ...summary(0), models: [{ model: 'm', cells: 9, standings, cached: 3, seconds: 7200 }] },
    'runs',
  );
  t.true(
    text.some((line) => /^m +9 +1,234,567 +5 +6 +4 +3 +2 h$/.test(line)),
    text.join('\n'),
  );
});
