/** A real browser for the pages: the machine's Chromium. An error, request or dialog of a page fails the test. */
import { existsSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** No test may fail because the machine is slow. */
const PATIENCE_MS = 120_000;

/** One browser for all tests of a file, with additional switches if a test needs them. */
export async function launchBrowser(switches: readonly string[] = []): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM'] ?? '', ...PLACES].find((place) => place !== '' && existsSync(place));
  if (executablePath === undefined) {
    throw new Error('There is no Chromium for the tests of the pages: apt-get install chromium');
  }
  // Containers have no namespaces to build a sandbox of, and no large /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', ...switches];
  return chromium.launch({ executablePath, args, timeout: PATIENCE_MS });
}

/** A page in its own context, closed after the test. */
export async function openPage(
  t: ExecutionContext,
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.on('console', (message) => t.fail(`console: ${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => t.fail(`page error: ${error.stack}`));
  page.on('dialog', (dialog) => {
    t.fail(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const own = new URL(address);
    const asked = new URL(request.url());
    const isOwn = asked.protocol === own.protocol && asked.host === own.host && asked.protocol !== 'file:';
    const isFile = asked.protocol === 'file:' && asked.pathname === own.pathname;
    // A page asks itself for what it has as data or as a blob. It may ask for something after its test has passed.
    const isWithin = ['data:', 'blob:'].includes(asked.protocol);
    if (!isOwn && !isFile && !isWithin) t.fail(`the page asks for ${request.url()}`);
  });
  await page.goto(address);
  t.pass('it opens');
  return page;
}
