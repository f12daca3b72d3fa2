/** Passwords and TLS, with Debian's redis-server: they work, and no output or file shows a password. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { freePort, QueueFolder, recordsOf, TestServer } from '../helpers/queue.ts';

const SECRET = 'hunter2/@#?%-secret';
const ENCODED = encodeURIComponent(SECRET);

/** Checks for the password as it is and as it is encoded in an address. */
function holdsNoSecret(t: ExecutionContext, text: string): void {
  t.false(text.includes(SECRET) || text.includes(ENCODED) || text.includes('hunter2'), text);
}

test('with a password a night runs, and no file of it has the password', async (t) => {
  const port = await freePort();
  const words = ['--port', String(port), '--requirepass', SECRET];
  await TestServer.start(t, { port, words });
  const folder = new QueueFolder(t, 20);
  const address = `redis://:${ENCODED}@127.0.0.1:${port}`;
  const night = folder.night(address);
  const machine = folder.work(address, '--idle', '3s');
  t.is(await night.ended, 0, night.output);
  t.is(await machine.ended, 0, machine.output);
  t.is(recordsOf(night).length, 4);
  holdsNoSecret(t, night.output + machine.output);
  const nights = folder.path('nights');
  for (const file of readdirSync(nights, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
    holdsNoSecret(t, readFileSync(join(file.parentPath, file.name), 'utf8'));
  }
});

test('a wrong password, or none, is refused in a sentence without it', async (t) => {
  const port = await freePort();
  await TestServer.start(t, { port, words: ['--port', String(port), '--requirepass', SECRET] });
  const folder = new QueueFolder(t);
  for (const [login, said] of [
    [`:${ENCODED}x@`, /WRONGPASS/],
    [`ann:${ENCODED}@`, /WRONGPASS/],
    ['', /NOAUTH/],
  ] as const) {
    for (const start of ['work', 'night'] as const) {
      const command = folder[start](`redis://${login}127.0.0.1:${port}`);
      t.is(await command.ended, 2, command.output);
      t.regex(command.stderr, /^E_QUEUE {2}the queue at redis:\/\/127\.0\.0\.1:\d+ cannot be used: /m);
      t.regex(command.stderr, said);
      holdsNoSecret(t, command.output);
    }
  }
});

test('a server that loses its password during a run is unreachable, and the old password is never shown', async (t) => {
  const port = await freePort();
  const server = await TestServer.start(t, { port, words: ['--port', String(port), '--requirepass', SECRET] });
  const folder = new QueueFolder(t, 300);
  const address = `redis://:${ENCODED}@127.0.0.1:${port}`;
  const night = folder.night(address, '--queue-wait', '4s');
  const machine = folder.work(address, '--queue-wait', '4s');
  await machine.says('begun: ');
  await server.process.kill();
  await TestServer.start(t, { port, words: ['--port', String(port), '--requirepass', 'another'] });
  t.is(await night.ended, 3, night.output);
  t.is(await machine.ended, 3, machine.output);
  holdsNoSecret(t, night.output + machine.output);
});

test('over TLS a night runs with its certificate authority, and is refused without', async (t) => {
  const folder = new QueueFolder(t, 20);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder.folder, stdio: 'ignore' });
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'key', '-out', 'cert', ...subject);
  const port = await freePort();
  const [certificate, key] = [folder.path('cert'), folder.path('key')];
  const tls = [
    '--tls-port',
    String(port),
    '--tls-cert-file',
    certificate,
    '--tls-key-file',
    key,
    '--tls-auth-clients',
    'no',
  ];
  await TestServer.start(t, { port, words: ['--port', '0', ...tls, '--requirepass', SECRET] });
  const address = `rediss://:${ENCODED}@127.0.0.1:${port}`;

  const stranger = folder.work(address);
  t.is(await stranger.ended, 2, stranger.output);
  t.regex(stranger.stderr, /certificate/);
  t.regex(stranger.stderr, /--queue-ca/);
  const plain = folder.work(address.replace('rediss:', 'redis:'));
  t.is(await plain.ended, 2, plain.output);

  const night = folder.night(address, '--queue-ca', certificate);
  const machine = folder.work(address, '--queue-ca', certificate, '--idle', '3s');
  t.is(await night.ended, 0, night.output);
  t.is(await machine.ended, 0, machine.output);
  holdsNoSecret(t, [stranger, plain, night, machine].map(({ output }) => output).join(''));
});

test('a server that removes keys when its memory is full is refused', async (t) => {
  const port = await freePort();
  const words = ['--port', String(port), '--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'];
  await TestServer.start(t, { port, words });
  const night = new QueueFolder(t).night(`redis://127.0.0.1:${port}`);
  t.is(await night.ended, 2);
  t.regex(night.stderr, /^E_QUEUE .* removes keys when its memory is full \(allkeys-lru\)\.$/m);
  t.regex(night.stderr, /maxmemory-policy noeviction/);
});
