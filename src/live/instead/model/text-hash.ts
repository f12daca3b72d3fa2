/** A page reports no digests. The hash of a browser (crypto.subtle) would come later, and only where the page is trusted. */
import type * as InNode from '../../../model/text-hash.ts';

export const textHash: typeof InNode.textHash = () => {
  throw new Error('there are no digests here');
};
