/** Runs that leave checkpoints wherever they can, and runs that go on from each. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointEvent, CheckpointOptions } from '../../src/engine/checkpoint/checkpoint.ts';

/** Hundreds of checkpoints a second: where memory serves as a disk, nobody waits for one. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Does something with the name of a file in a folder of its own, which is gone afterwards. */
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

  /** At most so many, evenly, the first and the last among them. */
  some(count: number): Buffer[] {
    const { all } = this;
    if (all.length <= count) return all;
    return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))] as Buffer);
  }
}

/** Goes on from a checkpoint, and leaves none. */
export function goOnFrom<T>(checkpoint: Buffer, run: (options: CheckpointOptions) => Promise<T>): Promise<T> {
  return withFile((file) => {
    writeFileSync(file, checkpoint);
    return run({ file, everySeconds: Number.POSITIVE_INFINITY, resume: true, contentHash: 'test' });
  });
}
