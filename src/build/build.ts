/**
 * Builds `dist`, unless it is what its inputs make already: `node src/build/build.ts`.
 *
 * `npm ci`, `npm start`, `npm test` and `npx everywhen` in a checkout all come here (npm calls `prepare` for each of them), so a build
 * whose inputs have not changed must cost nothing. A build is made beside `dist` and takes its place by a rename: an interrupted
 * build leaves the last one as it was, and a process that is running keeps its files (`kept-builds.ts`).
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputsDigest } from './inputs.ts';
import { isKept, putInPlace, STAMP, stampOf } from './kept-builds.ts';
import { BuildFailed, run, stepsInto } from './steps.ts';

/** Of the checkout; tests name another. */
const ROOT = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** On the file system of `dist`, so that a rename is enough. */
const BESIDE = join(ROOT, '.build');

process.exitCode = await build();

async function build(): Promise<number> {
  const inputs = inputsDigest(ROOT);
  if (stampOf(DIST) === inputs) return 0;
  removeAbandoned();
  const folder = join(BESIDE, String(process.pid));
  mkdirSync(folder, { recursive: true });
  // This process outlives the step that a signal ends, to clear up after it.
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interruption.abort());
  try {
    for (const step of stepsInto(folder)) {
      process.stderr.write(`build: ${step.name}\n`);
      await run(step, ROOT, interruption.signal);
    }
    writeFileSync(join(folder, STAMP), inputs);
    putInPlace(folder, DIST, BESIDE, inputs);
    return 0;
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    if (!(error instanceof BuildFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds whose process is gone. One that was killed between the two renames has left the last `dist` here: that goes back. */
function removeAbandoned(): void {
  for (const name of existsSync(BESIDE) ? readdirSync(BESIDE) : []) {
    // The site of the documentation is made here, too (site/places.ts).
    if (name === 'site' || isKept(name) || isRunning(Number.parseInt(name, 10))) continue;
    const folder = join(BESIDE, name);
    if (name.endsWith('-old') && !existsSync(DIST)) renameSync(folder, DIST);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
