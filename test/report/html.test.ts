/** The folder that the reporter html writes, and files that it does not replace. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import type { Report } from '../../src/check/report.ts';
import type { CellDetails, PageData } from '../../src/page/data/page-data.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const check = ['check', 'locked-queue', 'variant=no-recheck'];

test('the page contains the whole report of a check, and a second run replaces it', async (t) => {
  const cwd = folderWith(t, {});
  for (const coverage of [[], ['--coverage']]) {
    const run = await everywhenHere([...check, ...coverage, '--reporter', 'json,html'], { cwd });
    t.is(run.exitCode, 1, run.stderr);
    t.true(run.stderr.includes(`The report is in '${join('everywhen-report', 'index.html')}'.`));
    const html = readFileSync(join(cwd, 'everywhen-report', 'index.html'), 'utf8');
    const index = piece<PageData>(html, 'index');
    const [cell] = index.models[0]?.cells ?? [];
    const [chunk = 0, place = 0] = cell?.details ?? [];
    const { report } = piece<readonly CellDetails[]>(html, String(chunk))[place] as CellDetails;
    t.deepEqual(report, JSON.parse(run.stdout) as Report);
    t.is(index.kind, 'check');
    t.is(cell?.command, 'everywhen check locked-queue variant=no-recheck');
    t.is(report.coverage !== undefined, coverage.length > 0);
  }
});

test('a page that is not a report is not replaced, and the error comes before the exploration', async (t) => {
  const cwd = folderWith(t, { 'index.html': '<p>mine</p>' });
  const run = await everywhenHere([...check, '--reporter', 'html=.'], { cwd });
  t.is(run.exitCode, 2);
  t.is(run.stdout, '');
  t.regex(run.stderr, /^E_USAGE {2}the report cannot be written to 'index\.html'.*not a report of\s+Everywhen/s);
  t.is(readFileSync(join(cwd, 'index.html'), 'utf8'), '<p>mine</p>');
});

test('a folder that cannot be created is an error before the exploration', async (t) => {
  const cwd = folderWith(t, {});
  writeFileSync(join(cwd, 'file'), '');
  const run = await everywhenHere([...check, '--reporter', 'html=file/folder'], { cwd });
  t.is(run.exitCode, 2);
  t.regex(run.stderr, /^E_USAGE {2}the report cannot be written to/);
  t.false(existsSync(join(cwd, 'file', 'folder')));
});

function piece<T>(html: string, name: string): T {
  const base64 = html.match(new RegExp(`<script type="application/octet-stream" data-chunk="${name}">([^<]*)<`))?.[1];
  return JSON.parse(gunzipSync(Buffer.from(base64 ?? '', 'base64')).toString()) as T;
}
