/**
 * Which modules a run loaded: those that its model imports, and those that were required while it ran. A variant in a module of its
 * own, `require`d in `build`, is loaded by the runs of its cells alone.
 *
 * Several runs of a model share a thread, and Node loads a module once. The modules that a run requires are therefore removed from
 * the cache of `require` when the run ends: the next run that requires one asks for it again. `import()` does not ask twice; a module
 * that it loaded during one run counts as loaded by all later runs.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addImport, broughtBy } from './module-graph.ts';

/** By the name of a module, relative to its model with `/` between folders, the digest of its bytes when it was loaded. */
export interface Loads {
  readonly [name: string]: string;
}

const require = createRequire(import.meta.url);
/** Ours, in every run: runs are told apart by Everywhen's version instead. */
const OURS = [new URL('..', import.meta.url).href, new URL('.', pathToFileURL(require.resolve('immutable'))).href];

/** By the URL of a module, the digest of its bytes when it was loaded. */
const digests = new Map<string, string>();
const CHANGED = 'changed between two runs';
const MISSING = 'missing';
/** The modules loaded before the run that is being noted, and those that this run required. */
let noting: { readonly before: ReadonlySet<string>; readonly required: Set<string> } | undefined;

/** A module resolved another one, or tried to. */
export function noteImport(parent: string, child: string, required: boolean): void {
  const inRun = required && (noting?.before.has(parent) ?? false);
  if (inRun) noting?.required.add(child);
  addImport(parent, child, inRun ? 'in a run' : 'always');
}

/**
 * A module is loaded: its bytes of this moment are what runs. A module that is required again is loaded again; whether it also runs
 * again depends on its kind. If the file has changed meanwhile, it is unknown which bytes ran, and the digest is that of no file.
 */
export function noteLoad(url: string): void {
  if (!isForeign(url)) return;
  const now = digestOf(url);
  digests.set(url, (digests.get(url) ?? now) === now ? now : CHANGED);
}

/** Runs something of the model at a path, and returns what was loaded for it. One call at a time in a thread. */
export async function noteLoads<T>(
  path: string,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly modules: Loads }> {
  const required = new Set<string>();
  noting = { before: new Set(digests.keys()), required };
  try {
    const result = await run();
    return { result, modules: modulesOf(path, required) };
  } finally {
    noting = undefined;
    for (const url of required) if (isForeign(url)) delete require.cache[fileURLToPath(url)];
  }
}

/** The modules loaded so far for the run that is being noted, of the model at a path. */
export function loadsSoFar(path: string): Loads {
  return modulesOf(path, noting?.required ?? new Set());
}

/** Whether these digests are of the bytes that ran. */
export function isCertain(modules: Loads): boolean {
  return !Object.values(modules).includes(CHANGED);
}

function modulesOf(path: string, required: ReadonlySet<string>): Loads {
  const found = broughtBy([pathToFileURL(path).href, ...required]);
  const folder = dirname(path);
  const named = [...found]
    .filter(isForeign)
    .map((url) => [relative(folder, fileURLToPath(url)).replaceAll(sep, '/'), digests.get(url) ?? digestOf(url)]);
  return Object.fromEntries(named.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** Whether a module is a model's, and not ours. */
export function isForeign(url: string): boolean {
  return url.startsWith('file:') && !OURS.some((ours) => url.startsWith(ours));
}

function digestOf(url: string): string {
  return digestOfFile(fileURLToPath(url));
}

/** A file that a model looked for and did not find is part of the model, too. */
export function digestOfFile(file: string): string {
  return isFile(file) ? digest(readFileSync(file)) : MISSING;
}

/** The bytes of a file, or of a mark where there is none. */
export function bytesOf(file: string): Uint8Array | string {
  return isFile(file) ? readFileSync(file) : MISSING;
}

/** `require` may have looked for a folder. */
function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** 128 bits of SHA-256: as short as a name, and too many for a collision. */
export function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
