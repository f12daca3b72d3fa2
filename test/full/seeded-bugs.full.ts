/**
 * The sensitivity of the oracle: each of these bugs is put into a copy of the engine, and the random systems of the oracle must
 * show it, without audit. The errors that an audit would have found are logged.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { expectations, type Trail } from '../helpers/hunt.ts';
import { SEEDED_BUGS, type SeededBug } from '../helpers/seeded-bugs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = 'dist/src/engine/kernel/kernel.wasm';
const SYSTEMS = 300;
/** The hunt ends when so many systems have shown the bug, and these are audited. */
const ENOUGH = 20;
/** A bug may make the engine run for ever: the findings until then count. */
const HUNT_MS = 240_000;
/** The limit in the unchanged engine, where the hunt finds nothing and therefore explores all systems. */
const CONTROL_MS = 900_000;
const execute = promisify(execFile);

const home = mkdtempSync(join(tmpdir(), 'everywhen-bugs-'));
const control = join(home, 'control');
const expected = join(home, 'expected.json');

test.before(async (t) => {
  t.timeout(600_000);
  writeFileSync(expected, JSON.stringify(await expectations(SYSTEMS)));
  mkdirSync(join(control, KERNEL, '..'), { recursive: true });
  for (const part of ['package.json', 'src', 'test/helpers']) {
    cpSync(join(ROOT, part), join(control, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(control, 'node_modules'));
  await buildKernel(control);
});
test.after.always(() => rmSync(home, { recursive: true, force: true }));

test.serial('the hunt finds nothing in the unchanged engine', async (t) => {
  t.timeout(2 * CONTROL_MS);
  t.deepEqual(await look('hunt', control, ENOUGH, CONTROL_MS), { trails: [], ended: true });
  const some = Array.from({ length: ENOUGH }, (_, model) => model);
  t.deepEqual(await look('audit', control, some, CONTROL_MS), { trails: [], ended: true });
});

for (const bug of SEEDED_BUGS) {
  test.serial(`the oracle finds it when ${bug.what}`, async (t) => {
    // For the hunt, for the audit, and for making the copy.
    t.timeout(3 * HUNT_MS);
    const folder = await copyWith(t, bug);
    const found = await look('hunt', folder, ENOUGH);
    const showing = found.trails.map(({ model }) => model);
    const audited = await look('audit', folder, showing);
    const last = found.trails.length === ENOUGH ? (showing.at(-1) ?? 0) + 1 : SYSTEMS;
    t.log(`${found.trails.length} of ${last} systems${found.ended ? '' : ', then the run broke off'}`);
    const [first] = found.trails;
    if (first !== undefined) t.log(`system ${first.model}, ${first.way}: ${first.shown.slice(0, 200)}`);
    t.log(`the audit finds it in ${audited.trails.length} of ${showing.length} of them`);
    for (const { shown } of audited.trails.slice(0, 1)) t.log(shown);
    t.true(found.trails.length > 0);
  });
}

/** A copy of the sources with the bug in it, and the kernel compiled again if the bug is in it. */
async function copyWith(t: ExecutionContext, { file, text, instead }: SeededBug): Promise<string> {
  const folder = mkdtempSync(join(home, 'bug-'));
  cpSync(control, folder, { recursive: true, verbatimSymlinks: true });
  const source = readFileSync(join(folder, file), 'utf8');
  t.is(source.split(text).length, 2, `${file} has the text once that is to be replaced: ${text}`);
  writeFileSync(
    join(folder, file),
    source.replace(text, () => instead),
  );
  if (file.startsWith('src/engine/kernel/')) await buildKernel(folder);
  return folder;
}

async function buildKernel(folder: string): Promise<void> {
  await execute(process.execPath, ['src/build/kernel.ts', KERNEL], { cwd: folder });
}

/** Hunts in a copy. The output of a run that failed or was ended counts, too. */
async function look(
  how: 'hunt' | 'audit',
  folder: string,
  asked: number | readonly number[],
  timeout = HUNT_MS,
): Promise<{ readonly trails: Trail[]; readonly ended: boolean }> {
  const script = `import { ${how} } from './test/helpers/hunt.ts'; await ${how}(${JSON.stringify(expected)}, ${JSON.stringify(asked)});`;
  const { stdout } = await execute(
    process.execPath,
    ['--conditions=everywhen-source', '--input-type=module', '-e', script],
    { cwd: folder, timeout, maxBuffer: 2 ** 28 },
  ).catch((error) => error as { readonly stdout: string });
  const lines = stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Trail | null => JSON.parse(line));
  return { trails: lines.filter((line) => line !== null), ended: lines.at(-1) === null };
}
