/** The statistics of a check: what the exploration counted, and the time and memory that the check took since it began. */
import type { Exploration } from '../model/exploration.ts';
import { now } from '../semantics/clock.ts';
import { peakBytes, residentBytes } from './process-memory.ts';
import type { Statistics } from './report.ts';
import type { Way } from './way.ts';

export class Measuring {
  readonly #residentBefore = residentBytes();
  readonly #start = now();

  get seconds(): number {
    return (now() - this.#start) / 1000;
  }

  statisticsOf(exploration: Exploration, way: Way, seconds: number): Statistics {
    const { states, depth, levelsFinished, workers, evaluations, audited, reduction } = exploration;
    return {
      states: reduction?.states ?? states,
      transitions: reduction?.transitions ?? exploration.transitions,
      depth,
      levelsFinished,
      seconds: Math.round(seconds * 1000) / 1000,
      workers,
      bytesPerState: Math.max(0, Math.round((residentBytes() - this.#residentBefore) / states)),
      peakBytes: peakBytes(),
      evaluations,
      audited,
      quiescentStates: exploration.quiescentStates,
      finalStates: exploration.finalStates,
      ...(exploration.restarts > 0 && { restarts: exploration.restarts }),
      store: way.kind === 'random walks' ? 'lossy' : 'exact',
      ...(reduction && { reduced: reduction }),
    };
  }
}
