/** Modules in the visible edition of a model: what Node loads of them, and which of them cannot be made visible. */
import { type LoadFnOutput, stripTypeScriptTypes } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutEdition } from '../edition-url.ts';
import { isForeign } from '../loads.ts';
import { broughtBy } from '../module-graph.ts';
import { Invisible } from './invisible.ts';
import { visibleForm } from './rewriting.ts';

/** By the URL of a module that was loaded here, why it cannot be made visible; undefined if it is visible. */
const reasons = new Map<string, string | undefined>();

/** What Node loads in place of a module. One that cannot be made visible is loaded as it is, and noted. */
export function visibleModule(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const { format, source } = loaded;
  try {
    if (format === 'json') return noted(url, undefined, loaded);
    if (format !== 'module' && format !== 'module-typescript') throw new Invisible('is no ES module', '', 0);
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
    const script = format === 'module' ? text : withoutTypes(text);
    return noted(url, undefined, { ...loaded, format: 'module', source: visibleForm(script) });
  } catch (error) {
    const [line, why] = error instanceof Invisible ? [`:${error.line}`, error.message] : ['', 'cannot be parsed'];
    return noted(url, `${fileOf(url)}${line} ${why}`, loaded);
  }
}

function noted(url: string, reason: string | undefined, loaded: LoadFnOutput): LoadFnOutput {
  reasons.set(url, reason);
  return loaded;
}

function fileOf(url: string): string {
  return url.startsWith('file:') ? relative(process.cwd(), fileURLToPath(withoutEdition(url))) : url;
}

/** Why a module, or one that it brings along, cannot be made visible: where and what, as a part of a sentence. Undefined if all are. */
export function hidden(url: string): string | undefined {
  return broughtBy([url])
    .values()
    .map((module) =>
      reasons.has(module) || isTrusted(module) ? reasons.get(module) : `${fileOf(module)} is no module of its own`,
    )
    .find((reason) => reason !== undefined);
}

/** Everywhen, Immutable, and what a module that imports it by name was allowed to import of Node. */
function isTrusted(module: string): boolean {
  return module.startsWith('node:') || (module.startsWith('file:') && !isForeign(module));
}

/** Node calls this function experimental, and types are erased by it wherever a model is loaded. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  try {
    process.emitWarning = () => {};
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
