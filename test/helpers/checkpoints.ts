/** Runs that write checkpoints wherever they can, and runs that resume from each. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointEvent, CheckpointOptions } from '../../src/engine/checkpoint/checkpoint.ts';

/** A folder in memory, if there is one, for hundreds of checkpoints a second. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Calls a function with the name of a file in a temporary folder, which is removed afterwards. */
export async function withFile<T>(use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(PLACE, 'everywhen-test-'));
  try {
    return await use(join(folder, 'checkpoint'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The checkpoints of one run, one between any two of its tasks. */
export class Kept {
  readonly all: Buffer[] = [];
  readonly events: CheckpointEvent[] = [];

  options(file: string): CheckpointOptions {
    const onEvent = (event: CheckpointEvent) => {
      this.events.push(event);
      if (event.kind === 'written') this.all.push(readFileSync(file));
    };
    return { file, everySeconds: 0, resume: false, contentHash: 'test', onEvent };
  }

  /** At most this many, evenly spaced, including the first and the last. */
  some(count: number): Buffer[] {
    const { all } = this;
    if (all.length <= count) return all;
    return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))] as Buffer);
  }
}

/** Resumes from a checkpoint, and writes none. */
export function goOnFrom<T>(checkpoint: Buffer, run: (options: CheckpointOptions) => Promise<T>): Promise<T> {
  return withFile((file) => {
    writeFileSync(file, checkpoint);
    return run({ file, everySeconds: Number.POSITIVE_INFINITY, resume: true, contentHash: 'test' });
  });
}
