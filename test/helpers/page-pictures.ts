/**
 * Takes the pictures of all pages in `docs/pages`, and those that the documents show: `npm run pictures`. Each page in light, dark,
 * on a phone and on paper. They are of what the command writes, and nothing compares them: look at them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { everywhenHere } from './cli.ts';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
const BYTES_MAX = 120_000;

interface Way {
  readonly width: number;
  readonly height: number;
  readonly scheme?: 'dark';
  readonly onPaper?: true;
}

const WAYS: { readonly [name: string]: Way } = {
  light: { width: 1120, height: 660 },
  dark: { width: 1120, height: 660, scheme: 'dark' },
  phone: { width: 390, height: 844 },
  print: { width: 740, height: 900, onPaper: true },
};

interface Picture {
  readonly report: 'matrix' | 'repair' | 'compare' | 'live';
  readonly place: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const GUEST = '#/cell/avic-ipi/ORIGINAL-WAKE/guest';
const WALK = { report: 'live', place: '#/explore/avic-ipi/ORIGINAL-WAKE/guest/0/0/0' } as const;
const nextSteps = (page: Page) => page.getByRole('heading', { name: 'What can happen' }).waitFor();
const PICTURES: { readonly [name: string]: Picture } = {
  matrix: { report: 'matrix', place: '' },
  cell: { report: 'matrix', place: GUEST },
  trace: { report: 'matrix', place: `${GUEST}/P2/11`, prepare: (page) => page.keyboard.press('End') },
  'side-by-side': {
    report: 'matrix',
    place: `${GUEST}/P2/6?beside=ORIGINAL-WAKE/asleep/P2`,
    prepare: (page) => page.keyboard.press('j'),
  },
  repair: {
    report: 'repair',
    place: '',
    prepare: (page) => page.locator('details summary').first().click(),
  },
  compare: { report: 'compare', place: '' },
  walk: { ...WALK, prepare: nextSteps },
  graph: {
    ...WALK,
    prepare: async (page) => {
      await nextSteps(page);
      await page.getByRole('button', { name: 'Graph', exact: true }).click();
      await page.locator('.graph-drawing .state').first().waitFor();
    },
  },
};
/** The same pictures where the documents show them. */
const ALSO: { readonly [name: string]: string } = {
  'matrix-light': 'report-matrix.png',
  'trace-light': 'report-trace.png',
};

const COMPARED = ['--observe', 'irr,isr,owed', 'avic-ipi', 'variant=ORIGINAL-WAKE', '--', 'variant=KICK'];

const folder = mkdtempSync(join(tmpdir(), 'everywhen-pictures-'));
const browser = await launchBrowser();
try {
  const env = { XDG_CACHE_HOME: folder };
  await everywhenHere(['matrix', 'avic-ipi', '--reporter', 'silent,html=matrix'], { cwd: folder, env });
  await everywhenHere(['repair', 'upcall-vector', '--html', 'repair'], { cwd: folder, env });
  await everywhenHere(['compare', '--html', 'compare', ...COMPARED], { cwd: folder, env });
  await everywhenHere(['matrix', 'avic-ipi', '--reporter', 'silent,html=live,live'], { cwd: folder, env });
  for (const [name, picture] of Object.entries(PICTURES)) {
    for (const [kind, way] of Object.entries(WAYS)) await take(browser, `${name}-${kind}`, picture, way);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function take(from: Browser, name: string, { report, place, prepare }: Picture, way: Way): Promise<void> {
  const { width, height, scheme = 'light', onPaper } = way;
  const context = await from.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(`${pathToFileURL(join(folder, report, 'index.html')).href}${place}`);
  await page.locator('h1').first().waitFor();
  await prepare?.(page);
  if (onPaper) await page.emulateMedia({ media: 'print' });
  const png = smaller(await page.screenshot());
  await context.close();
  if (png.length > BYTES_MAX) throw new Error(`${name} has ${png.length} bytes: more than ${BYTES_MAX}`);
  writeFileSync(join(DOCS, 'pages', `${name}.png`), png);
  const also = ALSO[name];
  if (also !== undefined) writeFileSync(join(DOCS, also), png);
}

/** The same picture, compressed as well as zlib can: a browser compresses for speed. */
function smaller(png: Buffer): Buffer {
  const [head, chunks] = [png.subarray(0, 8), chunksOf(png)];
  const data = deflateSync(inflateSync(Buffer.concat(chunks.filter(isData).map(({ content }) => content))), {
    level: 9,
    memLevel: 9,
  });
  const first = chunks.findIndex(isData);
  const kept = chunks.flatMap((chunk, i) =>
    isData(chunk) ? (i === first ? [{ ...chunk, content: data }] : []) : [chunk],
  );
  return Buffer.concat([head, ...kept.map(chunkBytes)]);
}

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

function isData({ type }: Chunk): boolean {
  return type === 'IDAT';
}

/** Length, type, content and checksum: PNG (ISO/IEC 15948), section 5.3. */
function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, content: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunkBytes({ type, content }: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
