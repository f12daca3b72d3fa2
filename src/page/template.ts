/** The built page with its data: one file that needs no server and sends no request to any host. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import { LIVE_CHUNKS } from './data/live-data.ts';
import { CHUNK_ATTRIBUTE, DATA_PLACE, INDEX_CHUNK } from './data/page-data.ts';

/** The tag in the head of a page by which a report is recognised. */
export const GENERATOR = '<meta name="generator" content="Everywhen">';

/** The pages that `npm run pages` builds. */
export type PageName = 'report' | 'explore' | 'live';

/** Beside the compiled sources; in a checkout, in `dist`. */
const FOLDERS = ['../../pages/', '../../dist/pages/'];

/** The page as it was built, without data. */
export function builtPage(name: PageName): string {
  const files = FOLDERS.map((folder) => fileURLToPath(new URL(`${folder}${name}.html`, import.meta.url)));
  const file = files.find(existsSync);
  if (file === undefined)
    throw new UserError('E_USAGE', `the page '${name}' was never built.`, { next: 'npm run build' });
  return readFileSync(file, 'utf8');
}

/** The built page with the data that it shows first, and with chunks that it reads on demand. */
export function withData(page: string, index: unknown, chunks: readonly unknown[]): string {
  const data = [element(INDEX_CHUNK, index), ...chunks.map((chunk, i) => element(String(i), chunk))].join('\n');
  return page.replace(DATA_PLACE, () => data);
}

/** The page of a live report with its script and its kernel. The policy of the page lets this script run in the page, and no other. */
export function withEngine(page: string, script: string, kernel: Uint8Array): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const parts = [packed(LIVE_CHUNKS.script, script), packed(LIVE_CHUNKS.kernel, kernel)].join('\n');
  return page
    .replace('script-src ', (directive) => `${directive}'sha256-${hash}' `)
    .replace(DATA_PLACE, () => `${DATA_PLACE}\n${parts}`);
}

function element(name: string, content: unknown): string {
  return packed(name, JSON.stringify(content));
}

/** Compressed and in base64, no name and no value can end the element or be taken for markup. */
function packed(name: string, content: string | Uint8Array): string {
  const base64 = gzipSync(content, { level: 9 }).toString('base64');
  return `<script type="application/octet-stream" ${CHUNK_ATTRIBUTE}="${name}">${base64}</script>`;
}
