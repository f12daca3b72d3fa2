/**
 * How model files are loaded, wherever they are: `everywhen` and `immutable` resolve to Everywhen's own copies, so that a model and the
 * checker use the same classes. Every import is noted.
 */

import { readFileSync } from 'node:fs';
import { type LoadFnOutput, registerHooks } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { mustBeInside, mustLeadInside } from './confinement.ts';
import { inEdition, isVisibleUrl, withoutEdition } from './edition-url.ts';
import { isForeign, noteImport, noteLoad } from './loads.ts';

const PUBLIC_NAMES = new URL(`../index${extname(import.meta.url)}`, import.meta.url).href;

let registered = false;
let visible: ((url: string, loaded: LoadFnOutput) => LoadFnOutput) | undefined;

/** Says how modules of the visible edition of a model are loaded. */
export function makeVisible(how: (url: string, loaded: LoadFnOutput) => LoadFnOutput): void {
  visible = how;
}

/** From here on, models can be imported. The hooks are registered once in each thread. */
export function prepareToLoad(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === 'everywhen') return { url: PUBLIC_NAMES, shortCircuit: true };
      const installed = context.parentURL?.includes('/node_modules/') ?? false;
      const from = specifier === 'immutable' && !installed ? { ...context, parentURL: import.meta.url } : context;
      const { parentURL: parent } = context;
      const required = context.conditions.includes('require');
      mustLeadInside(specifier, parent);
      try {
        const plain = nextResolve(specifier, from);
        mustBeInside(plain.url, specifier, parent);
        // What a module of an edition imports is of that edition, too.
        const isOwn = isForeign(plain.url) && !plain.url.includes('/node_modules/');
        const resolved = parent !== undefined && isOwn ? { ...plain, url: inEdition(plain.url, parent) } : plain;
        if (parent !== undefined) noteImport(parent, resolved.url, required);
        return resolved;
      } catch (error) {
        if (error instanceof UserError) throw error;
        // A module that is missing is part of the model, too.
        const missing = (error as { readonly url?: string }).url ?? relativeUrl(specifier, parent);
        if (parent !== undefined && missing !== undefined) noteImport(parent, missing, required);
        throw error;
      }
    },
    // A package.json without "type" would have Node parse an ES module twice and complain about it on stderr.
    load(url, context, nextLoad) {
      const undecided = context.format === null || context.format === undefined;
      const bare = withoutEdition(url);
      const module = undecided && /\.[jt]s$/.test(bare) && looksLikeModule(url);
      noteLoad(url);
      const known = module ? { ...context, format: bare.endsWith('.ts') ? 'module-typescript' : 'module' } : context;
      const loaded = nextLoad(url, known);
      return visible !== undefined && isVisibleUrl(url) ? visible(url, loaded) : loaded;
    },
  });
}

/** `require` does not say which file it looked for. */
function relativeUrl(specifier: string, parent: string | undefined): string | undefined {
  return specifier.startsWith('.') ? URL.parse(specifier, parent)?.href : undefined;
}

function looksLikeModule(url: string): boolean {
  return url.startsWith('file:') && /^\s*(import|export)\b/m.test(readFileSync(fileURLToPath(url), 'utf8'));
}
