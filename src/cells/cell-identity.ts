/**
 * The inputs that the result of a finished cell depends on: the bytes of every module that its run loaded, the parameters, the audit that
 * was asked for, and the checker itself with its lock file and Node. While none of them has changed, the cell need not be run again.
 *
 * Limits on states, time and memory are not part of them: a cell that finished did not reach its limits, and a cell that did not finish is
 * never taken for finished.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest, digestOfFile, type Loads } from '../load/loads.ts';
import { CHECKER_LAYERS } from './checker-layers.ts';

export interface CellIdentity {
  /** Over the fields below and the key of the cell. */
  readonly digest: string;
  /** Of the checker, its dependencies and Node. */
  readonly engine: string;
  /** What was asked for beyond the parameters: the audit. */
  readonly bounds: string;
  /** Of the model's modules, by names relative to it. */
  readonly modules: Loads;
}

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const EXTENSION = extname(import.meta.url);
/** A build joins the modules of the layers into two files (build/bundle.ts). */
const BUNDLED = /^chunks\/(checker|threads)-.*\.js$/;

export function identityOf(key: string, { engine, bounds, modules }: Omit<CellIdentity, 'digest'>): CellIdentity {
  return { digest: digest(JSON.stringify([key, engine, bounds, Object.entries(modules)])), engine, bounds, modules };
}

let known: string | undefined;

/** Of the checker's own files, the kernel, the lock file (of an installed package, its exact dependencies) and Node. */
export function engineDigest(): string {
  known ??= digest(
    [...checkerFiles(), ...dependencyFiles()]
      .map(({ name, path }) => `${name} ${digest(readFileSync(path))}`)
      .concat(process.version)
      .join('\n'),
  );
  return known;
}

interface NamedFile {
  readonly name: string;
  readonly path: string;
}

function checkerFiles(): readonly NamedFile[] {
  const kernel = ['engine/kernel/kernel.wasm', '../dist/src/engine/kernel/kernel.wasm'].map((file) =>
    join(SOURCES, file),
  );
  const bundled = filesBelow('chunks').filter((name) => BUNDLED.test(name));
  const files = bundled.length > 0 ? bundled : [`errors${EXTENSION}`, ...CHECKER_LAYERS.flatMap(filesBelow)];
  return [
    ...[`index${EXTENSION}`, ...files.toSorted()].map((name) => ({ name, path: join(SOURCES, name) })),
    ...kernel
      .filter((path) => existsSync(path))
      .slice(0, 1)
      .map((path) => ({ name: 'kernel.wasm', path })),
  ];
}

/** Modules below a folder of `SOURCES`, by their paths there. */
function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(SOURCES, folder))) return [];
  return readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(EXTENSION) && !file.endsWith('.d.ts'))
    .map((file) => `${folder}/${file}`);
}

function dependencyFiles(): readonly NamedFile[] {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('everywhen/package.json');
  const lock = join(dirname(manifest), 'package-lock.json');
  const immutable = resolve(dirname(require.resolve('immutable')), '..', 'package.json');
  return [
    { name: 'lock', path: existsSync(lock) ? lock : manifest },
    ...(existsSync(immutable) ? [{ name: 'immutable', path: immutable }] : []),
  ];
}

/** Finds modules that have changed or no longer exist. */
export class ModuleWatch {
  readonly #digests = new Map<string, string>();

  /** The changed modules, by name, of the model at a path. Each file is read once, however many cells name it. */
  changed(path: string, modules: Loads): readonly string[] {
    return Object.entries(modules)
      .filter(([name, loaded]) => this.#digestOf(resolve(dirname(path), name)) !== loaded)
      .map(([name]) => name);
  }

  #digestOf(file: string): string {
    const known = this.#digests.get(file) ?? digestOfFile(file);
    this.#digests.set(file, known);
    return known;
  }
}
