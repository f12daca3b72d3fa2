/** A browser does not tell a page how much memory it has: the reserve of the kernel is the limit. */
import type * as InNode from '../../../check/process-memory.ts';

export const residentBytes: typeof InNode.residentBytes = () => 0;

export const peakBytes: typeof InNode.peakBytes = () => 0;

export const bytesLeft: typeof InNode.bytesLeft = () => Number.POSITIVE_INFINITY;

export const isHeapFull: typeof InNode.isHeapFull = () => false;
