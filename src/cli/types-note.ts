/** How to get types, said on a terminal if no editor finds those of `everywhen` from where a model is. */
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { paragraph } from '../trace/table.ts';

const NOTE =
  "No editor finds the types of 'everywhen' from this file's folder. " +
  'npx everywhen init starts a project that has them; npm i -D everywhen adds them to an existing project.';

/** A model runs without them. */
export function noteMissingTypes(path: string): void {
  if (!process.stderr.isTTY || !/\.[cm]?ts$/.test(path) || hasTypes(path)) return;
  process.stderr.write(`${paragraph(NOTE).join('\n')}\n`);
}

/** As the compiler looks for them. `require.resolve` would be noted as an import of the model. */
export function hasTypes(path: string): boolean {
  try {
    return findPackageJSON('everywhen', pathToFileURL(path)) !== undefined;
  } catch {
    return false;
  }
}
