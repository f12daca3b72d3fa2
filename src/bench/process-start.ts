/** The time from the start of the compiled command to its verdict on a small model. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NotMeasured } from './figures.ts';

export interface StartFigures {
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
}

const RUNS = 5;
/** 288 states. */
const WORDS = ['check', 'two-phase-commit'];

/** The compiled command: beside this file if this file is compiled, otherwise the result of `npm run build`. */
export function compiledCommand(): string | undefined {
  return ['../cli/everywhen.js', '../../dist/src/cli/everywhen.js']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
}

/** Runs the command several times, one after the other, with the Node of this process. */
export async function measureStart(command: string): Promise<StartFigures | NotMeasured> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const child = spawn(process.execPath, [command, ...WORDS], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code, killedBy] = await once(child, 'exit');
    if (code !== 0) return { because: `the compiled command ended with ${killedBy ?? `code ${code}`}` };
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { runs: RUNS, minimumMs: times[0] as number, medianMs: times[Math.floor(RUNS / 2)] as number };
}
