/** `everywhen explore`: its output, its link, and its end. */
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { exploring } from '../helpers/exploring.ts';

test('it prints a link to this machine that opens the page, and Ctrl-C ends it with code 0', async (t) => {
  const { link, stdout, end } = await exploring(t, 'locked-queue', 'variant=no-recheck');
  t.regex(link, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  t.regex(stdout(), /^Walk locked-queue variant=no-recheck/);
  t.true(
    stdout()
      .split('\n')
      .every((line) => line.length <= 100),
  );
  const page = await fetch(link);
  t.is(page.status, 200);
  t.regex(await page.text(), /<title>Everywhen: explore<\/title>/);
  t.is((await fetch(link.replace(/\?.*/, ''))).status, 401);

  const authorization = `Bearer ${new URL(link).searchParams.get('token')}`;
  const cell = await (await fetch(new URL('/api/cell', link), { headers: { authorization } })).json();
  t.like(cell, {
    model: 'locked-queue',
    chosen: 'variant=no-recheck',
    command: 'everywhen explore locked-queue variant=no-recheck',
  });
  t.is(await end('SIGINT'), 0);
});

test('it begins at the end of a path that is given, and ends while everything is explored', async (t) => {
  const { link, end } = await exploring(t, 'locked-queue', 'injectors=4', 'injections=3', '--path', '0/1');
  t.true(link.endsWith('#/0/1'), link);
  const headers = {
    authorization: `Bearer ${new URL(link).searchParams.get('token')}`,
    'content-type': 'application/json',
  };
  const run = await fetch(new URL('/api/run', link), { method: 'POST', headers, body: '{"run":"start"}' });
  t.like(await run.json(), { phase: 'running' });
  t.is(await end('SIGTERM'), 0);
});

test('it begins in the nearest state that satisfies a condition, and at the beginning if there is none', async (t) => {
  // Each of the four philosophers has taken a fork.
  const found = await exploring(t, 'dining-philosophers', '--where', 'violated deadlock');
  t.regex(found.stdout(), /^violated deadlock: found 4 steps from the beginning; no such state is nearer\.$/m);
  t.regex(found.link, /#\/\d+\/\d+\/\d+\/\d+$/);
  const none = await exploring(t, 'dining-philosophers', '--where', 'fork[0].holder = nobody');
  t.regex(none.stdout(), /none exists from the beginning; all 80 states were visited\.$/m);
  t.false(none.link.includes('#'));
});

for (const [what, words, says] of [
  [
    'a condition that names nothing',
    ['locked-queue', '--where', 'taget = 1'],
    /^E_USAGE +there is no value 'taget'\.\n.*target/,
  ],
  ['a path that is none', ['locked-queue', '--path', '0/x'], /^E_USAGE +'0\/x' is not a path/],
  ['a port that is none', ['locked-queue', '--port', '70000'], /^E_USAGE .*65535/],
  ['a model that is none', ['locked-queu'], /^E_MODEL .*locked-queu/],
  ['a parameter that is none', ['locked-queue', 'colour=red'], /^E_PARAMETER .*colour/],
] as const) {
  test(`${what} is an error before anything is opened`, async (t) => {
    const { exitCode, stderr, stdout } = await everywhenHere(['explore', ...words]);
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr, says);
  });
}
