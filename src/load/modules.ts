/**
 * How model files are loaded, wherever they stand: `everywhen` and `immutable` are ours for all of them, so that a model and
 * the checker mean the same classes by the same names; and the modules that each one imports are remembered.
 */

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteImport, noteLoad } from './loads.ts';

const PUBLIC_NAMES = new URL(`../index${extname(import.meta.url)}`, import.meta.url).href;

/** By the URL of a module, the URLs of those that it imports. */
const imports = new Map<string, Set<string>>();
let registered = false;

/** From here on, models can be imported. Once is enough for a thread. */
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
      try {
        const resolved = nextResolve(specifier, from);
        if (parent !== undefined) remember(parent, resolved.url);
        if (parent !== undefined) noteImport(parent, resolved.url, required);
        return resolved;
      } catch (error) {
        // What is missing is part of the model, too.
        const { url } = error as { readonly url?: string };
        if (parent !== undefined && url !== undefined) remember(parent, url);
        if (parent !== undefined && specifier.startsWith('.')) {
          noteImport(parent, new URL(specifier, parent).href, required);
        }
        throw error;
      }
    },
    // A package.json without "type" would have Node parse an ES module twice and complain about it on stderr.
    load(url, context, nextLoad) {
      const undecided = context.format === null || context.format === undefined;
      const module = undecided && /\.[jt]s$/.test(url) && looksLikeModule(url);
      noteLoad(url);
      return nextLoad(
        url,
        module ? { ...context, format: url.endsWith('.ts') ? 'module-typescript' : 'module' } : context,
      );
    },
  });
}

function remember(parent: string, child: string): void {
  const children = imports.get(parent) ?? new Set();
  imports.set(parent, children.add(child));
}

function looksLikeModule(url: string): boolean {
  return url.startsWith('file:') && /^\s*(import|export)\b/m.test(readFileSync(fileURLToPath(url), 'utf8'));
}

/** The files of a module and of all that it imports, except installed packages and Everywhen itself. */
export function filesOf(url: string): string[] {
  const found = new Set([url]);
  for (const module of found) {
    for (const imported of imports.get(module) ?? []) {
      if (imported.startsWith('file:') && !imported.includes('/node_modules/')) found.add(imported);
    }
  }
  return Array.from(found, (module) => fileURLToPath(module));
}
