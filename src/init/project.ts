/**
 * A project of one's own: a model, a test of it, and what both need. The files are those of `template/`, each under its name without
 * `.template`: npm would leave a `.gitignore` out of the package, and TypeScript would compile a model.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { ownPackage } from '../files/own-package.ts';

const TEMPLATE = fileURLToPath(new URL('./template', import.meta.url));
const ENDING = '.template';

export interface Project {
  /** Files that were missing. Names are relative to the folder, in alphabetical order. */
  readonly written: readonly string[];
  /** Files that were there with the same content. */
  readonly kept: readonly string[];
}

/**
 * Writes the files of a project that are missing in the folder. Throws `E_USAGE` before anything is written if one of them is there
 * with other content: no file is ever overwritten.
 */
export function makeProject(folder: string): Project {
  const files = projectFiles();
  const names = [...files.keys()].toSorted();
  const present = names.filter((name) => isThere(join(folder, name)));
  mustNotDiffer(
    folder,
    present.filter((name) => contentOf(join(folder, name)) !== files.get(name)),
  );
  const missing = names.filter((name) => !present.includes(name));
  try {
    for (const name of missing) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      // Fails if the file has appeared meanwhile.
      writeFileSync(join(folder, name), files.get(name) ?? '', { flag: 'wx' });
    }
  } catch (error) {
    throw new UserError('E_USAGE', `the project cannot be written: ${(error as Error).message}`);
  }
  return { written: missing, kept: present };
}

/** Content by name. */
export function projectFiles(): ReadonlyMap<string, string> {
  const versions = packageVersions();
  const paths = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ENDING))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [
      relative(TEMPLATE, path).slice(0, -ENDING.length).replaceAll(sep, '/'),
      readFileSync(path, 'utf8').replaceAll(/\{\{([^{}]+)\}\}/g, (_, name: string) => versions[name] ?? ''),
    ]),
  );
}

/** Of Everywhen itself, and of the tools with which it is tested. */
function packageVersions(): { readonly [name: string]: string } {
  const { version, devDependencies } = ownPackage();
  return { ...devDependencies, everywhen: version };
}

function mustNotDiffer(folder: string, different: readonly string[]): void {
  if (different.length === 0) return;
  const [has, them] = different.length === 1 ? ['has a file', 'it'] : ['has files', 'them'];
  throw new UserError('E_USAGE', `'${folder}' ${has} with other content: ${different.join(', ')}`, {
    hint: `Nothing was written. Move ${them} away, or choose another folder.`,
    next: 'everywhen init my-models',
  });
}

/** A link that leads nowhere is there, too, and so is a file in the place of a folder. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Undefined of a folder, and of what cannot be read. */
function contentOf(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
