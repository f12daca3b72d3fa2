/**
 * Compiles the kernel of live reports: `node src/build/live-kernel.ts FILE`. The sources are those of the engine's kernel, with another
 * reserve of memory, which is not shared.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** As `asc` does. */
const ROOT = process.cwd();
const KERNEL = 'src/engine/kernel';
const RESERVE = `${KERNEL}/reserve.ts`;
const INSTEAD = 'src/live/instead/engine/kernel';
/** One thread with its own memory. Its atomic accesses are ordinary ones to WebAssembly, but they are instructions of `threads`. */
const WORDS = ['--config', `${INSTEAD}/asconfig.json`];

/** As much of the compiler as is needed here. Its types declare a `console` of their own for the whole project. */
interface Compiler {
  main(
    words: readonly string[],
    host: {
      readonly readFile: (name: string, folder: string) => string | null;
      readonly writeFile: (name: string, contents: string | Uint8Array) => void;
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}
const COMPILER: string = 'assemblyscript/asc';
const { main } = (await import(COMPILER)) as Compiler;

const target = resolve(process.argv[2] ?? join(ROOT, 'dist/src/live/kernel.wasm'));
const { error, stderr } = await main([`${KERNEL}/index.ts`, ...WORDS, '-o', 'kernel.wasm', '--baseDir', ROOT], {
  readFile: (name, folder) => read(resolve(folder, name)),
  writeFile: (_, contents) => {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  },
});
if (error !== null) {
  process.stderr.write(`${stderr}${error.message}\n`);
  process.exitCode = 1;
}

function read(file: string): string | null {
  try {
    return readFileSync(file === join(ROOT, RESERVE) ? join(ROOT, INSTEAD, 'reserve.ts') : file, 'utf8');
  } catch {
    return null;
  }
}
