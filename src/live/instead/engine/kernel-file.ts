/** The kernel that came with the page, for one thread. */
import type * as InNode from '../../../engine/kernel-file.ts';

let given: Uint8Array<ArrayBuffer> | undefined;

/** To be called before anything is explored. */
export function giveKernel(bytes: Uint8Array<ArrayBuffer>): void {
  given = bytes;
}

/** A page that was opened as a file has no shared memory. */
export const IS_SHARED: typeof InNode.IS_SHARED = false;

/** Many browsers know no addresses of 64 bits, and a page has little memory to give. */
export const HAS_WIDE_MEMORY: typeof InNode.HAS_WIDE_MEMORY = false;

export const kernelBytes: typeof InNode.kernelBytes = () => {
  if (given === undefined) throw new Error('the page has not given its kernel yet');
  return given;
};
