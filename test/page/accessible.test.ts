/** The accessibility of the pages by axe-core, in light and dark and on a narrow screen. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let report: WrittenReport;

test.before(async () => {
  [browser, report] = await Promise.all([
    launchBrowser(),
    matrixOf([
      { model: 'avic-ipi', cells: ({ variant, scenario }) => variant === 'ORIGINAL-WAKE' && scenario === 'guest' },
      { model: 'peterson-memory', cells: ({ variant }) => variant === 'on', expectsNothing: true },
      { model: 'vgic-queue', cells: ({ variant, scenario }) => variant === 'MERGED' && scenario === 'S8i' },
    ]).then((result) => writeReport(result, ['avic-ipi', 'peterson-memory', 'vgic-queue'])),
  ]);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

const PLACES = {
  'the matrix': '#/',
  'a cell': '#/cell/avic-ipi/ORIGINAL-WAKE/guest',
  'a surprise': '#/cell/peterson-memory/on/tso%2C%20unfair',
  'a trace': '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P2/4',
  'a lasso': '#/cell/peterson-memory/on/tso%2C%20unfair/starvation/8',
  'two traces': '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P2/4?beside=ORIGINAL-WAKE/guest/P6',
  'the end of a trace, with why': '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P6/11',
  'a lock finding': '#/cell/vgic-queue/MERGED/S8i/L2/1',
  'a walk in the report': '#/explore/avic-ipi/ORIGINAL-WAKE/guest/0/0',
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, place] of Object.entries(PLACES)) {
    test.serial(`${name} has no fault in ${colorScheme}, nor on a narrow screen`, async (t) => {
      const page = await openPage(t, browser, report.address + place, { colorScheme });
      await page.locator('main h1, main.explore h2').first().waitFor();
      // Every view of the state, and what is watched.
      const [box, watch] = [page.getByLabel('side by side'), page.getByLabel('Watch')];
      if ((await watch.count()) > 0) {
        await box.first().check();
        await watch.first().selectOption({ index: 1 });
      }
      for (const width of [1280, 400]) {
        await page.setViewportSize({ width, height: 800 });
        await page.locator('main h1, main.explore h2').first().waitFor();
        t.deepEqual(await faultsOn(page), [], `${width} pixels wide`);
        const [content, window] = await page.evaluate<[number, number]>(
          '[document.documentElement.scrollWidth, innerWidth]',
        );
        t.true(content <= window, `${width} pixels wide, the page does not scroll sideways`);
      }
    });
  }
}
