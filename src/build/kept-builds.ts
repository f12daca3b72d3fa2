/**
 * A build takes the place of `dist` while commands of the last one run, and these load modules late: threads, reporters, the kernel. Each
 * build therefore stays under `.build/`, by its inputs, and the command runs there (`cli/everywhen.ts`): it never mixes two builds.
 * `dist` has the same files, by hard links.
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A build that was replaced may still run: nights take hours. */
const KEPT_DAYS = 7;
const KEPT = 'of-';
/** In a build. */
export const STAMP = '.inputs';
/** As many characters of the digest as `cli/everywhen.ts` looks for. */
const DIGEST_CHARACTERS = 16;

/** Moves a build, which was made in a folder of its own beside them, into its places. `beside` is on the file system of `dist`. */
export function putInPlace(folder: string, dist: string, beside: string, inputs: string): void {
  const kept = keptAs(beside, inputs);
  const replaced = keptAs(beside, stampOf(dist) ?? '');
  const old = `${folder}-old`;
  if (!existsSync(kept)) keep(folder, kept);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(folder, dist);
  rmSync(old, { recursive: true, force: true });
  removeOld(beside, [kept, replaced]);
}

/** The digest of the inputs that a build was made of. */
export function stampOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, STAMP), 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a folder under `.build/` is a finished build. */
export function isKept(name: string): boolean {
  return name.startsWith(KEPT);
}

function keptAs(beside: string, inputs: string): string {
  return join(beside, `${KEPT}${inputs.slice(0, DIGEST_CHARACTERS)}`);
}

/** The name appears when all files are there. A file system without hard links keeps no build: there, commands run in `dist`. */
function keep(folder: string, kept: string): void {
  const partial = `${folder}-kept`;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const copy = join(partial, relative(folder, file));
      mkdirSync(dirname(copy), { recursive: true });
      linkSync(file, copy);
    }
    renameSync(partial, kept);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The time of a folder is when its build was last put in place or replaced. */
function removeOld(beside: string, inUse: readonly string[]): void {
  const now = Date.now();
  for (const name of readdirSync(beside).filter(isKept)) {
    const folder = join(beside, name);
    if (inUse.includes(folder)) utimesSync(folder, now / 1000, now / 1000);
    else if (now - statSync(folder).mtimeMs > KEPT_DAYS * 24 * 3600 * 1000) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
