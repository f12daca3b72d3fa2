/** The modules that something other than an import asks for, by their path: commands, threads, and what models import. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ASKED_BY_NAME = ['index.js', 'cli/run-process.js'];
/** As every module asks for the file of a thread: the extension is that of the sources, or of what was compiled. */
const BY_URL = /new URL\(`(\.[^`$]+)\$\{extname\(import\.meta\.url\)\}`/g;

const IMPORT = /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"](\.[^'"]+)['"]/gm;

/** Paths relative to `source`. */
export function entriesIn(source: string, modules: readonly string[]): readonly string[] {
  const byUrl = modules.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(BY_URL)].map(([, path = '']) =>
      normalize(join(dirname(file), `${path}.js`)),
    ),
  );
  return [...new Set([...ASKED_BY_NAME, ...byUrl])];
}

/** The modules that a module imports, by paths relative to `source`, packages left out. */
export function importsOf(source: string, file: string): readonly string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, path = '']) => normalize(join(dirname(file), path)));
}
