/**
 * What the process of a command may touch, as flags of Node's permission model: it reads the folder, installed packages and Everywhen,
 * writes nothing and starts no process. Names are checked before (load/confinement.ts); this bounds what the code of a model does. Node
 * calls it a seat belt and no sandbox, and it does not restrict the network.
 */
import { existsSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { ownPackage } from '../../files/own-package.ts';

export function permissionsFor(folder: string): readonly string[] {
  const { home } = ownPackage();
  const readable = [folder, home, ...packagesAbove(folder), ...packagesAbove(home)];
  return [
    '--permission',
    ...new Set(readable.map((path) => `--allow-fs-read=${path}`)),
    // Exploring needs threads, and the watchdog ends an evaluation through the inspector.
    '--allow-worker',
    '--allow-inspector',
    '--disable-warning=SecurityWarning',
  ];
}

/** Where Node looks for the packages that files of a folder import. */
function packagesAbove(folder: string): readonly string[] {
  const found: string[] = [];
  const { root } = parse(folder);
  for (let at = folder; at !== root; ) {
    at = dirname(at);
    found.push(join(at, 'node_modules'));
  }
  return found.filter((path) => existsSync(path));
}
