/** The memory of a slot's bundles: given out from its beginning on, and given back all at once. */
import { BUNDLE_MEMORY, BUNDLE_MEMORY_END, BUNDLE_NEXT } from './memory-map';

let scratch: usize = 0;
/** Somebody wanted more than there is. */
export let isFull: bool = false;

export function openBundleMemory(region: usize): void {
  scratch = region;
  isFull = false;
}

/** Bytes of this slot, at a multiple of 8; 0 where there are no more. */
export function allocate(bytes: usize): usize {
  const begin: usize = load<u32>(scratch + BUNDLE_NEXT);
  if (begin + bytes > scratch + BUNDLE_MEMORY_END) {
    isFull = true;
    return 0;
  }
  store<u32>(scratch + BUNDLE_NEXT, <u32>(begin + bytes + 7) & ~7);
  return begin;
}

/** Gives back what stands behind an address. */
export function trim(end: usize): void {
  store<u32>(scratch + BUNDLE_NEXT, <u32>(end + 7) & ~7);
}

export function giveAllBack(): void {
  store<u32>(scratch + BUNDLE_NEXT, <u32>(scratch + BUNDLE_MEMORY));
  isFull = false;
}
