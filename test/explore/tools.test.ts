/** The tools of a walk in a real browser, by mouse and by keyboard: the graph, the search for a state, other parameters. */
import test, { type ExecutionContext } from 'ava';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { exploring } from '../helpers/exploring.ts';
import { folderWith } from '../helpers/files.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

async function open(t: ExecutionContext, words: readonly string[], place = '', options: BrowserContextOptions = {}) {
  const { link } = await exploring(t, ...words);
  const page = await openPage(t, browser, link + place, options);
  await page.getByRole('heading', { name: 'What can happen' }).waitFor();
  return page;
}
const address = (page: Page) => new URL(page.url()).hash;
const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const states = (page: Page) => page.locator('.graph-drawing .state');
const arrival = (page: Page, steps: number) =>
  page
    .getByRole('heading', { name: steps === 0 ? /^Initial state/ : new RegExp(`^Step ${steps} of`) })
    .waitFor()
    .then(() => page.locator('main[aria-busy=false]').waitFor());
/** Where the drawing is, and how large. */
const camera = (page: Page) => page.locator('.graph-drawing > g').getAttribute('transform');
async function changed(page: Page, before: string | null): Promise<string | null> {
  await page.waitForFunction(
    `document.querySelector('.graph-drawing > g').getAttribute('transform') !== ${JSON.stringify(before)}`,
  );
  return camera(page);
}

test('the graph of a small model has the counts of check, and a click on its deadlock goes there', async (t) => {
  const { stdout } = await everywhenHere(['check', 'dining-philosophers', '--format', 'json']);
  const { statistics } = JSON.parse(stdout);
  const page = await open(t, ['dining-philosophers']);
  await tool(page, 'Graph').click();
  await page
    .getByText(`The whole graph: ${statistics.states} states, ${statistics.transitions} transitions.`)
    .waitFor();
  t.is(await states(page).count(), statistics.states);
  await page.locator('summary', { hasText: 'The same as a list' }).click();
  t.is(await page.locator('.graph-list > ol > li').count(), statistics.states);
  t.is(await page.locator('.graph-list > ol > li > ul > li').count(), statistics.transitions);

  const bad = page.locator('.state.violating');
  t.is(await bad.count(), 1);
  t.regex((await bad.getAttribute('aria-label')) ?? '', /violates .*deadlock/);
  t.regex((await bad.textContent()) ?? '', /✕.*■/, 'not by colour alone');
  await bad.dispatchEvent('click');
  await arrival(page, 4);
  t.is(address(page).split('/').length, 5, 'a shortest path has four steps');
  await page.locator('.properties').getByText('violated').first().waitFor();
  await page.locator('.state.violating.here').waitFor();
  t.is(await page.locator('.state.walked').count(), 5);

  // The list leads there, too.
  await page
    .getByRole('button', { name: /^State 0: initial/ })
    .last()
    .click();
  await arrival(page, 0);
  t.is(address(page), '#/');
});

test('arrows, Enter, plus, minus and f work in the graph, and the focus follows the walk', async (t) => {
  const page = await open(t, ['dining-philosophers']);
  await tool(page, 'Graph').focus();
  await page.keyboard.press('Enter');
  await states(page).first().waitFor();
  await page.locator('.state.here').focus();
  await page.keyboard.press('ArrowDown');
  const focused = page.locator('.state:focus');
  await focused.waitFor();
  t.notRegex((await focused.getAttribute('class')) ?? '', /here/);
  await page.keyboard.press('Enter');
  await page.locator('.state.here:focus').waitFor();
  const steps = address(page).replace('#/', '').split('/').length;
  await arrival(page, steps);
  // The keys of the walk still work.
  await page.keyboard.press('u');
  await page.waitForFunction(`location.hash.split('/').length - 1 < ${steps} || location.hash === '#/'`);
  const place = address(page);
  let last = await camera(page);
  for (const key of ['+', '-', 'f', 'Shift+ArrowLeft', 'Shift+ArrowDown']) {
    await page.keyboard.press(key);
    last = await changed(page, last);
  }
  await page.mouse.move(400, 400);
  await page.mouse.wheel(0, -200);
  last = await changed(page, last);
  await page.mouse.down();
  await page.mouse.move(460, 430, { steps: 4 });
  await page.mouse.up();
  last = await changed(page, last);
  t.is(address(page), place, 'a drag is no click');
});

test('two fingers zoom the graph', async (t) => {
  const page = await open(t, ['dining-philosophers'], '', { hasTouch: true, viewport: { width: 390, height: 800 } });
  await tool(page, 'Graph').tap();
  await states(page).first().waitFor();
  const before = await camera(page);
  await page.evaluate(`(() => {
    const svg = document.querySelector('.graph-drawing');
    const { left, top } = svg.getBoundingClientRect();
    const point = (type, pointerId, x) => svg.dispatchEvent(new PointerEvent(type, { pointerId, clientX: left + x, clientY: top + 100, bubbles: true, pointerType: 'touch' }));
    svg.setPointerCapture = () => {};
    point('pointerdown', 1, 100); point('pointerdown', 2, 140);
    point('pointermove', 2, 220); point('pointerup', 1, 100); point('pointerup', 2, 220);
  })()`);
  const scale = (text: string | null) => Number(/scale\((.*)\)/.exec(text ?? '')?.[1]);
  t.true(scale(await changed(page, before)) > scale(before) * 1.5);
});

test('the neighbourhood in a large model says what it leaves out, and knows what leads here once all is explored', async (t) => {
  const page = await open(t, ['peterson'], '#/0/1/1');
  await tool(page, 'Graph').click();
  const extent = page.locator('.graph .extent');
  await page.getByText(/^A part: /).waitFor();
  t.regex((await extent.textContent()) ?? '', /Left out: where \d+ more steps of these states lead/);
  t.regex((await extent.textContent()) ?? '', /other states that lead here are known once all states are explored/);
  const few = await states(page).count();
  await page.getByRole('spinbutton', { name: 'Steps forwards' }).fill('3');
  await page.getByText(/up to 3 steps forwards/).waitFor();
  t.true((await states(page).count()) > few);
  await page.getByRole('spinbutton', { name: 'Steps forwards' }).fill('20');
  await page.getByText(/No more than 200 are drawn/).waitFor();
  t.is(await states(page).count(), 200);
  await page.getByRole('spinbutton', { name: 'Steps forwards' }).fill('1');
  await page.getByRole('button', { name: 'Explore all states', exact: true }).click();
  await page.getByText('Back: all states that lead here.').waitFor();
});

test('a search by form and by keyboard goes to the nearest state; where there is none the page says so', async (t) => {
  const page = await open(t, ['dining-philosophers']);
  await tool(page, 'Find a state').click();
  const search = page.getByRole('region', { name: 'Take me to a state where' });
  await search.getByRole('combobox', { name: 'Name' }).selectOption('fork[2]');
  await search.getByRole('textbox', { name: 'Part of it' }).fill('.holder');
  await search.getByRole('textbox', { name: 'Value' }).fill('philosopher[1]');
  await search.getByRole('button', { name: 'Add' }).click();
  await search.getByRole('combobox', { name: 'What' }).selectOption('a property is violated');
  t.is(await search.getByRole('textbox', { name: 'Condition' }).inputValue(), 'fork[2].holder = philosopher[1]');
  // Philosopher 1 takes its own fork, and then this one.
  await search.getByRole('button', { name: 'Find from the beginning' }).click();
  await search.getByText('found 2 steps from the beginning; no such state is nearer.').waitFor();
  await arrival(page, 2);
  await page.locator('.state tr', { hasText: 'fork[2]' }).getByText('philosopher[1]').waitFor();

  await search.getByRole('textbox', { name: 'Condition' }).fill('violated deadlock');
  await search.getByRole('textbox', { name: 'Condition' }).press('Enter');
  await search.getByText('found 4 steps from the beginning').waitFor();
  await arrival(page, 4);

  await search.getByRole('textbox', { name: 'Condition' }).fill('fork[0].holder = philosopher[0]');
  await search.getByRole('button', { name: 'Find from here' }).focus();
  await page.keyboard.press('Enter');
  await search.getByText(/found 0 steps from here|none exists from here; all 1 state/).waitFor();

  await search.getByRole('textbox', { name: 'Condition' }).fill('fork[0].holder = nobody');
  await search.getByRole('textbox', { name: 'Condition' }).press('Enter');
  await search.getByText('none exists from the beginning; all 80 states were visited.').waitFor();

  await search.getByRole('textbox', { name: 'Condition' }).fill('frok[0] = 1');
  await search.getByRole('textbox', { name: 'Condition' }).press('Enter');
  await search.getByText(/no value 'frok\[0\]'.*fork\[0\]/).waitFor();
});

test('a search can be stopped, and then says that there may be one', async (t) => {
  const page = await open(t, ['two-phase-commit', 'managers=14', '--max-states', '60000000']);
  await tool(page, 'Find a state').click();
  const search = page.getByRole('region', { name: 'Take me to a state where' });
  const name = await search.getByRole('combobox', { name: 'Name' }).inputValue();
  await search.getByRole('textbox', { name: 'Condition' }).fill(`${name} = never`);
  await search.getByRole('textbox', { name: 'Condition' }).press('Enter');
  await search.getByRole('button', { name: 'Stop the search' }).click();
  await search.getByText(/not found within .* it was stopped\. There may be one\./).waitFor();
  t.pass();
});

test('the walk is followed with other parameters, and the place where it parts is marked', async (t) => {
  const words = ['viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1'];
  const { stdout } = await everywhenHere(['check', ...words, '--property', 'P1', '--format', 'json']);
  const cwd = folderWith(t, { 'report.json': stdout });
  const replayed = await everywhenHere(['replay', 'report.json', '--property', 'P1', 'guest=use', '--format', 'json'], {
    cwd,
  });
  const { parts } = JSON.parse(replayed.stdout);
  const page = await open(t, [...words, '--where', 'violated P1']);
  await arrival(page, 21);
  await tool(page, 'Other parameters').focus();
  await page.keyboard.press('Enter');
  const beside = page.getByRole('region', { name: 'The same steps with other parameters' });
  await beside.getByRole('combobox', { name: 'guest' }).selectOption('use');
  await beside.getByRole('button', { name: 'Follow the walk there' }).click();
  await beside.getByText(`The walk parts at step ${parts.step} of 21.`).waitFor();
  const row = beside.locator('tr.parts');
  t.true(((await row.textContent()) ?? '').includes(parts.problem));
  t.true(((await row.getByRole('rowheader').textContent()) ?? '').startsWith(`${parts.step} `));
  t.is(await beside.getByRole('rowheader').count(), 21);
  const text = (await beside.textContent()) ?? '';
  t.true(text.includes('everywhen explore viridian-assist variant=latched-vector guest=use config=E1 --path '));
  const other =
    'viridian-assist variant=latched-vector guest=ignore config=E1 -- variant=latched-vector guest=use config=E1';
  t.true(text.includes(`everywhen compare ${other}`));
  await beside.getByRole('button', { name: 'Go to the state before' }).click();
  await arrival(page, parts.step - 1);
  await beside.getByText(`All ${parts.step - 1} steps fit`).waitFor();
});

test('hostile names and values are text in every tool', async (t) => {
  const hostile = `<img src=x onerror=alert(1)></script><script>alert(2)</script>" and 'x' = \\u001b]0;title\\u0007`;
  const cwd = folderWith(t, {
    'hostile.ts': `import { defineModel, defineSystem, variant } from 'everywhen';
const bad = ${JSON.stringify(hostile)}.replaceAll('\\\\u001b', '\\u001b').replaceAll('\\\\u0007', '\\u0007');
export default defineModel({ name: bad, title: bad, parameters: { [bad]: variant('one', bad) }, build: () =>
  defineSystem({ x: bad, long: 'y' }).process(bad, {
    [bad]: (s) => s.set('x', 'z').set('long', 'w'.repeat(100_000)),
    wait: (s) => s.when(s.get('x') === bad),
  }).invariant(bad, bad, (s) => s.get('x') === bad) });
`,
  });
  const page = await open(t, [`${cwd}/hostile.ts`], '#/0');
  await tool(page, 'Graph').click();
  await states(page).first().waitFor();
  await page.locator('summary', { hasText: 'The same as a list' }).click();
  await tool(page, 'Find a state').click();
  const search = page.getByRole('region', { name: 'Take me to a state where' });
  for (const kind of ['a process is at', 'a step is enabled', 'a property is violated']) {
    await search.getByRole('combobox', { name: 'What' }).selectOption(kind);
    await search.getByRole('textbox', { name: 'Condition' }).fill('');
    await search.getByRole('button', { name: 'Add' }).click();
    await search.getByRole('button', { name: 'Find from the beginning' }).click();
    await search.getByText(/: found [01] steps? from the beginning/).waitFor();
    // The next result is another one.
    await search.getByRole('textbox', { name: 'Condition' }).fill('nothing = 1');
    await search.getByRole('button', { name: 'Find from the beginning' }).click();
    await search.getByText(/no value 'nothing'/).waitFor();
  }
  await tool(page, 'Other parameters').click();
  await page.getByRole('button', { name: 'Follow the walk there' }).click();
  await page.getByText(/steps? fits?, and nothing differs/).waitFor();
  t.is(await page.locator('img').count(), 0);
  const text = (await page.locator('body').textContent()) ?? '';
  t.false(text.includes('\u001b'));
  t.true((await page.locator('body').innerText()).length < 20_000);
});
