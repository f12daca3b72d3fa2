import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

test('where no browser can be opened, report says where the last report is', async (t) => {
  const cwd = realpathSync(folderWith(t, {}));
  mkdirSync(join(cwd, 'everywhen-report'));
  writeFileSync(join(cwd, 'everywhen-report/index.html'), '');
  const page = `The report is in '${cwd}/everywhen-report/index.html'.\n`;
  const because = 'It was not opened, because standard output is not a terminal.\n';
  t.like(await everywhenHere(['report'], { cwd }), { exitCode: 0, stdout: page + because, stderr: '' });
  t.like(await everywhenHere(['report', '..'], { cwd: join(cwd, 'everywhen-report') }), { stdout: page + because });
  t.like(await everywhenHere(['report', 'everywhen-report', '--no-open'], { cwd }), { exitCode: 0, stdout: page });
});

test('without a report, report is E_USAGE and says how to get one', async (t) => {
  const { exitCode, stdout, stderr } = await everywhenHere(['report', 'no\u001b[2Jwhere'], { cwd: folderWith(t, {}) });
  t.is(exitCode, 2);
  t.is(stdout, '');
  t.regex(stderr, /^E_USAGE {2}there is no report in 'no\\u\{1b\}\[2Jwhere'/);
  t.regex(stderr, /everywhen matrix --reporter list,html$/m);
});
