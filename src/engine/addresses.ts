/**
 * How large the wide memory may be. V8 spares its accesses a check: it keeps 16 GiB of addresses for it, whatever its size, and an
 * access beyond that traps. Where a process has few addresses, each access is checked instead, and less is enough. That is decided once,
 * in all threads alike: V8 ends the process if it has to run code of the one kind on a memory of the other.
 */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** In GiB. 16 is the most that V8 takes. */
const SIZES: readonly number[] = [16, 8, 4, 2, 1];
const GIB = 2 ** 30;
/** For everything else that the process does: its heap, the stacks of its threads. */
const OTHERS_BYTES = GIB;
/** `ulimit -v`. */
const LIMIT = numberIn('/proc/self/limits', /^Max address space +(\d+)/m);
/** Addresses then count as memory: on Windows, and on Linux where it is told so. */
const IS_COUNTED = process.platform === 'win32' || numberIn('/proc/sys/vm/overcommit_memory', /^(\d)/) === 2;
const IS_SHORT = LIMIT !== undefined || IS_COUNTED;

// Before any module is compiled that has such a memory.
if (IS_SHORT) setFlagsFromString('--no-wasm-memory64-trap-handling');

/** What to try, in GiB, the best first. */
export function wideSizes(): readonly number[] {
  if (!IS_SHORT) return SIZES.slice(0, 1);
  const taken = 1024 * (numberIn('/proc/self/status', /^VmSize:\s+(\d+)/m) ?? 0);
  const left = (LIMIT ?? Number.POSITIVE_INFINITY) - taken - OTHERS_BYTES;
  return SIZES.filter((size) => size * GIB <= left);
}

function numberIn(file: string, pattern: RegExp): number | undefined {
  try {
    const found = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    // Only Linux has these files.
    return undefined;
  }
}
