/** Which module imports which: one graph for a thread, filled by the hooks that load models. All modules are named by their URLs. */
import { fileURLToPath } from 'node:url';

/**
 * `always`: the module brings the other one along wherever it is loaded. `in a run`: it was loaded already, and required the other one
 * while a cell ran; another cell may not.
 */
type Brings = 'always' | 'in a run';

const imports = new Map<string, Map<string, Brings>>();

/** An import that always happens is never downgraded. */
export function addImport(parent: string, child: string, brings: Brings): void {
  const children = imports.get(parent) ?? new Map<string, Brings>();
  imports.set(parent, children);
  if (brings === 'always' || !children.has(child)) children.set(child, brings);
}

/** The given modules with all modules that they always bring along. */
export function broughtBy(urls: Iterable<string>): ReadonlySet<string> {
  return reachable(urls, (brings) => brings === 'always');
}

/**
 * The files of a module and of all that it ever imported, or tried to import, except installed packages and Everywhen itself.
 * These files are hashed and watched.
 */
export function filesOf(url: string): string[] {
  const modules = reachable([url], (_, child) => child.startsWith('file:') && !child.includes('/node_modules/'));
  return Array.from(modules, (module) => fileURLToPath(module));
}

function reachable(urls: Iterable<string>, follow: (brings: Brings, child: string) => boolean): ReadonlySet<string> {
  const found = new Set(urls);
  for (const url of found) {
    for (const [child, brings] of imports.get(url) ?? []) if (follow(brings, child)) found.add(child);
  }
  return found;
}
