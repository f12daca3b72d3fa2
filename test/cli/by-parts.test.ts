/** `check` learns by parts by default, and says so where a module hides what must be seen; test/check/by-parts.test.ts has the truth of it. */
import test from 'ava';
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

test('where parts would pay and a module hides what must be seen, the report names the line and --parts', async (t) => {
  const cwd = folderWith(t, { 'm.ts': when('known.get(msgs) === 1', 'const known = new WeakMap();') });
  const { stdout } = await everywhenHere(['check', './m.ts'], { cwd });
  t.regex(
    stdout.replaceAll(/\s+/g, ' '),
    /m\.ts:7 uses 'WeakMap', which hides what must be seen: --parts does it on your word/,
  );
});
