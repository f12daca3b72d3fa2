/** Long work after exploring, which gives limits, signals and progress their turn as exploring does. */
import type { Host, Stopped } from '../model/exploration.ts';
import { withoutChance } from '../semantics/purity.ts';

const SLICE_MS = 20;
// Steps may not ask for the time (purity.ts), the clock of the run must.
const now = performance.now.bind(performance);

/** Until the work is done, or the host says stop. */
export async function inSlices(work: Generator<void, void>, host: Host, doing: string): Promise<Stopped | undefined> {
  for (;;) {
    const sliceEnd = now() + SLICE_MS;
    const isDone = withoutChance(() => {
      for (;;) {
        if (work.next().done) return true;
        if (now() > sliceEnd) return false;
      }
    });
    if (isDone) return undefined;
    const stopped = await host.breathe(doing);
    if (stopped !== undefined) return stopped;
  }
}
