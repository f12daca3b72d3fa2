/** The models that come with Everywhen: each system is a folder under `models/`, and each classic is a file. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `.ts` in a checkout, `.js` where Everywhen is installed. */
const EXTENSION = extname(import.meta.url);
const MODELS = new URL('../../models/', import.meta.url);

export interface ShippedModel {
  readonly name: string;
  readonly path: string;
}

/** In alphabetical order, systems before classics. */
export function shippedModels(): readonly ShippedModel[] {
  const systems = entries(MODELS).map((name) => ({
    name,
    path: fileURLToPath(new URL(`${name}/index${EXTENSION}`, MODELS)),
  }));
  const classics = new URL('classics/', MODELS);
  const files = entries(classics).filter((file) => extname(file) === EXTENSION && !file.endsWith('.d.ts'));
  return [
    ...systems.filter(({ path }) => existsSync(path)),
    ...files.map((file) => ({ name: basename(file, EXTENSION), path: fileURLToPath(new URL(file, classics)) })),
  ];
}

function entries(directory: URL): string[] {
  return readdirSync(directory).toSorted();
}
