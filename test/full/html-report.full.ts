/** The page of the whole default matrix: small enough to be an artifact of every run, and complete. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { MatrixResult } from '../../src/report/matrix-result.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhen } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const BYTES_MAX = 3_000_000;

test('the page of the default matrix is under 3 MB and shows every cell', async (t) => {
  const cwd = folderWith(t, {});
  const run = await everywhen(['matrix', '--reporter', 'json,html=page'], { cwd });
  t.is(run.exitCode, 0, run.stderr);
  const { models } = JSON.parse(run.stdout) as MatrixResult;
  const file = join(cwd, 'page', 'index.html');
  t.true(statSync(file).size < BYTES_MAX, `${statSync(file).size} bytes`);

  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  const page = await openPage(t, browser, pathToFileURL(file).href);
  await page.getByRole('heading', { level: 1, name: 'All as expected' }).waitFor();
  t.is(await page.locator('a.cell').count(), models.flatMap(({ cells }) => cells).length);
});
