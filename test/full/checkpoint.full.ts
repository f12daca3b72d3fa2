/**
 * Checkpoints of a run of ten million states: killed at any moment and resumed, it has the same result; a full disk costs no
 * verdict; and any differing byte of a file of this size is detected, too.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { CheckpointFile } from '../../src/engine/checkpoint/checkpoint-file.ts';
import { numbersFrom } from '../../src/engine/exploring/numbers.ts';
import { everywhen } from '../helpers/cli.ts';
import { userError } from '../helpers/explored.ts';

const COMMAND = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
const TWO_PHASE_COMMIT = new URL('../../models/classics/two-phase-commit.ts', import.meta.url).href;
const STATES = 10_340_352;
const TRANSITIONS = 123_558_401;
const SEED = 20;
const KILLS = { before: 2, after: 15, writing: 3 };
const FLIPS = 300;

/** Two-phase commit, with a violation that is found in the last level. */
const MODEL = `
import { defineModel } from 'everywhen';
import base from '${TWO_PHASE_COMMIT}';
export default defineModel({
  name: 'commits', title: 'two-phase commit', parameters: base.parameters,
  build: (chosen) => base.build(chosen).invariant('not all', 'not every manager commits', (s) =>
    !Array.from({ length: chosen.managers }, (_, i) => s.get('manager', i) === 'committed').every((one) => one)),
});
`;

const folder = mkdtempSync(join(tmpdir(), 'everywhen-test-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'commits.ts'), MODEL);

const FILE = join(folder, 'checkpoint');
const KEPT = join(folder, 'kept');
const CHECK = ['check', './commits.ts', 'managers=9', '--format', 'json', '--digests'];
const random = numbersFrom(SEED);
let unbroken: { readonly report: unknown; readonly milliseconds: number };

test.before('the run that is not interrupted', async (t) => {
  t.timeout(600_000);
  const start = performance.now();
  const { stdout } = await everywhen(CHECK, { cwd: folder });
  unbroken = { report: meaning(stdout), milliseconds: performance.now() - start };
  const { statistics, levels, properties } = JSON.parse(stdout);
  t.like(statistics, { states: STATES, transitions: TRANSITIONS, depth: 28 });
  t.is(levels.length, 29);
  t.is(properties.find(({ id }: { id: string }) => id === 'not all').counterexample.steps.length, 28);
});

const kills = (Object.keys(KILLS) as (keyof typeof KILLS)[]).flatMap((when) =>
  Array<typeof when>(KILLS[when]).fill(when),
);
for (const [i, when] of kills.entries()) {
  const moment = { before: 'before its first checkpoint', after: 'after a checkpoint', writing: 'while it writes one' };
  test.serial(`a run that is killed ${moment[when]} has the same result after it is resumed (${i + 1})`, async (t) => {
    t.timeout(900_000);
    let share = random(1000) / 1000;
    for (let tries = 1; !(await isKilled(when, share)); tries++) {
      // The machine may have become faster or slower.
      t.true(tries < 10);
      share *= 0.7;
    }
    const there = readdirSync(folder);
    if (when !== 'before') cpSync(FILE, KEPT);
    const { stdout, stderr, exitCode } = await everywhen([...CHECK, '--checkpoint', FILE, '--resume'], { cwd: folder });
    t.log(there.join(' '), stderr.split('\n')[0]);
    t.is(exitCode, 1);
    t.regex(stderr, when === 'before' ? /starts\s+from\s+the\s+beginning/ : /^Resumed from/);
    t.deepEqual(meaning(stdout), unbroken.report);
    t.deepEqual(readdirSync(folder).sort(), ['commits.ts', ...(existsSync(KEPT) ? ['kept'] : [])]);
  });
}

test.serial(`a file of this size in which one byte differs is refused, at ${FLIPS} places`, async (t) => {
  t.timeout(900_000);
  const whole = await CheckpointFile.open(KEPT);
  t.not(whole, undefined);
  const { left: size } = whole as CheckpointFile;
  await whole?.close();
  const descriptor = openSync(KEPT, 'r+');
  const byte = Buffer.alloc(1);
  for (let i = 0; i < FLIPS; i++) {
    // Anywhere; a tenth of them in the header.
    const position = i % 10 === 0 ? 16 + random(400) : random(size);
    readSync(descriptor, byte, 0, 1, position);
    const before = byte[0] as number;
    writeSync(descriptor, Buffer.of(before ^ (1 << random(8))), 0, 1, position);
    t.is((await userError(() => CheckpointFile.open(KEPT))).code, 'E_CHECKPOINT', String(position));
    writeSync(descriptor, Buffer.of(before), 0, 1, position);
  }
  await (await CheckpointFile.open(KEPT))?.close();
});

test.serial('a full disk costs no verdict, and the older checkpoint stays', async (t) => {
  t.timeout(900_000);
  const disk = mkdtempSync(join(tmpdir(), 'everywhen-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    rmSync(disk, { recursive: true });
    return t.log('left out: only root may mount a small disk');
  }
  try {
    const saved = join(disk, 'checkpoint');
    const flags = ['--checkpoint', saved, '--checkpoint-every', '0.2'];
    const { stdout, stderr } = await everywhen([...CHECK, ...flags], { cwd: folder });
    t.regex(stderr, /No checkpoint could be written: ENOSPC/);
    t.deepEqual(meaning(stdout), unbroken.report);
    t.deepEqual(readdirSync(disk), []);

    // A run that is stopped early while the disk is full leaves the older checkpoint.
    const states = String(STATES - 1_000_000);
    const cut = await everywhen([...CHECK, ...flags, '--max-states', states], { cwd: folder });
    t.is(cut.exitCode, 3);
    t.regex(cut.stderr, /No checkpoint could be written: ENOSPC/);
    t.deepEqual(readdirSync(disk), ['checkpoint']);
    const resumed = await everywhen([...CHECK, '--checkpoint', saved, '--resume'], { cwd: folder });
    t.regex(resumed.stderr, /^Resumed from/);
    t.deepEqual(meaning(resumed.stdout), unbroken.report);
  } finally {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});

/**
 * Starts the run and kills it at the given moment: before its first checkpoint; or after it, when a share of the remaining time has
 * passed, or when it next begins to write. False if it was not killed then.
 */
async function isKilled(when: keyof typeof KILLS, share: number): Promise<boolean> {
  const temporary = `${FILE}.tmp`;
  for (const file of [FILE, temporary]) rmSync(file, { force: true });
  const every = when === 'before' ? '600' : '0.2';
  const words = [...CHECK, '--checkpoint', FILE, '--checkpoint-every', every];
  const child = spawn(process.execPath, ['--conditions=everywhen-source', COMMAND, ...words], {
    cwd: folder,
    stdio: 'ignore',
  });
  let isRunning = true;
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      isRunning = false;
      resolve();
    });
  });
  if (when !== 'before') while (isRunning && !existsSync(FILE)) await setTimeout(2);
  // About nine tenths of the run remain after the first checkpoint.
  await Promise.race([ended, setTimeout(0.9 * share * unbroken.milliseconds)]);
  if (when === 'writing') while (isRunning && !existsSync(temporary)) await setImmediate();
  const wasRunning = isRunning;
  child.kill('SIGKILL');
  await ended;
  if (!wasRunning) return false;
  return when === 'before' ? !existsSync(FILE) : existsSync(FILE) && (when !== 'writing' || existsSync(temporary));
}

/** A report without the parts that depend on how it was computed. */
function meaning(json: string): unknown {
  const { statistics, slow, ...report } = JSON.parse(json);
  const { seconds, bytesPerState, peakBytes, evaluations, ...counts } = statistics;
  return { ...report, counts };
}
