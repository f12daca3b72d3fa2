/** What evaluations show besides their results: the same as the reference's notes (reference/notes.ts). */
import { Coverage } from '../../model/coverage.ts';
import type { Observation } from '../../model/observation.ts';
import { Outcomes } from '../../model/outcomes.ts';

export class Facts {
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly observations = new Map<string, Observation>();
  readonly outcomes = new Outcomes();

  /** How many there are; it only grows. */
  protected get noted(): number {
    return this.exercised.size + this.observations.size + this.outcomes.size + this.coverage.facts;
  }
}
