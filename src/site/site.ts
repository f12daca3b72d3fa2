/**
 * Makes the site of the documentation: `npm run site [-- --base /path/]`.
 *
 * The Markdown files stay where they are and as they are. Copies of them, the reports, the API reference and the sources that they link come
 * together under `.build/site/pages`, and VitePress makes `.build/site/html` of that.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { writeApi } from './api.ts';
import { pagePathOf, targetOf } from './links.ts';
import { navigationOf, pagesOf, sidebarsOf } from './navigation.ts';
import { HTML, PAGES, PUBLIC, ROOT, SETTINGS, SITE } from './places.ts';
import { reportedModels, writeReports } from './reports.ts';
import { runTool, SiteFailed } from './run-tool.ts';
import type { Settings } from './settings.ts';
import { writeSourcePages } from './source-pages.ts';
import { installTools } from './tools.ts';

const { values } = parseArgs({ options: { base: { type: 'string', default: '/' } } });
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const HERE = join(ROOT, 'src', 'site');
const LINK = /(?<!!\[[^\]]*)\]\(([^)\s]+)\)/g;
/** In one file, which the browser loads for a page that has a diagram (theme/diagrams.ts). */
const MERMAID = join('node_modules', 'mermaid', 'dist', 'mermaid.min.js');

try {
  await site();
} catch (error) {
  if (!(error instanceof SiteFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function site(): Promise<void> {
  const started = performance.now();
  if (!/^\/(.+\/)?$/.test(values.base)) throw new SiteFailed('site: --base must begin and end with /, as /everywhen/');
  await step('tools', installTools);
  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(PUBLIC, { recursive: true });
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(ROOT, file)));
  const pages = pagesOf(files);
  copyPages(pages);
  cpSync(join(ROOT, MERMAID), join(PUBLIC, 'mermaid.min.js'));
  const api = await step('API reference', writeApi);
  const count = reportedModels().length;
  await step(`${count} reports`, () => writeReports((name) => process.stderr.write(`site: report ${name}\n`)));
  const targets = writeSourcePages([...new Set([...linkedFrom(pages), ...api.sources])], files);

  const sidebar = { '/api/': api.sidebar, ...sidebarsOf(navigationOf(files, read), read) };
  const settings: Settings = { base: values.base, pages, ...targets, sidebar };
  writeFileSync(SETTINGS, JSON.stringify(settings));
  const vitepress = join(SITE, 'node_modules', 'vitepress', 'bin', 'vitepress.js');
  copyGenerator();
  await step('pages', () => runTool(process.execPath, [vitepress, 'build', PAGES], SITE));
  const html = relative(process.cwd(), HTML);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(`site: ${html} in ${seconds} s; to read it: npx vite preview --outDir ${html}\n`);
}

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  process.stderr.write(`site: ${name}\n`);
  return run();
}

/** The theme must be where the packages that it imports are found. */
function copyGenerator(): void {
  const folder = join(PAGES, '.vitepress');
  cpSync(join(HERE, 'theme'), join(folder, 'theme'), { recursive: true });
  const config = JSON.stringify(join(HERE, 'config.ts'));
  writeFileSync(join(folder, 'config.ts'), `export { default } from ${config};\n`);
}

/** With the pictures that they show. */
function copyPages(pages: readonly string[]): void {
  for (const page of pages) {
    const pictures = [...read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(
      ([, href = '']) => targetOf(posix.dirname(page), href) ?? [],
    );
    for (const [from, to] of [[page, pagePathOf(page)], ...pictures.map((picture) => [picture, picture])]) {
      const copy = join(PAGES, to as string);
      mkdirSync(dirname(copy), { recursive: true });
      cpSync(join(ROOT, from as string), copy);
    }
  }
}

/** The files and folders, other than pages, that pages link. What a page shows is copied with it. */
function linkedFrom(pages: readonly string[]): string[] {
  return pages.flatMap((page) =>
    [...read(page).matchAll(LINK)]
      .flatMap(([, href = '']) => targetOf(posix.dirname(page), href) ?? [])
      .filter((target) => existsSync(join(ROOT, target)) && !target.endsWith('.md')),
  );
}
