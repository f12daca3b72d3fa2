import test from 'ava';
import { UserError } from '../../src/errors.ts';
import { parseReporters } from '../../src/report/reporter-choice.ts';

test('several reporters are named with commas, each with its file', (t) => {
  t.deepEqual(parseReporters('list,json=out/a=b.json'), [{ name: 'list' }, { name: 'json', target: 'out/a=b.json' }]);
});

test('commands for GitHub may be mixed with a list, because a runner extracts them from the log', (t) => {
  t.deepEqual(parseReporters('list,github,junit=j.xml'), [
    { name: 'list' },
    { name: 'github' },
    { name: 'junit', target: 'j.xml' },
  ]);
});

test('a page is live where the word stands behind it', (t) => {
  t.deepEqual(parseReporters('list,html=out,live,junit=j.xml'), [
    { name: 'list' },
    { name: 'html', target: 'out', live: true },
    { name: 'junit', target: 'j.xml' },
  ]);
  t.deepEqual(parseReporters('html,live'), [{ name: 'html', target: 'everywhen-report', live: true }]);
  for (const text of ['live', 'list,live', 'html,list,live']) {
    t.throws(() => parseReporters(text), { instanceOf: UserError, message: /'live' is no reporter/ });
  }
});

const refused: readonly (readonly [text: string, message: RegExp])[] = [
  ['lst', /no reporter 'lst'.*Did you mean 'list'/s],
  ['', /no reporter ''/],
  ['toString', /no reporter 'toString'/],
  ['list,json', /more than one reporter would write to standard output: list, json.*all but one/s],
  ['json,github', /more than one reporter would write to standard output: json, github.*all but one/s],
  ['github,junit', /more than one reporter would write to standard output: junit, github/],
  ['github=x', /github takes no file/],
  ['list,list', /more than one reporter would write to standard output/],
  ['silent,json', /more than one reporter would write to standard output.*keeps standard output empty/s],
  ['json=', /json has no file after '='/],
  ['silent=x', /silent takes no file/],
  ['list=out.txt,json=./out.txt', /two reporters would write to '.*out\.txt'/],
];
for (const [text, message] of refused) {
  test(`--reporter '${text}' is refused with a reason`, (t) => {
    const { code, advice, message: what } = t.throws(() => parseReporters(text), { instanceOf: UserError });
    t.is(code, 'E_USAGE');
    t.regex(`${what} ${advice.hint ?? ''}`, message);
    t.is(advice.next, 'everywhen matrix --reporter list,junit=FILE');
  });
}
