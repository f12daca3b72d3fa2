/** An edit of the model while it is walked: the page loads it again, keeps the walk as far as it fits, and outlives a mistake. */
import { writeFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { exploring } from '../helpers/exploring.ts';
import { folderWith } from '../helpers/files.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

/** The steps stand in the order in which they are given: the index of a step changes with it. */
const modelOf = (...steps: readonly string[]) => `import { defineModel, defineSystem } from 'everywhen';
import { amount } from './amount.ts';
export default defineModel({ name: 'edited', title: 'Edited', parameters: {}, build: () =>
  defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { ${steps.join(', ')} }) });
`;
const ADD = "add: (s) => s.when(s.get('n') < 20)?.update('n', (n) => n + amount)";
const DOUBLE = "double: (s) => s.update('n', (n) => (n * 2) % 100)";
const RESET = "reset: (s) => s.set('n', 0)";

async function open(t: ExecutionContext) {
  const cwd = folderWith(t, { 'edited.ts': modelOf(ADD, DOUBLE), 'amount.ts': 'export const amount = 1;\n' });
  const { link } = await exploring(t, `${cwd}/edited.ts`);
  const page = await openPage(t, browser, `${link}#/0/0/1`);
  await value(page, '4');
  const edit = (file: string, text: string) => writeFileSync(`${cwd}/${file}`, text);
  return { page, edit };
}
const address = (page: Page) => new URL(page.url()).hash;
const value = (page: Page, n: string) =>
  page
    .locator('table.state tr', { hasText: /^(changed: |●)*n/ })
    .getByText(n, { exact: true })
    .waitFor();

test('an edit is loaded and the walk is kept by the names of its steps, where their indices change, too', async (t) => {
  const { page, edit } = await open(t);
  edit('edited.ts', modelOf(RESET, ADD, DOUBLE));
  await page.getByText('The model has changed and was loaded again. All 3 steps of the walk still fit.').waitFor();
  await value(page, '4');
  t.is(address(page), '#/1/1/2');
  await page.locator('button.take', { hasText: 'reset' }).click();
  await page.getByRole('heading', { name: /^Step 4 of/ }).waitFor();
  await value(page, '0');
  t.is(address(page), '#/1/1/2/0');
});

test('where the walk no longer fits, the page says so and shows the state before', async (t) => {
  const { page, edit } = await open(t);
  edit('edited.ts', modelOf(ADD, RESET));
  await page.getByText(/The walk of 3 fits up to step 2\. Step 3: there is no step 'double'/).waitFor();
  await page.getByRole('heading', { name: 'Step 2 of 2' }).waitFor();
  t.is(address(page), '#/0/0');
});

test('a module that the model imports is loaded again, and other values on the way are told', async (t) => {
  const { page, edit } = await open(t);
  edit('amount.ts', 'export const amount = 3;\n');
  await page.getByText(/All 3 steps of the walk still fit\. From step 1 on it differs: n 0 -> 3/).waitFor();
  await value(page, '12');
  t.is(address(page), '#/0/0/1');
});

test('a broken edit is shown in the page, and the last good model and the walk stay', async (t) => {
  const { page, edit } = await open(t);
  edit('edited.ts', 'export default defineModel({ oops');
  await page.getByText(/cannot be loaded; this is how it was before\..*E_MODEL/s).waitFor();
  t.deepEqual(await faultsOn(page), []);
  // What an author's error says is text, too.
  edit('edited.ts', `throw new Error('<img src=x onerror=alert(1)>\\u001b[31m');`);
  await page.getByText(/throws while it is loaded: <img src=x/).waitFor();
  t.is(await page.locator('img').count(), 0);
  t.false(((await page.locator('body').textContent()) ?? '').includes('\u001b'));
  await value(page, '4');
  await page.keyboard.press('0');
  await page.getByRole('heading', { name: /^Step 4 of/ }).waitFor();
  await value(page, '5');
  t.is(address(page), '#/0/0/1/0');
  edit('edited.ts', modelOf(RESET, ADD, DOUBLE));
  await page.getByText('All 4 steps of the walk still fit.').waitFor();
  t.is(address(page), '#/1/1/2/1');
  t.is(await page.getByText(/cannot be loaded/).count(), 0);
});
