/** The requests that the local server answers and refuses, and its answers. */
import { request } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { defineSystem } from 'everywhen';
import { apiOf } from '../../src/explore/api.ts';
import { Background } from '../../src/explore/background.ts';
import { LocalServer } from '../../src/explore/server.ts';
import { systemOf, userError } from '../helpers/explored.ts';

const PAGE = '<!doctype html><title>page</title><style>p { color: red }</style><script type="module">let a;</script>';
const CELL = {
  model: 'test',
  title: '',
  parameters: {},
  chosen: '',
  command: '',
  modelHash: '',
  columns: {},
  initialStates: 1,
};

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}
interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

async function serve(t: ExecutionContext) {
  const system = systemOf(defineSystem({ n: 0 }).process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) }));
  const background = new Background(system, { model: 'test', parameters: {} }, { workers: 1 });
  const server = await LocalServer.listen({ page: PAGE, api: apiOf(system, CELL, background) });
  t.teardown(() => server.close());
  const token = new URL(server.link).searchParams.get('token') ?? '';
  /** The path as it is sent, without normalisation. */
  const ask = ({ method = 'GET', path = '/', headers = {}, body }: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      asking.on('error', reject);
      asking.end(body);
    });
  const bearer = { authorization: `Bearer ${token}` };
  const json = { ...bearer, 'content-type': 'application/json' };
  const at = (body: string, headers: { readonly [name: string]: string } = json) =>
    ask({ method: 'POST', path: '/api/at', headers, body });
  return { server, token, ask, bearer, json, at };
}

test('the link gives the page and a cookie that scripts and other sites never see; the cookie gives the rest', async (t) => {
  const { server, token, ask } = await serve(t);
  t.regex(server.link, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  const page = await ask({ path: `/?token=${token}` });
  t.is(page.status, 200);
  t.is(page.body, PAGE);
  const [cookie = ''] = page.headers['set-cookie'] ?? [];
  t.is(cookie, `everywhen-${server.port}=${token}; Path=/; HttpOnly; SameSite=Strict`);
  const headers = { cookie: `other=1; ${cookie.split(';')[0]}` };
  t.is((await ask({ headers })).status, 200);
  t.deepEqual(JSON.parse((await ask({ path: '/api/cell', headers })).body), CELL);
});

test('the link that a browser is started with opens the page once, and gives the cookie', async (t) => {
  const { server, ask } = await serve(t);
  const { pathname, search } = new URL(server.linkOnce());
  const once = { path: pathname + search };
  t.is((await ask({ ...once, headers: { origin: 'http://evil.example' } })).status, 403);
  const first = await ask(once);
  t.is(first.status, 200);
  t.is((await ask(once)).status, 401);
  const [cookie = ''] = first.headers['set-cookie'] ?? [];
  t.is((await ask({ path: '/api/cell', headers: { cookie: cookie.split(';')[0] ?? '' } })).status, 200);
});

test('the server listens on loopback only', async (t) => {
  const { server } = await serve(t);
  await t.throwsAsync(
    new Promise((_, reject) => {
      request({ host: '127.0.0.2', port: server.port }, () => reject(new Error('answered')))
        .on('error', reject)
        .end();
    }),
    { code: 'ECONNREFUSED' },
  );
});

const REFUSED: readonly (readonly [what: string, status: number, asked: (token: string, port: number) => Asked])[] = [
  ['no token', 401, () => ({})],
  ['no token at the questions', 401, () => ({ path: '/api/run' })],
  ['a wrong token in the link', 401, () => ({ path: '/?token=wrong' })],
  ['a wrong token of the right length', 401, (token) => ({ path: `/?token=${'x'.repeat(token.length)}` })],
  ['a token in the address of a question', 401, (token) => ({ path: `/api/cell?token=${token}` })],
  ['a wrong cookie', 401, (_, port) => ({ headers: { cookie: `everywhen-${port}=wrong` } })],
  ['the cookie of another port', 401, (token) => ({ headers: { cookie: `everywhen-1=${token}` } })],
  ['a foreign Host', 421, (token) => ({ path: `/?token=${token}`, headers: { host: 'evil.example' } })],
  [
    'a foreign Host with this port',
    421,
    (token, port) => ({ path: `/?token=${token}`, headers: { host: `evil.example:${port}` } }),
  ],
  ['this Host without its port', 421, (token) => ({ path: `/?token=${token}`, headers: { host: '127.0.0.1' } })],
  [
    'a foreign Origin',
    403,
    (token) => ({ path: '/api/run', headers: { authorization: `Bearer ${token}`, origin: 'http://evil.example' } }),
  ],
  [
    'an opaque Origin',
    403,
    (token) => ({ path: '/api/run', headers: { authorization: `Bearer ${token}`, origin: 'null' } }),
  ],
  [
    'another page of this machine',
    403,
    (token) => ({ path: '/api/run', headers: { authorization: `Bearer ${token}`, origin: 'http://127.0.0.1:1' } }),
  ],
  [
    'what a page of another site embeds',
    403,
    (token) => ({ path: `/?token=${token}`, headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } }),
  ],
  ...['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'].map(
    (method) =>
      [
        `the method ${method}`,
        405,
        (token: string) => ({ method, headers: { authorization: `Bearer ${token}` } }),
      ] as const,
  ),
  ...[
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/api/../../package.json',
    '//etc/passwd',
    '/api',
    '/API/cell',
    '/api/cell/',
  ].map(
    (path) =>
      [`the path ${path}`, 404, (token: string) => ({ path, headers: { authorization: `Bearer ${token}` } })] as const,
  ),
  ['an address that is none', 400, (token) => ({ path: 'http://[', headers: { authorization: `Bearer ${token}` } })],
  [
    'a question asked by the wrong method',
    404,
    (token) => ({ path: '/api/at', headers: { authorization: `Bearer ${token}` } }),
  ],
];
for (const [what, status, asked] of REFUSED) {
  test(`refused: ${what}`, async (t) => {
    const { server, token, ask } = await serve(t);
    const answer = await ask(asked(token, server.port));
    t.is(answer.status, status);
    t.is(answer.headers['set-cookie'], undefined);
    t.false(answer.body.includes(token));
    t.false(answer.body.includes('    at '));
    if (asked(token, server.port).method !== 'HEAD') t.deepEqual(Object.keys(JSON.parse(answer.body)), ['error']);
  });
}

test('every answer forbids to load anything but the page itself, and to guess types', async (t) => {
  const { token, ask } = await serve(t);
  for (const answer of [await ask({ path: `/?token=${token}` }), await ask({}), await ask({ path: '/nothing' })]) {
    const policy = String(answer.headers['content-security-policy']);
    t.true(policy.startsWith("default-src 'none'; script-src 'sha256-"));
    t.false(/unsafe|\*|http/.test(policy));
    t.true(policy.includes("frame-ancestors 'none'"));
    t.is(answer.headers['x-content-type-options'], 'nosniff');
    t.is(answer.headers['referrer-policy'], 'no-referrer');
    t.is(answer.headers['cache-control'], 'no-store');
  }
});

test('a path is answered with the position at its end', async (t) => {
  const { at } = await serve(t);
  const { status, body } = await at('{"steps":[0]}');
  t.is(status, 200);
  t.like(JSON.parse(body), { path: { start: 0, steps: [0] }, situation: { quiescent: false } });
});

test('the initial states are answered in part', async (t) => {
  const { ask, json } = await serve(t);
  const answer = (body: string) => ask({ method: 'POST', path: '/api/initial-states', headers: json, body });
  t.deepEqual(JSON.parse((await answer('{"from":0}')).body), { listed: [{ start: 0, values: [] }] });
  t.is((await answer('{"from":-1}')).status, 400);
});

for (const body of [
  '',
  '{',
  'null',
  '[]',
  '{"steps":"0"}',
  '{"steps":[-1]}',
  '{"steps":[0.5]}',
  '{"steps":[1e9]}',
  '{"steps":[0],"more":1}',
  `{"steps":[${'0,'.repeat(10_000)}0]}`,
]) {
  test(`an invalid body is refused with a sentence: ${body.slice(0, 20)}`, async (t) => {
    const { at } = await serve(t);
    const answer = await at(body);
    t.is(answer.status, 400);
    t.deepEqual(Object.keys(JSON.parse(answer.body)), ['error']);
  });
}

test('a body that a form of another site could send is refused', async (t) => {
  const { at, bearer } = await serve(t);
  t.is((await at('{"steps":[0]}', { ...bearer, 'content-type': 'text/plain' })).status, 400);
});

test('a huge request is refused, and the next one is answered', async (t) => {
  const { ask, at, bearer, json } = await serve(t);
  const huge = await at(`{"steps":[${'0,'.repeat(5_000_000)}0]}`).catch((error) => error.code);
  t.true(huge === 'ECONNRESET' || huge === 'EPIPE' || huge.status === 413, JSON.stringify(huge));
  const endless = await ask({ headers: { ...bearer, more: 'x'.repeat(100_000) } }).catch((error) => error.code);
  t.true(endless === 'ECONNRESET' || endless === 'EPIPE' || endless.status === 431, JSON.stringify(endless));
  t.is((await at('{"steps":[]}', json)).status, 200);
});

test('requests start and stop the exploration in the background', async (t) => {
  const { ask, json, bearer } = await serve(t);
  const run = (body: string) => ask({ method: 'POST', path: '/api/run', headers: json, body });
  t.is(JSON.parse((await ask({ path: '/api/run', headers: bearer })).body).phase, 'not started');
  t.is(JSON.parse((await run('{"run":"start"}')).body).phase, 'running');
  t.is(JSON.parse((await run('{"run":"stop"}')).body).phase, 'ended');
  t.is((await run('{"run":"destroy"}')).status, 400);
});

test('a port that is in use is reported in a sentence', async (t) => {
  const { server } = await serve(t);
  const error = await userError(() => LocalServer.listen({ page: '', api: new Map() }, server.port));
  t.is(error.code, 'E_USAGE');
  t.regex(error.message, /port \d+ is not available/);
});
