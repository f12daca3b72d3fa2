/**
 * What makes a report live: one script with the models, their modules and the engine, and the kernel that the engine needs in a
 * browser. Nothing stands twice in the script, so models and engine have the same `everywhen` and `immutable`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { UserError } from '../errors.ts';

export interface ModelToEmbed {
  /** As the report names it. */
  readonly name: string;
  /** The file whose default export the model is. */
  readonly path: string;
}

export interface LiveParts {
  readonly script: string;
  readonly kernel: Uint8Array;
  /** The number of the models' files, and of those that they import. */
  readonly files: number;
}

const EXTENSION = extname(import.meta.url);
/** `src`, or what was compiled of it. */
const OURS = fileURLToPath(new URL('..', import.meta.url));
const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));
const INSTEAD = fileURLToPath(new URL('instead', import.meta.url));
/** A build joins into one file what of us runs in a browser: the public names, and what answers the page (build/bundle.ts). */
const JOINED = [join(OURS, 'live', 'in-browser.js')].find((file) => existsSync(file));
const PUBLIC_NAMES = JOINED ?? join(OURS, `index${EXTENSION}`);
const ANSWERING = JOINED ?? join(OURS, 'live', `answering${EXTENSION}`);
const ENTRY = 'live.js';
const KERNELS = ['kernel.wasm', '../../dist/src/live/kernel.wasm'];

/** Throws `E_EMBED` for a model that cannot run in a browser. */
export async function livePartsOf(models: readonly ModelToEmbed[]): Promise<LiveParts> {
  const { outputFiles, metafile } = await bundled(models);
  const [{ text: script } = { text: '' }] = outputFiles;
  const files = Object.keys(metafile.inputs).filter(isOfModel);
  return { script, kernel: kernelBytes(), files: files.length };
}

/** Neither of Everywhen nor of an installed package, such as `immutable`; the models that come with Everywhen are in a package, too. */
function isOfModel(input: string): boolean {
  const file = resolve('/', input);
  return file.startsWith(MODELS) || (input !== ENTRY && !file.startsWith(OURS) && !file.includes('/node_modules/'));
}

async function bundled(models: readonly ModelToEmbed[]) {
  try {
    return await build({
      stdin: { contents: entryOf(models), resolveDir: OURS, sourcefile: ENTRY },
      absWorkingDir: '/',
      bundle: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
      // As the browsers do that have what the pages need; types are erased as Node erases them, whatever a tsconfig.json says.
      target: 'es2024',
      // Chromium starts no thread with a module from a page that was opened as a file.
      format: 'iife',
      banner: { js: "'use strict';" },
      tsconfigRaw: {},
      // Packages resolve as in Node.
      platform: 'node',
      // Names of classes are part of values.
      keepNames: true,
      minify: true,
      charset: 'utf8',
      legalComments: 'none',
      plugins: [ownModules, noNodeModules],
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

function entryOf(models: readonly ModelToEmbed[]): string {
  const loaders = models.map(({ name, path }) => `[${JSON.stringify(name)}]: () => import(${JSON.stringify(path)})`);
  return `import { answerOn } from ${JSON.stringify(ANSWERING)};
answerOn(globalThis.everywhenPort ?? globalThis, { __proto__: null, ${loaders.join(', ')} });`;
}

/**
 * `everywhen` and `immutable` are ours, as when Node loads a model (load/load-hooks.ts); modules of ours that only Node can run are
 * replaced by those of `instead`, which mirrors their folders.
 */
const ownModules: Plugin = {
  name: 'own modules',
  setup(bundler) {
    bundler.onResolve({ filter: /^everywhen$/ }, () => ({ path: PUBLIC_NAMES }));
    bundler.onResolve({ filter: /^immutable$/ }, ({ importer, kind }) =>
      importer.includes('/node_modules/') || importer === OURS
        ? undefined
        : bundler.resolve('immutable', { importer: OURS, resolveDir: OURS, kind }),
    );
    bundler.onResolve({ filter: /^\./ }, ({ importer, path }) => {
      if (!importer.startsWith(OURS) || importer.startsWith(INSTEAD)) return undefined;
      const standIn = join(INSTEAD, relative(OURS, resolve(dirname(importer), path)));
      return existsSync(standIn) ? { path: standIn } : undefined;
    });
  },
};

/** A browser has no modules of Node. */
const noNodeModules: Plugin = {
  name: 'no modules of Node',
  setup(bundler) {
    bundler.onResolve({ filter: new RegExp(`^(node:.*|(${builtinModules.join('|')})(/.*)?)$`) }, ({ path }) => ({
      errors: [{ text: `imports '${path}', which only Node has.` }],
    }));
  },
};

/** The first error, with the file in which it is. */
function refusalOf(error: unknown): unknown {
  const [first] = (error as Partial<BuildFailure>).errors ?? [];
  if (first === undefined) return error;
  const { file = '', line = 0 } = first.location ?? {};
  const place = relative(process.cwd(), resolve('/', file));
  const why = first.text.startsWith('imports ') ? first.text : `cannot be embedded: ${first.text}`;
  return new UserError('E_EMBED', `'${place}' (line ${line}) ${why}`, {
    hint: 'A live report runs its models in a browser. Without `,live` the report has all results and traces.',
    next: 'everywhen matrix --reporter html=FOLDER',
  });
}

function kernelBytes(): Uint8Array {
  const found = KERNELS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) throw new Error('the kernel of live reports is not there: npm run build');
  return readFileSync(found);
}
