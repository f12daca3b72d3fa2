import test from 'ava';
import fc from 'fast-check';
import { renderError, UserError } from '../../src/errors.ts';
import { errorWithoutPassword, hiding, queueAddress, withoutPassword } from '../../src/queue/queue-address.ts';
import { everywhenHere } from '../helpers/cli.ts';

for (const [text, expected] of [
  ['redis://localhost', { host: 'localhost', port: 6379, database: 0, tls: false, shown: 'redis://localhost:6379' }],
  ['redis://10.0.0.7:7000/3', { host: '10.0.0.7', port: 7000, database: 3, shown: 'redis://10.0.0.7:7000/3' }],
  ['redis://:secret@host', { host: 'host', password: 'secret', shown: 'redis://host:6379' }],
  ['rediss://ann:p%40ss%2F@host:1', { username: 'ann', password: 'p@ss/', tls: true, shown: 'rediss://host:1' }],
  ['redis://[::1]:7000', { host: '::1', port: 7000, shown: 'redis://[::1]:7000' }],
] as const) {
  test(`${text} is read`, (t) => {
    t.like(queueAddress(text, {}), expected);
  });
}

test('the address comes from the environment where --queue does not say it', (t) => {
  const environment = { EVERYWHEN_QUEUE: 'redis://there:1' };
  t.is(queueAddress(true, environment).host, 'there');
  t.is(queueAddress(undefined, environment).host, 'there');
  t.is(queueAddress('redis://here', environment).host, 'here');
  t.regex(t.throws(() => queueAddress(true, {})).message, /Neither --queue nor EVERYWHEN_QUEUE/);
});

const SECRET = 'hunter2-hunter2';
const FAULTY = [
  `redis://:${SECRET}`,
  `redis://:${SECRET}#@host`,
  `redis://:${SECRET}/x@host`,
  `redis://:${SECRET}@host:port`,
  `redis://:${SECRET}@host/name`,
  `redis://:${SECRET}@host?password=${SECRET}`,
  `redis://:${SECRET}%zz@host`,
  `http://:${SECRET}@host`,
  `${SECRET}@host`,
];

for (const text of FAULTY) {
  test(`${text.replaceAll(SECRET, '...')} is refused, and nothing of it is shown`, (t) => {
    const error = t.throws(() => queueAddress(text, {}), { instanceOf: UserError });
    t.is(error.code, 'E_QUEUE');
    t.false(renderError(error).includes(SECRET));
    const fromEnvironment = t.throws(() => queueAddress(true, { EVERYWHEN_QUEUE: text }));
    t.regex(fromEnvironment.message, /EVERYWHEN_QUEUE/);
  });
}

test('an address in any text loses its password, and no other text is changed', (t) => {
  for (const password of ['secret', 'a b', 'x@y', "q'uote", 'sl/ash', 'ha#sh', 'que?ry', 'semi;colon']) {
    const shown = withoutPassword(`connect to redis://:${password}@host:7000 failed`);
    t.is(shown, 'connect to redis://***@host:7000 failed', password);
  }
  t.is(withoutPassword('no such file: redis://:secret'), 'no such file: redis://***');
  t.is(withoutPassword('redis://host?password=secret is odd'), 'redis://*** is odd');
  for (const plain of ['at redis://host:6379: refused', 'rediss://[::1]:7000/2.', 'mail ann@example.org', 'a\nb']) {
    t.is(withoutPassword(plain), plain);
  }
});

test('no password survives in an address, whatever it is made of', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,30}$/), fc.string(), (password, text) => {
        const marked = `zq${password}qz`;
        const shown = withoutPassword(`${text.replaceAll('\n', '')} redis://ann:${marked}@host:1`);
        return !shown.includes(marked);
      }),
    ),
  );
});

test('what a library says is shown without the password itself', (t) => {
  const address = queueAddress('redis://:p%40ss-word@host', {});
  t.is(
    hiding(address, 'AUTH p@ss-word failed at redis://:p%40ss-word@host:6379'),
    'AUTH *** failed at redis://***@host:6379',
  );
  const error = errorWithoutPassword(new UserError('E_MODEL', 'no file redis://:x@h', { hint: 'redis://:x@h' }));
  t.is(error.message, 'no file redis://***@h');
  t.deepEqual(error.advice, { hint: 'redis://***@h', next: undefined });
});

for (const words of [
  ['work', '--queue', `redis://:${SECRET}@127.0.0.1:1`],
  ['nightly', 'avic-ipi', '--queue', `redis://:${SECRET}@127.0.0.1:1`],
  ['nightly', `redis://:${SECRET}@127.0.0.1:1`],
  ['work', `redis://:${SECRET}@127.0.0.1:1`],
  ['work', '--queue', `redis://:${SECRET}`],
  ['nightly', '--queue', `redis://:${SECRET}@127.0.0.1:1`, '--nonsense'],
  ['nightly', '--queue', `redis://:${SECRET}@127.0.0.1:1`, '--run', `redis://:${SECRET}@x`],
  ['check', `redis://:${SECRET}@127.0.0.1:1`],
] as const) {
  test(`\`${words.join(' ').replaceAll(SECRET, '...')}\` fails without a word of the password`, async (t) => {
    const { exitCode, stdout, stderr } = await everywhenHere(words, { env: { EVERYWHEN_DEBUG: '1' } });
    t.is(exitCode, 2);
    t.regex(stderr, /^E_[A-Z]+ /);
    t.notRegex(stderr, /^\s+at /m, 'no stack trace');
    t.false((stdout + stderr).includes(SECRET));
  });
}

test('a server that is not there is named by host and port, with what to try next', async (t) => {
  const { exitCode, stderr } = await everywhenHere(['work'], {
    env: { EVERYWHEN_QUEUE: 'redis://:secret@127.0.0.1:1' },
  });
  t.is(exitCode, 2);
  t.regex(stderr, /^E_QUEUE {2}the queue at redis:\/\/127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
  t.regex(stderr, /redis-cli -h 127\.0\.0\.1 -p 1 ping/);
});
