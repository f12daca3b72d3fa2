/** Loads the model that MODEL on the command line names: a shipped model or a file. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { thrownText, UserError } from '../errors.ts';
import { type AnyModel, isModel } from '../language/model.ts';
import { suggestion } from '../model/names.ts';
import { whilePublished } from '../semantics/beacon.ts';
import { installIdentity } from '../semantics/tracked/identity.ts';
import { confinedFolder, fileWithin } from './confinement.ts';
import { editionUrl, visibleUrl, withoutEditions } from './edition-url.ts';
import { makeVisible, prepareToLoad } from './load-hooks.ts';
import { bytesOf } from './loads.ts';
import { filesOf } from './module-graph.ts';
import { shippedModels } from './shipped.ts';
import { RUNTIME } from './visible/edits.ts';

export interface LoadedModel {
  readonly model: AnyModel;
  /** MODEL as it was given: a command that reproduces something must say it. */
  readonly name: string;
  /** The file whose default export the model is. */
  readonly path: string;
  /** A hash of the bytes of the model's modules. It tells whether a saved trace is of this version of the model. */
  hash(): string;
}

/**
 * Loads a model by name or path. `edition`: after its files have changed, a number above 0 that was not used yet loads them again. Throws `E_MODEL`
 * with the reason if it cannot be loaded.
 */
export async function loadModel(name: string, edition = 0): Promise<LoadedModel> {
  const path = findModel(name);
  prepareToLoad();
  if (edition > 0) forgetRequired(modelFiles(name, edition - 1));
  return await loadAt(name, path, editionUrl(pathToFileURL(path).href, edition));
}

/**
 * Loads a model that is loaded already once more, made *visible* (visible/rewriting.ts). Resolves to the reason, a sentence, if it cannot be.
 */
export async function loadVisible({ name, path }: LoadedModel): Promise<LoadedModel | string> {
  // With its parser: few runs need it.
  const { hidden, visibleModule } = await import('./visible/visible-module.ts');
  installIdentity(RUNTIME);
  makeVisible(visibleModule);
  const url = visibleUrl(pathToFileURL(path).href);
  try {
    const loaded = await loadAt(name, path, url);
    return hidden(url) ?? loaded;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${name} cannot be loaded a second time`;
  }
}

async function loadAt(name: string, path: string, url: string): Promise<LoadedModel> {
  let module: { readonly default?: unknown };
  try {
    module = await whilePublished(`loading '${name}'`, () => import(url));
  } catch (error) {
    throw error instanceof UserError ? error : loadError(name, error);
  }
  if (!isModel(module.default)) {
    throw new UserError('E_MODEL', `'${name}' has no model as its default export.`, {
      hint: 'Write: export default defineModel({ ... });',
    });
  }
  return { model: module.default, name, path, hash: () => hashOf(path, filesOf(url)) };
}

/** Loads models in turn, each once: the time that one takes is its own. Throws as `loadModel`. */
export async function loadModels(names: readonly string[]): Promise<readonly LoadedModel[]> {
  const models: LoadedModel[] = [];
  for (const name of new Set(names)) models.push(await loadModel(name));
  return models;
}

/**
 * The files of a loaded model, including files that it imports and that are missing; of a model that was not loaded, its own file only.
 * Throws `E_MODEL` if there is no such model.
 */
export function modelFiles(name: string, edition = 0): string[] {
  return filesOf(editionUrl(pathToFileURL(findModel(name)).href, edition));
}

/** Modules that a model `require`s are loaded once by their paths. */
function forgetRequired(files: readonly string[]): void {
  const { cache } = createRequire(import.meta.url);
  for (const file of files) delete cache[file];
}

function findModel(name: string): string {
  const shipped = shippedModels();
  const byName = shipped.find((model) => model.name === name);
  if (byName !== undefined) return byName.path;
  const path = looksLikePath(name) || confinedFolder() === undefined ? fileNamed(name) : undefined;
  if (path !== undefined) return path;
  throw new UserError('E_MODEL', looksLikePath(name) ? `there is no file '${name}'.` : `there is no model '${name}'.`, {
    hint: looksLikePath(name)
      ? 'A model is a TypeScript or JavaScript file whose default export is a model.'
      : `${suggestion(
          name,
          shipped.map((model) => model.name),
        )} A file of yours is named by its path, ./${name}.ts.`,
    next: 'everywhen list',
  });
}

function fileNamed(name: string): string | undefined {
  const folder = confinedFolder();
  if (folder !== undefined) return fileWithin(folder, name, 'E_MODEL');
  const path = resolve(name);
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

/** And not like the name of a shipped model. */
export function looksLikePath(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}

function loadError(name: string, error: unknown): UserError {
  const { code, message, stack } =
    error instanceof Error
      ? (error as NodeJS.ErrnoException)
      : { code: undefined, message: thrownText(error), stack: '' };
  if (error instanceof SyntaxError) {
    // The message of a syntax error does not say where it is; the first line of the stack does.
    const place = withoutEditions(stack ?? '').match(/^(?:file:\/\/)?(\/.*:\d+)$/m)?.[1];
    const hint =
      code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
        ? 'Node runs TypeScript by erasing types: no enum, namespace or parameter property.'
        : undefined;
    return new UserError(
      'E_MODEL',
      `'${name}' cannot be parsed: ${message.trim()}${place === undefined ? '' : `\nAt ${place}.`}`,
      { hint },
    );
  }
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return new UserError('E_MODEL', `'${name}' imports a module that does not exist: ${message}`);
  }
  const frame = withoutEditions(stack ?? '').match(/(?:file:\/\/)?(\/[^\s()]+:\d+):\d+\)?$/m)?.[1];
  return new UserError('E_MODEL', `'${name}' throws while it is loaded: ${message}`, {
    hint: frame === undefined ? undefined : `At ${frame}.`,
  });
}

/** A hash of contents and of names relative to the model: it is the same wherever the model is. */
function hashOf(path: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  const named = files
    .map((file) => ({ name: relative(dirname(path), file), file }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, file } of named) hash.update(`${name}\0`).update(bytesOf(file)).update('\0');
  return hash.digest('hex');
}
