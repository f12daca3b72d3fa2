/** The models that come with Everywhen: each system is a folder under `models/`, and each classic and each race is a file. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `.ts` in a checkout, `.js` where Everywhen is installed. */
const EXTENSION = extname(import.meta.url);
const MODELS = new URL('../../models/', import.meta.url);
/** The folders in which each file is a model. */
const COLLECTIONS = ['classics', 'races'];

export interface ShippedModel {
  readonly name: string;
  readonly path: string;
}

/** Systems, then classics, then races, each in alphabetical order. */
export function shippedModels(): readonly ShippedModel[] {
  const systems = entries(MODELS).map((name) => ({
    name,
    path: fileURLToPath(new URL(`${name}/index${EXTENSION}`, MODELS)),
  }));
  return [...systems.filter(({ path }) => existsSync(path)), ...COLLECTIONS.flatMap((name) => filesOf(name))];
}

function filesOf(collection: string): ShippedModel[] {
  const folder = new URL(`${collection}/`, MODELS);
  return entries(folder)
    .filter((file) => extname(file) === EXTENSION && !file.endsWith('.d.ts'))
    .map((file) => ({ name: basename(file, EXTENSION), path: fileURLToPath(new URL(file, folder)) }));
}

function entries(directory: URL): string[] {
  return readdirSync(directory).toSorted();
}
