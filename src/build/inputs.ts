/** What a build is made of: while the digest of these files is the same, so is `dist`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const FOLDERS = ['src', 'models'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json'];
/** Texts for people, and what makes their site, which no step reads. */
const NOT_READ = /\.md$|^src[\\/]site[\\/]/;

/** Costs some 30 ms for 600 files. */
export function inputsDigest(root: string): string {
  const files = FOLDERS.flatMap((folder) => filesBelow(join(root, folder)))
    .map((path) => relative(root, path))
    .filter((path) => !NOT_READ.test(path));
  const hash = createHash('sha256').update(process.version);
  for (const file of [...FILES, ...files.toSorted()]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
