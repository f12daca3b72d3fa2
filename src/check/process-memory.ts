/** The memory of this process, in bytes. */
import { getHeapStatistics } from 'node:v8';

/** Share of the heap for long-lived objects. Beyond it the collector takes most of the time, and then the process dies. */
const HEAP_SHARE_MAX = 0.85;
/** V8 counts the young generation in the limit of its heap: three semi-spaces of 64 MiB. Long-lived states never use it. */
const YOUNG_BYTES = 3 * 64 * 1024 * 1024;

/** The part of it that is in the machine's memory. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/** The most that it ever was. */
export function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** What the machine, or the control group of the process, has left. */
export function bytesLeft(): number {
  return process.availableMemory();
}

/** Whether JavaScript has hardly any room for more objects. */
export function isHeapFull(): boolean {
  const heap = getHeapStatistics();
  return heap.used_heap_size > HEAP_SHARE_MAX * (heap.heap_size_limit - YOUNG_BYTES);
}
