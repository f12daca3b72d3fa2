/** A page has no wide memory. */
import type * as InNode from '../../../engine/addresses.ts';

export const wideSizes: typeof InNode.wideSizes = () => [];
