/** What a thread that died left in the log (../README.md, "When a worker dies"). */
import { BLOCK, BLOCK_COUNT, BLOCK_INTENT, BLOCK_RECORDS } from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import { headOf, type Log } from './log.ts';

/**
 * To be called for a lane whose thread died, when no task of the level runs. The record that the thread was about to
 * publish counts if a bucket was taken for it: its key is in the table, and no other record of this level has it.
 */
export function recoverRecord(kernel: Kernel, log: Log, lane: number): void {
  const block = kernel.get(scratchOf(lane) + BLOCK) - 1;
  if (block < 0) return;
  const head = headOf(block);
  const count = kernel.get(head + BLOCK_COUNT);
  if (kernel.get(head + BLOCK_INTENT) !== count + 1) return;
  const key = kernel.run.keyAt(BLOCK_RECORDS * block + count);
  if (kernel.run.has(key) && !isUnreported(kernel, log, key)) kernel.set(head + BLOCK_COUNT, count + 1);
}

function isUnreported({ run }: Kernel, log: Log, key: bigint): boolean {
  return log.unreported().some(({ from, to }) => {
    for (let record = from; record < to; record++) if (run.keyAt(record) === key) return true;
    return false;
  });
}
