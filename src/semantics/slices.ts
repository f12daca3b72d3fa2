/** Long work in slices: between two of them the host checks limits and signals, reports progress and lets other work run. */
import type { Host, Stopped } from '../model/exploration.ts';
import { now } from './clock.ts';
import { withoutChance } from './purity.ts';

const SLICE_MS = 20;

/** The slices of one piece of work, which asks after each unit whether the current slice is over. */
export class Slices {
  readonly #host: Host;
  #start = now();

  constructor(host: Host) {
    this.#host = host;
  }

  get isOver(): boolean {
    return now() - this.#start > SLICE_MS;
  }

  /** Gives the host its turn, then begins the next slice. `doing` names the work in progress reports, where it is not exploring. */
  async breathe(doing?: string): Promise<Stopped | undefined> {
    const stopped = await this.#host.breathe(doing);
    this.restart();
    return stopped;
  }

  /** Begins a slice now: time spent on something else does not count. */
  restart(): void {
    this.#start = now();
  }
}

/**
 * Runs a generator until it returns, or until the host stops it; chance is trapped meanwhile (purity.ts). The generator yields where it may be interrupted; what
 * it returns is why it stopped early.
 */
export async function inSlices(
  work: Generator<void, Stopped | undefined>,
  host: Host,
  doing?: string,
): Promise<Stopped | undefined> {
  const slices = new Slices(host);
  for (;;) {
    const last = withoutChance(() => {
      let step = work.next();
      while (!step.done && !slices.isOver) step = work.next();
      return step;
    });
    if (last.done) return last.value;
    const stopped = await slices.breathe(doing);
    if (stopped !== undefined) return stopped;
  }
}
