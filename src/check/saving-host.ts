/** A host for what follows a complete exploration: while it takes its time, a checkpoint of the exploration is written when one is due. */
import type { Explorer } from '../engine/exploring/explorer.ts';
import type { Host } from '../model/exploration.ts';

/** Writes one at most: nothing is explored any more. */
export function savingHost(host: Host, checkpoints: Pick<Explorer, 'isSaveDue' | 'save'>): Host {
  let isSaved = false;
  return {
    ...host,
    async breathe(doing) {
      if (!isSaved && checkpoints.isSaveDue) {
        isSaved = true;
        await checkpoints.save();
      }
      return host.breathe(doing);
    },
  };
}
