/**
 * The one folder from which a process loads models, where a program names them and no person has read the names. A name that leads out of
 * it is refused before the file system is asked, and so is an import of a model; packages are found as usual.
 *
 * A model is code: this keeps names and imports inside, and not what the code does (cli/mcp/permissions.ts).
 */
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inertLine, shortened, UserError } from '../errors.ts';
import { ownPackage } from '../files/own-package.ts';

const NAME_MAX = 1000;
/** What looks like the slash or backslash of a path and is none, or becomes one in another normal form. */
const LOOKALIKES = /[\u2044\u2215\u29f5\u29f8\ufe68\uff0f\uff3c]/u;

interface Confinement {
  /** Without links. */
  readonly folder: string;
  /** Everywhen's own package: shipped models are there. */
  readonly home: string;
}

let confinement: Confinement | undefined;

/** From here on this process loads models of the folder, and shipped ones. */
export function confineModels(folder: string): void {
  const { home } = ownPackage();
  confinement = { folder: realpathSync(folder), home: realpathSync(home) };
}

export function confinedFolder(): string | undefined {
  return confinement?.folder;
}

/** The path of a file in a folder, which has no link in it. Throws `code` where a name leads elsewhere or is of no file. */
export function fileWithin(folder: string, name: string, code: 'E_MODEL' | 'E_TRACE'): string {
  const shown = inertLine(shortened(name, 100));
  const refuse = (why: string): UserError =>
    new UserError(code, `'${shown}' ${why}.`, {
      hint: 'Only files of the folder in which the server was started are read: name one by its path from there.',
    });
  if (name.length > NAME_MAX) throw refuse(`has more than ${NAME_MAX} characters`);
  if (name.trim() === '') throw refuse('is no name');
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name) || name.normalize('NFKC') !== name || LOOKALIKES.test(name)) {
    throw refuse('has characters that look like others, or like none');
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(name)) throw refuse('is a URL, and no path');
  if (name.includes('\\')) throw refuse('has a backslash');
  if (name.split('/').includes('..')) throw refuse("has '..' in it");
  const path = resolve(folder, name);
  if (!isBelow(folder, path)) throw refuse('is outside the folder of the server');
  let stats: Stats | undefined;
  let at = folder;
  for (const segment of relative(folder, path).split(sep)) {
    at = join(at, segment);
    stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) throw new UserError(code, `there is no file '${shown}'.`);
    if (stats.isSymbolicLink()) throw refuse('is a symbolic link, or leads through one');
  }
  if (!stats?.isFile()) throw refuse('is not a file');
  return path;
}

/** Before a module is looked for: throws `E_MODEL` for a specifier that leads out of the folder. Nothing is refused in other processes. */
export function mustLeadInside(specifier: string, parent: string | undefined): void {
  if (confinement === undefined || parent === undefined || !isNamedByPath(specifier)) return;
  const url = URL.parse(specifier, parent);
  if (url?.protocol === 'file:') mustBeInside(url.href, specifier, parent);
}

/** After it was found, links followed, and before it is read. */
export function mustBeInside(url: string, specifier: string, parent: string | undefined): void {
  if (confinement === undefined || parent === undefined || !url.startsWith('file:')) return;
  const { folder, home } = confinement;
  const path = fileURLToPath(url);
  if (isBelow(folder, path) || isBelow(home, path)) return;
  const isOfPackage = parent.includes('/node_modules/') || parent.startsWith(new URL('..', import.meta.url).href);
  if (url.includes('/node_modules/') && (isOfPackage || !isNamedByPath(specifier))) return;
  const importer = relative(folder, fileURLToPath(parent));
  throw new UserError(
    'E_MODEL',
    `'${inertLine(importer)}' imports '${inertLine(shortened(specifier, 100))}', which is outside the folder of the server.`,
    { hint: 'A model may import files of that folder, and installed packages.' },
  );
}

/** And not by the name of a package. */
function isNamedByPath(specifier: string): boolean {
  return /^([./#\\]|[a-z][a-z\d+.-]*:)/i.test(specifier);
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
