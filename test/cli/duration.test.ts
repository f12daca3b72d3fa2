import test from 'ava';
import { duration } from '../../src/cli/options/duration.ts';
import { runHere } from '../helpers/in-process.ts';

test('a time is a number with a unit, or a number of seconds', (t) => {
  const seconds = { '90s': 90, '10m': 600, '10min': 600, '8h': 28_800, '1.5h': 5400, '.5m': 30, '2 H': 7200 };
  for (const [text, expected] of Object.entries({ ...seconds, 90: 90, '0.5': 0.5 }))
    t.is(duration(text), expected, text);
});

test('anything but a time above 0 is refused', (t) => {
  for (const text of ['0', '0s', '-1', '', 'm', '10d', '1h30m', '1e3', 'Infinity', '1,5h']) {
    t.throws(
      () => duration(text),
      { message: /^Write a time above 0 as 90s, 10m, 8h, or as a number of seconds\.$/ },
      text,
    );
  }
});

/** Every flag that takes a time, by command. */
const FLAGS = [
  ['check', '--timeout', 'peterson'],
  ['check', '--checkpoint-every', 'peterson'],
  ['simulate', '--timeout', 'peterson'],
  ['matrix', '--timeout'],
  ['explore', '--timeout', 'peterson'],
  ['nightly', '--budget'],
  ['nightly', '--cell-timeout'],
  ['nightly', '--checkpoint-every'],
  ['nightly', '--queue-wait'],
  ['nightly', '--lost-after'],
  ['work', '--idle'],
  ['work', '--checkpoint-every'],
  ['work', '--queue-wait'],
] as const;
for (const [command, flag, ...more] of FLAGS) {
  test(`${command} ${flag} refuses anything but a time, with an example`, async (t) => {
    const { exitCode, stderr } = await runHere([command, ...more, flag, 'soon']);
    t.is(exitCode, 2);
    t.regex(
      stderr.replaceAll(/\s+/g, ' '),
      new RegExp(
        `^E_USAGE option '${flag} <\\w+>' argument 'soon' is invalid\\. Write a time above 0 as 90s, 10m, 8h, or `,
      ),
    );
  });
}

test('check takes a time with a unit', async (t) => {
  t.is((await runHere(['check', 'peterson', '--timeout', '1.5h'])).exitCode, 0);
});
