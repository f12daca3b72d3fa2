/** What the site of the documentation is made of: every page, every public name, every link. The site itself is built by test/full/site.full.ts. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { API_GROUPS } from '../../src/site/api-groups.ts';
import { linkOnSite, pagePathOf } from '../../src/site/links.ts';
import { navigationOf, pagesOf, titleOf } from '../../src/site/navigation.ts';
import { reportedModels } from '../../src/site/reports.ts';
import { tagsIn } from '../helpers/markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(ROOT, file)));
const pages = pagesOf(files);

test('the navigation names every page once, and nothing else', (t) => {
  const named = navigationOf(files, read).flatMap((group) => group.pages);
  t.deepEqual(named.toSorted(), [...pages].toSorted());
  t.true(pages.length > 60);
});

test('a page that no ladder names is not in the navigation', (t) => {
  const forgotten = read('docs/README.md').replaceAll('(queue.md)', '(nightly.md)');
  const named = navigationOf(files, (file) => (file === 'docs/README.md' ? forgotten : read(file)));
  t.false(named.flatMap((group) => group.pages).includes('docs/queue.md'));
});

test('every page has a title, and no two of one group have the same', (t) => {
  for (const { title, pages: own } of navigationOf(files, read)) {
    const titles = own.map((page) => titleOf(read(page)));
    t.false(titles.includes(''), title);
    t.is(new Set(titles).size, titles.length, titles.join(', '));
  }
});

test('the API reference has every public name once, and nothing else', (t) => {
  const named = API_GROUPS.flatMap(({ names }) => names);
  const lists = [...read('src/index.ts').matchAll(/^export (?:type )?\{([^}]*)\} from/gm)];
  const exported = lists.flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  );
  t.deepEqual(named.toSorted(), exported.toSorted());
  t.true(exported.includes('check') && exported.includes('SystemBuilder'));
});

test('the reports are those of the five systems and of the ten races', (t) => {
  const races = files.filter((file) => /^models\/races\/.*\.ts$/.test(file));
  const systems = files.filter((file) => /^models\/[^/]+\/index\.ts$/.test(file));
  t.deepEqual([systems.length, races.length], [5, 10]);
  const reported = reportedModels();
  t.is(reported.filter(({ isRace }) => isRace).length, 10);
  t.is(reported.filter(({ isRace }) => !isRace).length, 5);
});

test('a link leads to the page of a page, to the source of a source, and to the list of a folder', (t) => {
  const targets = {
    pages: ['docs/README.md', 'docs/queue.md'],
    sources: ['src/cli/main.ts', '.ci/run'],
    copies: ['results/benchmarks.ndjson'],
    folders: ['results/verdicts'],
  };
  const cases = [
    ['docs', 'queue.md#the-queue', '/docs/queue.md#the-queue'],
    ['docs/decisions', '../README.md', '/docs/index.md'],
    ['.', 'docs/queue.md', '/docs/queue.md'],
    ['docs', '../src/cli/main.ts', '/source/src/cli/main.ts.md'],
    ['.', 'results/verdicts/', '/source/results/verdicts/index.md'],
    ['.', '.ci/run', '/source/ci/run.md'],
    ['docs', '../results/benchmarks.ndjson', '/source/results/benchmarks.ndjson'],
    ['docs', '#here', '#here'],
    ['api/functions', '../interfaces/Report.md', '../interfaces/Report.md'],
    ['docs', 'https://example.org/a.md', 'https://example.org/a.md'],
    ['api', '/source/src/cli/main.ts.md', '/source/src/cli/main.ts.md'],
  ] as const;
  for (const [folder, href, on] of cases) t.is(linkOnSite(folder, href, targets), on, href);
  t.is(pagePathOf('README.md'), 'index.md');
  t.is(pagePathOf('models/races/README.md'), 'models/races/index.md');
});

test('what looks like a tag in a page is one that GitHub shows, too', (t) => {
  for (const page of pages) {
    for (const tag of tagsIn(read(page)))
      t.true(['details', 'summary', 'kbd', 'sup'].includes(tag), `${page}: <${tag}>`);
  }
});
