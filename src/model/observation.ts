/**
 * What an evaluation notices besides where it arrives: facts about a step of a reachable state. They are true however the run
 * ends, they cost nothing where nobody looks for them, and two that read alike are one.
 */

/** For now only a name; what there is to notice says each part of the language for itself. */
export interface Observation {
  readonly kind: string;
  /** The place of the outcome, where only some outcomes of the step have to do with it. */
  readonly place?: number;
}

/** Two observations with one key are one. */
export function keyOf(observation: Observation): string {
  return JSON.stringify(observation);
}
