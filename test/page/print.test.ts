/** A trace on paper, without backgrounds: every step with its process, tag and changes, and no button. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { LONG_TRACE_MODEL, STEPS, stepOf } from '../helpers/long-trace.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

test.serial('paper has every step of a trace, with its process, tag and changes, and no button', async (t) => {
  const cwd = folderWith(t, { 'ring.ts': LONG_TRACE_MODEL });
  await everywhenHere(['check', './ring.ts', '--reporter', 'silent,html=page'], { cwd });
  const address = `${pathToFileURL(join(cwd, 'page', 'index.html')).href}#/cell/.%2Fring.ts///short/50`;
  // A reader in the dark prints black on white.
  const page = await openPage(t, browser, address, { colorScheme: 'dark' });
  await page.getByRole('heading', { name: /^Step 50 of / }).waitFor();
  const pdf = await page.pdf({ format: 'A4', printBackground: false });
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  t.true(totalPages > 1);

  const words = text.replaceAll(/\s+/g, ' ');
  let from = 0;
  for (let number = 1; number <= STEPS; number++) {
    const { lane, label, isEnvironment } = stepOf(number);
    const step = `${lane}: ${label}${isEnvironment ? ' environment' : ''} taken ${number - 1} -> ${number}`;
    const at = words.indexOf(step, from);
    t.true(at >= from, `${number}: ${step}`);
    from = at;
  }
  t.true(words.includes('After step 100 short is violated.'));
  for (const button of ['Copy', 'First', 'Next', 'show less']) t.false(words.includes(button), button);

  await page.emulateMedia({ media: 'print' });
  const dots = await page.evaluate<string[]>(`[...document.querySelectorAll('[role=option] .dot')].map((dot) => {
    const { borderTopWidth, height } = getComputedStyle(dot);
    return 2 * parseFloat(borderTopWidth) >= parseFloat(height) ? 'full' : 'ring';
  })`);
  t.deepEqual(
    dots,
    Array.from({ length: STEPS }, (_, i) => (stepOf(i + 1).isEnvironment ? 'ring' : 'full')),
  );
  const colour = await page.evaluate<string>('getComputedStyle(document.querySelector("h1")).color');
  t.true(
    (colour.match(/\d+/g) ?? []).slice(0, 3).every((part) => Number(part) < 64),
    colour,
  );
});
