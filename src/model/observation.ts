/**
 * What an evaluation notices besides where it arrives: facts about a step of a reachable state. They are true however the run
 * ends, they cost nothing where nobody looks for them, and two that read alike are one.
 */

export interface Observation {
  readonly kind: string;
  /** The place of the outcome, where only some outcomes of the step have to do with it. */
  readonly place?: number;
}

/** A fence or locked instruction was met, in a memory where it may order something. */
export interface FenceMet extends Observation {
  readonly kind: 'fence';
  readonly name: string;
}

/** A store found no room in the store buffer of its CPU, and was blocked only for that. */
export interface BufferFull extends Observation {
  readonly kind: 'buffer full';
  readonly cpu: string;
}

export function isFenceMet(observation: Observation): observation is FenceMet {
  return observation.kind === 'fence';
}

/** Two observations with one key are one. */
export function keyOf(observation: Observation): string {
  return JSON.stringify(observation);
}
