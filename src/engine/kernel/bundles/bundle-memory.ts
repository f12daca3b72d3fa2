/** The memory of a lane's bundles: allocated from its beginning on, and freed all at once. */
import { scratch } from '../lane';
import { BUNDLE_MEMORY, BUNDLE_MEMORY_END, BUNDLE_NEXT } from '../memory-map';

/** An allocation failed. */
export let isFull: bool = false;

export function openBundleMemory(): void {
  isFull = false;
}

/** The address of a number of bytes, a multiple of 8; 0 if there is no room. */
export function allocate(bytes: usize): usize {
  const begin: usize = load<u32>(scratch + BUNDLE_NEXT);
  if (begin + bytes > scratch + BUNDLE_MEMORY_END) {
    isFull = true;
    return 0;
  }
  store<u32>(scratch + BUNDLE_NEXT, <u32>(begin + bytes + 7) & ~7);
  return begin;
}

/** Frees what was allocated from an address on. */
export function trim(end: usize): void {
  store<u32>(scratch + BUNDLE_NEXT, <u32>(end + 7) & ~7);
}

export function giveAllBack(): void {
  store<u32>(scratch + BUNDLE_NEXT, <u32>(scratch + BUNDLE_MEMORY));
  isFull = false;
}
