/**
 * Defines the tests by which an oracle shows that it is sensitive: each bug is put into a copy of the engine, and the oracle's random
 * systems must show it there. In an unchanged copy they must show nothing: a copy that does not run at all would show every bug.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { SeededBug } from './seeded-bugs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = 'dist/src/engine/kernel';
/** Enough to show that a copy runs. */
const CONTROL_SYSTEMS = 20;
const SEED = 6;
const execute = promisify(execFile);

export interface SeededHunt {
  /** In titles: `symmetry`. */
  readonly of: string;
  /** The module beside this one, and its function that gives the first difference in so many systems of a seed, or undefined. */
  readonly module: string;
  readonly find: string;
  readonly bugs: readonly SeededBug[];
  /** Enough to show every bug. */
  readonly systems: number;
  readonly milliseconds: number;
}

export function huntBugs({ of, module, find, bugs, systems, milliseconds }: SeededHunt): void {
  const shownIn = async (folder: string, count: number) => {
    const script = `import { ${find} } from './test/helpers/${module}';
      process.stdout.write((await ${find}(${count}, ${SEED})) ?? '');
      process.exit(0);`;
    return await run(folder, ['--conditions=everywhen-source', '--input-type=module', '-e', script], milliseconds);
  };
  test.serial(`the oracle of ${of} finds nothing in an unchanged copy`, async (t) => {
    t.timeout(milliseconds);
    const folder = copy(t);
    await buildKernel(folder, milliseconds);
    t.is(await shownIn(folder, CONTROL_SYSTEMS), '');
  });
  for (const { what, file, text, instead } of bugs) {
    test.serial(`the oracle of ${of} finds it when ${what}`, async (t) => {
      t.timeout(milliseconds);
      const folder = copy(t);
      const source = readFileSync(join(folder, file), 'utf8');
      t.is(source.split(text).length, 2, `${file} has the text once that is to be replaced: ${text}`);
      writeFileSync(
        join(folder, file),
        source.replace(text, () => instead),
      );
      if (file.startsWith('src/engine/kernel/')) await buildKernel(folder, milliseconds);
      const shown = await shownIn(folder, systems);
      t.log(shown.slice(0, 300));
      t.not(shown, '');
    });
  }
}

function copy(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'everywhen-hunt-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, KERNEL), { recursive: true });
  for (const part of ['package.json', 'src', 'test/helpers', KERNEL]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function buildKernel(folder: string, milliseconds: number): Promise<void> {
  await run(folder, ['src/build/kernel.ts', `${KERNEL}/kernel.wasm`], milliseconds);
}

async function run(cwd: string, words: readonly string[], timeout: number): Promise<string> {
  const { stdout } = await execute(process.execPath, words, { cwd, timeout, maxBuffer: 2 ** 28 });
  return stdout;
}
