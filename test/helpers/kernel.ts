/** A kernel that a test compiles from changed sources. The result is kept, because a compilation takes some three seconds. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = join(ROOT, 'src', 'engine', 'kernel');
const COMPILER = join(ROOT, 'node_modules', 'assemblyscript');
/** What compiles it, and what that uses. */
const BUILDERS = ['kernel.ts', 'wide-memory.ts'].map((name) => join(ROOT, 'src', 'build', name));
/** Inside the project, so that the compiler resolves its own modules. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'everywhen-kernels');
const WAIT_MS = 50;

/** The kernel with one text of one of its files replaced. Throws if the text is not there. */
export function compiledKernel(file: string, text: string, replacement: string): WebAssembly.Module {
  const sources = new Map(
    readdirSync(SOURCES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(SOURCES, file), readFileSync(file, 'utf8')]),
  );
  const source = sources.get(file) ?? '';
  if (!source.includes(text)) throw new Error(`${file} does not say '${text}'`);
  sources.set(file, source.replace(text, replacement));
  return new WebAssembly.Module(readFileSync(compiledOnce(sources)));
}

/** The compiled file of these sources. Processes of other tests that need the same file wait for it. */
function compiledOnce(sources: ReadonlyMap<string, string>): string {
  const { version } = JSON.parse(readFileSync(join(COMPILER, 'package.json'), 'utf8'));
  const digest = createHash('sha256')
    .update(JSON.stringify([version, ...BUILDERS.map((file) => readFileSync(file, 'utf8')), ...sources]))
    .digest('hex');
  const compiled = join(CACHE, `${digest}.wasm`);
  mkdirSync(CACHE, { recursive: true });
  while (!existsSync(compiled)) {
    const lock = `${compiled}.lock`;
    if (isTaken(lock)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
      continue;
    }
    try {
      compile(sources, compiled);
    } finally {
      rmSync(lock, { force: true });
    }
  }
  return compiled;
}

/** Takes the lock; returns whether another process has it instead. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return false;
  } catch {
    if (!isAlive(holderOf(lock))) rmSync(lock, { force: true });
    return true;
  }
}

function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    // It was released in the meantime.
    return process.pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}

function compile(sources: ReadonlyMap<string, string>, target: string): void {
  const folder = mkdtempSync(join(CACHE, 'compiling-'));
  try {
    for (const [name, source] of sources) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), source);
    }
    const words = [join(folder, 'kernel.wasm'), '--sources', relative(ROOT, folder)];
    execFileSync(process.execPath, [BUILDERS[0] as string, ...words], { cwd: ROOT });
    // Renamed, so that other processes see the complete file or none.
    renameSync(join(folder, 'kernel.wasm'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
