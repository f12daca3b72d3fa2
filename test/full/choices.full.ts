/** The oracle of test/engine/choices-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { choicesAgree } from '../helpers/choices-agreement.ts';
import { SEEDED_CHOICE_BUGS } from '../helpers/seeded-choice-bugs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = 'dist/src/engine/kernel';
/** Enough to show every bug. */
const SYSTEMS = 400;
const HUNT_MS = 600_000;
const execute = promisify(execFile);

test.serial('the engine finds what the reference finds in 5,000 random systems of choices', async (t) => {
  t.timeout(7_200_000);
  await choicesAgree(t, { numRuns: 5000, seed: 5, secondsMax: 110 * 60 });
});

for (const { what, file, text, instead } of SEEDED_CHOICE_BUGS) {
  test.serial(`the oracle of choices finds it when ${what}`, async (t) => {
    t.timeout(HUNT_MS);
    const folder = mkdtempSync(join(tmpdir(), 'everywhen-choices-'));
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
    const script = `import { firstDifference } from './test/helpers/choices-agreement.ts';
      process.stdout.write((await firstDifference(${SYSTEMS}, 6)) ?? '');
      process.exit(0);`;
    const { stdout } = await execute(
      process.execPath,
      ['--conditions=everywhen-source', '--input-type=module', '-e', script],
      { cwd: folder, timeout: HUNT_MS, maxBuffer: 2 ** 28 },
    );
    t.log(stdout.slice(0, 300));
    t.not(stdout, '');
  });
}
