/** Other sites in the same browser, which has the cookie, can neither read answers nor start anything. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { exploring } from '../helpers/exploring.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser(['--host-resolver-rules=MAP evil.example 127.0.0.1']);
});
test.after.always(() => browser?.close());

/** A page of another site, on its own port. */
async function foreignPort(t: ExecutionContext): Promise<number> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>evil'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A browser that has opened the walk, and so has its cookie; and the status of the exploration in the background, requested by token. */
async function opened(t: ExecutionContext) {
  const { link } = await exploring(t, 'dining-philosophers');
  const context = await browser.newContext();
  context.setDefaultTimeout(120_000);
  t.teardown(() => context.close());
  await (await context.newPage()).goto(link);
  const { origin, searchParams } = new URL(link);
  const headers = { authorization: `Bearer ${searchParams.get('token')}` };
  const phase = async () => ((await (await fetch(`${origin}/api/run`, { headers })).json()) as { phase: string }).phase;
  return { link, origin, context, phase };
}

for (const host of ['127.0.0.1', 'localhost', 'evil.example']) {
  test(`a page of ${host} on another port cannot start anything, nor read an answer`, async (t) => {
    const { origin, context, phase } = await opened(t);
    const page = await context.newPage();
    await page.goto(`http://${host}:${await foreignPort(t)}/`);
    for (const options of [
      `{ method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"run":"start"}' }`,
      `{ method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{"run":"start"}' }`,
      `{ mode: 'no-cors', credentials: 'include' }`,
      `{ credentials: 'include' }`,
    ]) {
      const read = await page.evaluate<string>(
        `fetch('${origin}/api/run', ${options}).then((answer) => answer.text(), () => '')`,
      );
      t.is(read, '', options);
    }
    await page.setContent(
      `<form method="post" action="${origin}/api/run" enctype="text/plain" target="_self"><input name='{"run":"start","x":"' value='"}'></form>`,
    );
    await Promise.all([page.waitForURL(`${origin}/api/run`), page.evaluate('document.forms[0].submit()')]);
    t.regex((await page.textContent('body')) ?? '', /Requests of other pages are not answered/);
    t.is(await phase(), 'not started');
  });
}

test('the requests of the tools are answered to the page alone, and what they cannot mean is refused', async (t) => {
  const { link, origin, context } = await opened(t);
  const token = new URL(link).searchParams.get('token');
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${await foreignPort(t)}/`);
  const start = { start: 0, steps: [] };
  const requests: readonly (readonly [path: string, body?: object])[] = [
    ['/api/names'],
    ['/api/choices'],
    ['/api/edition'],
    ['/api/search'],
    ['/api/search', { condition: 'quiescent' }],
    ['/api/graph', { ...start, ahead: 1, back: 1 }],
    ['/api/beside', { ...start, parameters: {} }],
    ['/api/carry', { ...start, edition: 0 }],
  ];
  for (const [path, body] of requests) {
    const options = {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    };
    const read = await page.evaluate<string>(
      `fetch('${origin}${path}', ${JSON.stringify({ ...options, credentials: 'include' })}).then((answer) => answer.text(), () => '')`,
    );
    t.is(read, '', path);
    t.is((await fetch(`${origin}${path}`, options)).status, 401, path);
    const foreign = { ...options.headers, authorization: `Bearer ${token}`, origin: 'http://evil.example' };
    t.is((await fetch(`${origin}${path}`, { ...options, headers: foreign })).status, 403, path);
    const own = { ...options.headers, authorization: `Bearer ${token}` };
    t.is((await fetch(`${origin}${path}`, { ...options, headers: own })).status, 200, path);
    if (body === undefined) continue;
    for (const wrong of [{ ...body, more: 1 }, { start: -1, steps: ['x'] }, []]) {
      const answer = await fetch(`${origin}${path}`, { method: 'POST', headers: own, body: JSON.stringify(wrong) });
      t.is(answer.status, 400, `${path} ${JSON.stringify(wrong)}`);
    }
  }
});

test('a request for a foreign host name that resolves to this machine is refused, even with the token', async (t) => {
  const { link, context } = await opened(t);
  const page = await context.newPage();
  const response = await page.goto(link.replace('127.0.0.1', 'evil.example'));
  t.is(response?.status(), 421);
});

test('the page cannot be framed', async (t) => {
  const { origin, context } = await opened(t);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${await foreignPort(t)}/`);
  await page.setContent(`<iframe src="${origin}/"></iframe>`);
  await page.waitForLoadState('networkidle');
  t.is(page.frames().length, 2);
  t.is(page.frames()[1]?.url(), 'chrome-error://chromewebdata/');
});
