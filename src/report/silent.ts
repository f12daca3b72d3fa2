/** Prints nothing: the exit code is the result. */
import type { Reporter } from './reporter.ts';

export const silent: Reporter = { onEnd: () => {} };
