/** The oracle of test/engine/partial-order-oracle.test.ts on many more systems, and its sensitivity to rules that are left out. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { partialOrderAgrees } from '../helpers/partial-order-agreement.ts';
import { SEEDED_ORDER_BUGS } from '../helpers/seeded-order-bugs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = 'dist/src/engine/kernel';
/** Enough to show every bug. */
const SYSTEMS = 3000;
const HUNT_MS = 1_200_000;
const execute = promisify(execFile);

test.serial(
  'with stubborn sets, 5,000 random systems have the findings and the entries of the reference',
  async (t) => {
    t.timeout(7_200_000);
    await partialOrderAgrees(t, { numRuns: 5000, seed: 22, secondsMax: 110 * 60 });
  },
);

for (const { what, file, text, instead } of SEEDED_ORDER_BUGS) {
  test.serial(`the oracle of partial order finds it when ${what}`, async (t) => {
    t.timeout(HUNT_MS);
    const folder = mkdtempSync(join(tmpdir(), 'everywhen-order-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, KERNEL), { recursive: true });
    for (const part of ['package.json', 'src', 'test/helpers', KERNEL]) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const source = readFileSync(join(folder, file), 'utf8');
    writeFileSync(
      join(folder, file),
      source.replace(text, () => instead),
    );
    const run = (args: readonly string[]) =>
      execute(process.execPath, args, { cwd: folder, timeout: HUNT_MS, maxBuffer: 2 ** 28 });
    if (file.startsWith('src/engine/kernel/')) await run(['src/build/kernel.ts', `${KERNEL}/kernel.wasm`]);
    const script = `import { firstPartialOrderDifference } from './test/helpers/partial-order-agreement.ts';
      process.stdout.write((await firstPartialOrderDifference(${SYSTEMS}, 6)) ?? '');
      process.exit(0);`;
    const { stdout } = await run(['--conditions=everywhen-source', '--input-type=module', '-e', script]);
    t.log(stdout.slice(0, 300));
    t.not(stdout, '');
  });
}
