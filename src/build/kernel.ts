/**
 * Compiles the kernel: `node src/build/kernel.ts FILE`. With `--live`, the kernel of live reports: the same sources with another reserve
 * of memory, which is not shared, and no second memory. With `--sources FOLDER`, other sources (tests change some of them).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withWideAccesses } from './wide-memory.ts';

/** As `asc` does. */
const ROOT = process.cwd();
const KERNEL = 'src/engine/kernel';
const INSTEAD = 'src/live/instead/engine/kernel';
const RESERVE = 'reserve.ts';
/** The text of the module as nested expressions. */
const TEXT = 'kernel.wast';

const { values, positionals } = parseArgs({
  options: { live: { type: 'boolean', default: false }, sources: { type: 'string', default: KERNEL } },
  allowPositionals: true,
});
const [target] = positionals;
if (target === undefined) throw new Error('kernel.ts FILE [--live] [--sources FOLDER]');
const { live, sources } = values;

/** As much of the compilers as is needed here. The types of the first declare a `console` of their own for the whole project. */
interface AssemblyScript {
  main(
    words: readonly string[],
    host: {
      readonly readFile: (name: string, folder: string) => string | null;
      readonly writeFile: (name: string, contents: string | Uint8Array) => void;
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}
interface Binaryen {
  readonly Features: { readonly [name: string]: number };
  parseText(text: string): Module;
  setOptimizeLevel(level: number): void;
  setShrinkLevel(level: number): void;
}
interface Module {
  setFeatures(features: number): void;
  validate(): number;
  optimize(): void;
  emitBinary(): Uint8Array;
}
const ASSEMBLYSCRIPT: string = 'assemblyscript/asc';
/** The one that comes with AssemblyScript. */
const BINARYEN: string = 'assemblyscript/binaryen';
const FEATURES = [
  'Atomics',
  'MutableGlobals',
  'NontrappingFPToInt',
  'SIMD128',
  'BulkMemory',
  'BulkMemoryOpt',
  'SignExt',
  'Memory64',
  'MultiMemory',
];

const text = await compiled();
if (text !== undefined) {
  const file = resolve(target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await optimized(withWideAccesses(text, live ? 1 : 2)));
}

/** Undefined if there are errors, which are printed. */
async function compiled(): Promise<string | undefined> {
  const { main } = (await import(ASSEMBLYSCRIPT)) as AssemblyScript;
  const config = `${live ? INSTEAD : sources}/asconfig.json`;
  let written: string | undefined;
  const { error, stderr } = await main([`${sources}/index.ts`, '--config', config, '-t', TEXT, '--baseDir', ROOT], {
    readFile: (name, folder) => read(resolve(folder, name)),
    writeFile: (_, contents) => {
      written = contents.toString();
    },
  });
  if (error === null) return written;
  process.stderr.write(`${stderr}${error.message}\n`);
  process.exitCode = 1;
  return undefined;
}

/** The accesses to the wide memory are calls up to here. */
async function optimized(linked: string): Promise<Uint8Array> {
  const binaryen = ((await import(BINARYEN)) as { readonly default: Binaryen }).default;
  const module = binaryen.parseText(linked);
  module.setFeatures(FEATURES.reduce((features, name) => features | (binaryen.Features[name] as number), 0));
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  module.optimize();
  if (module.validate() === 0) throw new Error('the kernel with its second memory is no valid module');
  return module.emitBinary();
}

function read(file: string): string | null {
  const isOther = live && file === join(ROOT, KERNEL, RESERVE);
  try {
    return readFileSync(isOther ? join(ROOT, INSTEAD, RESERVE) : file, 'utf8');
  } catch {
    return null;
  }
}
