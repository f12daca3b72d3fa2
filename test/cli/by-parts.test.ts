/** `check` learns by parts by default, and says so where a module hides what must be seen; test/check/by-parts.test.ts has the truth of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { RUNTIME } from '../../src/load/visible/edits.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { when } from '../helpers/sly-models.ts';

test('a board in parts takes few evaluations, and --no-parts keeps it whole', async (t) => {
  const cwd = folderWith(t, { 'm.ts': when("msgs.has('m 4')") });
  const evaluations = async (...flags: string[]) => {
    const { stdout } = await everywhenHere(['check', './m.ts', '--format', 'json', ...flags], { cwd });
    const { verdict, statistics } = JSON.parse(stdout);
    t.is(verdict, 'holds');
    return statistics.evaluations;
  };
  t.true((await evaluations()) * 10 < (await evaluations('--no-parts')));
});

test('a report in HTML quotes the model as it is written', async (t) => {
  const model = when("msgs.has('m 4')").replace(
    '.reachable(',
    ".invariant('few', 'not all', (s) => !NAMES.every((name) => s.get('msgs').has(name)))\n    .reachable(",
  );
  const cwd = folderWith(t, { 'm.ts': model });
  await everywhenHere(['check', './m.ts', '--no-open', '--reporter', 'html=out'], { cwd });
  const html = readFileSync(join(cwd, 'out/index.html'), 'utf8');
  const chunks = html
    .matchAll(/octet-stream"[^>]*>([^<]+)</g)
    .map(([, chunk = '']) => gunzipSync(Buffer.from(chunk, 'base64')));
  const page = Buffer.concat([...chunks]).toString();
  t.true(page.includes('NAMES.every((name) =>'));
  t.false(page.includes(RUNTIME));
});

test('where parts would pay and a module hides what must be seen, the report names the line and --parts', async (t) => {
  const cwd = folderWith(t, { 'm.ts': when('known.get(msgs) === 1', 'const known = new WeakMap();') });
  const { stdout } = await everywhenHere(['check', './m.ts'], { cwd });
  t.regex(
    stdout.replaceAll(/\s+/g, ' '),
    /m\.ts:7 uses 'WeakMap', which hides what must be seen: --parts does it on your word/,
  );
});
