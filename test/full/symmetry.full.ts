/** The oracle of test/engine/symmetry-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { SEEDED_SYMMETRY_BUGS } from '../helpers/seeded-bugs.ts';
import { symmetryAgrees } from '../helpers/symmetry-agreement.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = 'dist/src/engine/kernel';
/** Enough to show every bug. */
const SYSTEMS = 1000;
const HUNT_MS = 600_000;
const execute = promisify(execFile);

test.serial(
  'with symmetry, 5,000 random systems of replicas have the findings and the counts of the reference',
  async (t) => {
    t.timeout(7_200_000);
    await symmetryAgrees(t, { numRuns: 5000, seed: 12, secondsMax: 110 * 60 });
  },
);

for (const { what, file, text, instead } of SEEDED_SYMMETRY_BUGS) {
  test.serial(`the oracle of symmetry finds it when ${what}`, async (t) => {
    t.timeout(HUNT_MS);
    const folder = mkdtempSync(join(tmpdir(), 'everywhen-symmetry-'));
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
    if (file.startsWith('src/engine/kernel/')) {
      const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
      const config = ['--config', 'src/engine/kernel/asconfig.json', '-o', `${KERNEL}/kernel.wasm`];
      await run([compiler, 'src/engine/kernel/index.ts', ...config]);
    }
    const script = `import { firstSymmetryDifference } from './test/helpers/symmetry-agreement.ts';
      process.stdout.write((await firstSymmetryDifference(${SYSTEMS}, 6)) ?? '');
      process.exit(0);`;
    const { stdout } = await run(['--conditions=everywhen-source', '--input-type=module', '-e', script]);
    t.log(stdout.slice(0, 300));
    t.not(stdout, '');
  });
}
