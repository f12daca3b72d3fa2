/** A live report in a real browser, opened as a file, without a network: a reader leaves the trace, and explores all states. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import type { Browser, Page } from 'playwright-core';
import type { Counterexample } from '../../src/check/counterexample.ts';
import type { Report } from '../../src/check/report.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let report: WrittenReport;
/** What the command found, by the engine in Node. */
let found: Report;

const CELL = { variant: 'ORIGINAL-WAKE', scenario: 'guest' };
const PLACE = `avic-ipi/${CELL.variant}/${CELL.scenario}`;

test.before(async () => {
  const cells = ({ variant, scenario }: typeof CELL) => variant === CELL.variant && scenario === CELL.scenario;
  const result = await matrixOf([{ model: 'avic-ipi', cells }]);
  if (result.kind === 'matrix') found = result.matrix.models[0]?.cells[0]?.report as Report;
  [browser, report] = await Promise.all([launchBrowser(), writeReport(result, ['avic-ipi'])]);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

/** `openPage` fails the test on errors and requests; there is no network either. */
const open = (t: ExecutionContext, address: string) => openPage(t, browser, address, { offline: true });
const row = (page: Page, id: string) =>
  page.locator('.properties tr', { has: page.locator('.id').getByText(id, { exact: true }) });
const arrival = (page: Page, steps: number) =>
  page
    .getByRole('heading', { name: new RegExp(`^Step ${steps} of `) })
    .waitFor()
    .then(() => page.locator('main[aria-busy=false]').waitFor());

async function exploreAll(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Explore all states', exact: true }).click();
  await page.getByRole('button', { name: 'Explore all states again' }).waitFor();
  return (await page.locator('.run .progress').textContent()) ?? '';
}

async function saved(page: Page): Promise<Counterexample> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save for replay' }).click(),
  ]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')).counterexample;
}

function traceOf(id: string): Counterexample {
  return found.properties.find((property) => property.id === id)?.counterexample as Counterexample;
}

/** The run of the report's cell in the page is that of the command, and a jump is its trace. */
async function mustFindTheSame(t: ExecutionContext, page: Page): Promise<void> {
  const { states, transitions, depth } = found.statistics;
  const number = (n: number) => n.toLocaleString('en');
  t.is(await exploreAll(page), `${number(states)} states, ${number(transitions)} transitions, depth ${depth}`);
  for (const { id, verdict } of found.properties) {
    t.is(await row(page, id).locator('td').nth(1).locator('.chip').textContent(), verdict, id);
  }
  const violated = found.properties.filter(({ counterexample }) => counterexample !== undefined);
  t.true(violated.length > 0);
  for (const { id, counterexample } of violated) {
    await row(page, id).getByRole('button', { name: 'Jump' }).click();
    await arrival(page, counterexample?.steps.length ?? 0);
    const { initial, steps } = traceOf(id);
    t.deepEqual(await saved(page), JSON.parse(JSON.stringify({ initial, steps })), id);
  }
}

test('a reader steps off the trace in its middle, takes another step, and finds what the command found', async (t) => {
  const trace = traceOf('P2');
  const middle = Math.floor(trace.steps.length / 2);
  const page = await open(t, `${report.address}#/cell/${PLACE}/P2/${middle}`);
  await page.getByText('This file contains the code of its model').waitFor();
  await page.getByRole('button', { name: 'Explore from here' }).click();
  await arrival(page, middle);
  t.deepEqual((await saved(page)).steps, JSON.parse(JSON.stringify(trace.steps.slice(0, middle))));

  // By the names of their processes and labels, the steps that can be taken; the trace takes one of them.
  const next = trace.steps[middle];
  const other = page.locator(`.next-steps .process-here:not([aria-label="${next?.process}"]) button.take`);
  await other.first().click();
  await arrival(page, middle + 1);
  t.not((await saved(page)).steps.at(-1)?.process, next?.process, 'a step that the trace does not take');
  t.regex((await row(page, 'P2').locator('td').first().textContent()) ?? '', /holds|violated|apply/);
  await page.keyboard.press('u');
  await arrival(page, middle);
  await page.reload();
  await arrival(page, middle);

  await mustFindTheSame(t, page);
});

test('a cell is explored from its beginning, in the page itself where the browser starts no thread', async (t) => {
  const context = await browser.newContext({ offline: true });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.on('pageerror', (error) => t.fail(String(error.stack)));
  page.on('console', (message) => t.fail(message.text()));
  page.on('request', (request) => t.is(new URL(request.url()).protocol, 'file:'));
  await page.addInitScript('delete globalThis.Worker');
  await page.goto(`${report.address}#/cell/${PLACE}`);
  await page.getByRole('button', { name: 'Explore from here' }).click();
  await page.getByRole('heading', { name: 'What can happen' }).waitFor();
  await mustFindTheSame(t, page);
});

test('a browser that has no room for the kernel says so, and the walk continues', async (t) => {
  const context = await browser.newContext({ offline: true });
  t.teardown(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(`delete globalThis.Worker;
    WebAssembly.Memory = class { constructor() { throw new RangeError('could not allocate memory'); } };`);
  await page.goto(`${report.address}#/explore/${PLACE}/0`);
  await arrival(page, 1);
  await page.getByRole('button', { name: 'Explore all states', exact: true }).click();
  await page.getByText('E_USAGE there is no room for the kernel: it reserves 1 GiB of addresses.').waitFor();
  await page.keyboard.press('0');
  await arrival(page, 2);
  t.true(page.url().endsWith('/0/0'));
});

const HOSTILE = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)>';

/** In two folders, with a type to erase, a class whose name is part of its values, and two initial states. */
const OWN = {
  'model/index.ts': `import { defineModel, defineSystem, sizeRange, text, variant } from 'everywhen';
import { Box } from '../parts/box.ts';
// ${HOSTILE}
const bad: string = ${JSON.stringify(HOSTILE)};
export default defineModel({
  name: bad,
  title: bad,
  parameters: { variant: variant('up', bad), to: sizeRange({ from: 1, to: 9000000, initial: 3 }), word: text({ like: 'a b', matches: /[a-z ]+/ }) },
  build: ({ variant, to, word }) =>
    defineSystem({ [bad]: new Box({ word, mark: bad }), n: 0 })
      .process(bad + ' process', { [bad]: (s) => s.when(s.get('n') < (to as number))?.update('n', (n) => n + 1) }, { end: 'loop', mayWaitAt: [bad] })
      .initially((s) => [s, s.set('n', 1)])
      .invariant('below', bad, (s) => variant === 'up' || s.get('n') < (to as number)),
});
`,
  'parts/box.ts': `import { Record } from 'immutable';
export class Box extends Record({ word: '', mark: '' }) {}
`,
};

test.serial(
  "a model of the author's own, in several files and with hostile strings, is explored and stays text",
  async (t) => {
    const cwd = folderWith(t, OWN);
    const words = ['check', './model/index.ts', `variant=${HOSTILE}`, 'to=5', 'word=two words'];
    const run = await everywhenHere([...words, '--reporter', 'silent,html=page,live'], { cwd });
    t.is(run.exitCode, 1, run.stderr);
    t.regex(run.stderr, /contains the code of its models/);
    const html = readFileSync(`${cwd}/page/index.html`, 'utf8');
    t.false(html.includes('alert(1)'), 'the code is packed');
    const page = await open(t, `file://${cwd}/page/index.html`);
    await page.getByText('code of its model (2 files)').waitFor();
    await page.getByRole('link', { name: 'below' }).first().click();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Explore from here' }).click();
    // From the second initial state, the violation is 4 steps away.
    await arrival(page, 3);
    t.true(page.url().endsWith('/1:0/0/0'), page.url());
    t.regex((await page.locator('.here').textContent()) ?? '', /Box\(.*two words/);
    await page.locator('button.take', { hasText: 'violates below' }).click();
    await arrival(page, 4);
    t.is(await exploreAll(page), '6 states, 5 transitions, depth 4');
    await page.getByRole('button', { name: 'Copy kernel style' }).click();
    await page.locator('.copy').getByText('copied').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('button.begin', { hasText: 'n = 0' }).click();
    await page.locator('button.take', { hasText: 'n 0 -> 1' }).waitFor();
    t.is(await page.locator('img').count(), 0);
  },
);

test.serial('an exploration shows its progress and is stopped, while the page answers', async (t) => {
  const cwd = folderWith(t, OWN);
  const words = ['check', './model/index.ts', 'to=9000000', '--max-states', '1000'];
  const run = await everywhenHere([...words, '--reporter', 'silent,html=page,live'], { cwd });
  t.is(run.exitCode, 3, run.stderr);
  const page = await open(t, `file://${cwd}/page/index.html`);
  await page.getByRole('button', { name: 'Explore from here' }).click();
  await page.getByRole('button', { name: 'Explore all states' }).click();
  await page
    .locator('.run .progress', { hasText: / [1-9][\d,]* states?, depth|^[1-9][\d,]* states?, depth/ })
    .waitFor();
  await page.keyboard.press('0');
  await arrival(page, 1);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('inconclusive, stopped early: interrupted').waitFor();
});

test.serial('the code of a model in the page can reach no host', async (t) => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.setHeader('access-control-allow-origin', '*').end('here');
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.is(await (await fetch(`${host}/test`)).text(), 'here');
  const cwd = folderWith(t, {
    'caller.ts': `import { defineModel, defineSystem } from 'everywhen';
const host = ${JSON.stringify(host)};
function reached() {
  if (globalThis.process !== undefined) return 'not asked';
  fetch(host + '/fetch').catch(() => {});
  try {
    const request = new XMLHttpRequest();
    request.open('GET', host + '/request', false);
    request.send();
    return 'reached';
  } catch (error) {
    return 'refused: ' + error.name;
  }
}
const answer = reached();
export default defineModel({ name: 'caller', title: 'calls', parameters: {}, build: () =>
  defineSystem({ answer }).process('p', { end: (s) => s }) });
`,
  });
  const run = await everywhenHere(['check', './caller.ts', '--reporter', 'silent,html=page,live'], { cwd });
  t.is(run.exitCode, 0, run.stderr);
  const answerIn = async (file: string, isInPage: boolean) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    if (isInPage) await page.addInitScript('delete globalThis.Worker');
    await page.goto(`file://${cwd}/page/${file}`);
    await page.getByRole('button', { name: 'Explore from here' }).click();
    const answer = page.getByText(/^(reached|refused: \w+)$/).first();
    await answer.waitFor();
    const text = await answer.textContent();
    await context.close();
    return text;
  };
  t.is(await answerIn('index.html', false), 'refused: NetworkError', 'in a thread');
  t.is(await answerIn('index.html', true), 'refused: NetworkError', 'in the page');
  t.deepEqual(asked, ['/test']);
  // It is the policy that stops it.
  const html = readFileSync(`${cwd}/page/index.html`, 'utf8');
  writeFileSync(`${cwd}/page/without.html`, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
  t.is(await answerIn('without.html', false), 'reached');
  t.deepEqual(asked.toSorted(), ['/fetch', '/request', '/test']);
});

// Alone, because other tests of this file write reports, and say so on stderr.
test.serial(
  'a model that needs a module of Node is refused before the run, with the file and the import',
  async (t) => {
    const cwd = folderWith(t, {
      'model.ts': `import { defineModel, defineSystem } from 'everywhen';
import { size } from './deep/sizes.ts';
export default defineModel({ name: 'm', title: 'm', parameters: {}, build: () => defineSystem({ n: size }).process('p', { end: (s) => s }) });
`,
      'deep/sizes.ts': `import { readdirSync } from 'node:fs';
export const size = readdirSync('.').length;
`,
    });
    const run = await everywhenHere(['check', './model.ts', '--reporter', 'list,html=page,live'], { cwd });
    t.is(run.exitCode, 2);
    t.is(run.stdout, '');
    t.regex(run.stderr, /^E_EMBED {2}'deep\/sizes\.ts' \(line 1\) imports 'node:fs', which only Node has\./);
    t.throws(() => readFileSync(`${cwd}/page/index.html`), { code: 'ENOENT' });
    const plain = await everywhenHere(['check', './model.ts', '--reporter', 'silent,html=page'], { cwd });
    t.is(plain.exitCode, 0, plain.stderr);
  },
);

test('the policy of the page allows its own scripts, the kernel, and a thread, and a report that is not live allows less', async (t) => {
  const policyOf = (html: string) => html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1] ?? '';
  const live = policyOf(readFileSync(report.file, 'utf8'));
  t.regex(
    live,
    /^default-src 'none'; img-src data:; script-src ('sha256-\S+' ){2}'wasm-unsafe-eval'; worker-src blob:; style-src 'sha256-\S+'; base-uri 'none'; form-action 'none'$/,
  );
  const plain = await writeReport(await matrixOf([{ model: 'dining-philosophers', cells: () => true }]));
  t.teardown(plain.remove);
  const html = readFileSync(plain.file, 'utf8');
  t.notRegex(policyOf(html), /wasm|blob|connect/);
  t.false(html.includes('live-script'));
});
