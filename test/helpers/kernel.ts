/** A kernel that a test compiles from changed sources. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The kernel with one text of one of its files replaced. Throws if the text is not there. Takes some three seconds. */
export function compiledKernel(file: string, text: string, replacement: string): WebAssembly.Module {
  // Inside the project, so that the compiler finds its own modules.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.everywhen-kernel-'));
  try {
    cpSync(join(ROOT, 'src', 'engine', 'kernel'), folder, { recursive: true });
    const source = readFileSync(join(folder, file), 'utf8');
    if (!source.includes(text)) throw new Error(`${file} does not contain '${text}'`);
    writeFileSync(join(folder, file), source.replace(text, replacement));
    const compiler = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    execFileSync(process.execPath, [compiler, 'index.ts', '--config', 'asconfig.json', '-o', 'kernel.wasm'], {
      cwd: folder,
    });
    return new WebAssembly.Module(readFileSync(join(folder, 'kernel.wasm')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
