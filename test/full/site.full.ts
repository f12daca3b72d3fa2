/** `npm run site` makes a site whose links lead somewhere, that finds words without a network, and that people can read. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { API_GROUPS } from '../../src/site/api-groups.ts';
import { reportedModels } from '../../src/site/reports.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { fileOf, type StaticServer, serveFolder } from '../helpers/static-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HTML = join(ROOT, '.build', 'site', 'html');

let browser: Browser;
let server: StaticServer;

test.before(async (t) => {
  const started = performance.now();
  const { status, stderr } = spawnSync('npm', ['run', 'site'], { cwd: ROOT, encoding: 'utf8' });
  t.is(status, 0, stderr);
  const seconds = Math.round((performance.now() - started) / 1000);
  t.log(`npm run site: ${seconds} s`);
  [browser, server] = await Promise.all([launchBrowser(), serveFolder(HTML)]);
});
test.after.always(async () => {
  await browser?.close();
  server?.close();
});

test('every link and every anchor of every page leads somewhere', (t) => {
  const pages = globSync('**/*.html', { cwd: HTML });
  const read = (file: string) => readFileSync(file, 'utf8');
  const anchorsOf = new Map<string, ReadonlySet<string>>();
  const anchorsIn = (file: string) => {
    const known = anchorsOf.get(file);
    const anchors = known ?? new Set([...read(file).matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => unescaped(id)));
    anchorsOf.set(file, anchors);
    return anchors;
  };
  let links = 0;
  for (const page of pages.filter((name) => !name.startsWith('reports/') || name === 'reports/index.html')) {
    for (const [, attribute = ''] of read(join(HTML, page)).matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const href = unescaped(attribute);
      if (/^(https?|data|mailto):/.test(href)) continue;
      links += 1;
      const { pathname, hash } = new URL(href, `http://site/${page}`);
      const file = fileOf(HTML, pathname);
      t.true(file !== undefined, `${page} links to ${href}`);
      if (file === undefined || hash === '' || !file.endsWith('.html')) continue;
      t.true(anchorsIn(file).has(decodeURIComponent(hash.slice(1))), `${page} links to ${href}`);
    }
  }
  t.log(`${pages.length} pages, ${links} links`);
  t.true(links > 10_000);
});

test('all fifteen reports and every public name have a page', (t) => {
  for (const { name } of reportedModels()) t.true(fileOf(HTML, `/reports/${name}.html`) !== undefined, name);
  t.is(reportedModels().length, 15);
  const pages = globSync('api/*/*.html', { cwd: HTML }).map((file) => file.replace(/^.*\/|\.html$/g, ''));
  for (const name of API_GROUPS.flatMap(({ names }) => names)) t.true(pages.includes(name), name);
});

test('text that looks like a tag or like code of the generator is shown as it is', (t) => {
  const text = readFileSync(join(HTML, 'docs', 'coming-from.html'), 'utf8');
  t.true(text.includes('[]&lt;&gt;&lt;&lt;A&gt;&gt;_vars'));
});

const PLACES = {
  'the front page': '/',
  'the guide': '/docs/writing-a-model.html',
  'a table': '/docs/errors.html',
  'a system': '/models/avic-ipi/',
  'a function': '/api/functions/check.html',
  'the list of reports': '/reports/',
  'the life of a run': '/src/',
  'a source': '/source/src/cli/main.ts.html',
};
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, place] of Object.entries(PLACES)) {
    test.serial(`${name} has no serious fault in ${colorScheme}, nor on a narrow screen`, async (t) => {
      const page = await openPage(t, browser, server.address + place, { colorScheme });
      await page.locator('h1').first().waitFor();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        t.deepEqual(found, [], `${width} pixels wide`);
        const [content, window] = await page.evaluate<[number, number]>(
          '[document.documentElement.scrollWidth, innerWidth]',
        );
        t.true(content <= window, `${width} pixels wide, the page does not scroll sideways`);
      }
    });
  }
}

test.serial('the search finds a page of the guide and a public name, and asks no other server', async (t) => {
  const page = await openPage(t, browser, server.address);
  for (const [word, found] of [
    ['rendezvous', /\/docs\/|\/api\//],
    ['stopMachine', /\/api\/functions\/stopMachine\.html/],
    ['watchdog', /\/docs\/decisions\/watchdog\.html/],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.locator('#localsearch-input').fill(word);
    const first = page.locator('#localsearch-list a').filter({ has: page.locator('mark') });
    await first.first().waitFor();
    const links = await page
      .locator('#localsearch-list a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    t.true(
      links.some((link) => found.test(link)),
      `${word}: ${links.join(' ')}`,
    );
    await page.keyboard.press('Escape');
  }
});

test.serial('a diagram is drawn, and a page without one has no place for it', async (t) => {
  const page = await openPage(t, browser, `${server.address}/src/`, { colorScheme: 'dark' });
  await page.locator('pre.mermaid svg').waitFor();
  t.true((await page.locator('pre.mermaid').textContent())?.includes('frontier') ?? false);
  await page.goto(`${server.address}/docs/`);
  t.is(await page.locator('pre.mermaid').count(), 0);
});

test.serial('from the list of reports a report opens, and shows its matrix', async (t) => {
  const page = await openPage(t, browser, `${server.address}/reports/`);
  await page.getByRole('link', { name: 'avic-ipi', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'All as expected' }).waitFor();
  t.true((await page.locator('a.cell').count()) > 10);
});

/** The characters that an attribute escapes. */
function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
