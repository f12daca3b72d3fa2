/** Modules in the visible edition of a model: what Node loads of them, and which of them cannot be made visible. */
import { type LoadFnOutput, stripTypeScriptTypes } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutEdition } from '../edition-url.ts';
import { broughtBy } from '../module-graph.ts';
import { Invisible } from './invisible.ts';
import { visibleForm } from './rewriting.ts';

/** By the URL of a module, why it cannot be made visible. */
const reasons = new Map<string, string>();

/** What Node loads in place of a module. One that cannot be made visible is loaded as it is, and noted. */
export function visibleModule(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const { format, source } = loaded;
  if (format === 'json') return loaded;
  try {
    if (format !== 'module' && format !== 'module-typescript') throw new Invisible('is no ES module', '', 0);
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
    const script = format === 'module' ? text : withoutTypes(text);
    return { ...loaded, format: 'module', source: visibleForm(script) };
  } catch (error) {
    if (!(error instanceof Invisible)) throw error;
    const file = relative(process.cwd(), fileURLToPath(withoutEdition(url)));
    reasons.set(url, `${file}:${error.line} ${error.message}`);
    return loaded;
  }
}

/** Why a module, or one that it brings along, cannot be made visible: where and what, as a part of a sentence. Undefined if all are. */
export function hidden(url: string): string | undefined {
  return broughtBy([url])
    .values()
    .map((module) => reasons.get(module))
    .find((reason) => reason !== undefined);
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
