/**
 * Observations: facts about a step of a reachable state that an evaluation notices besides its outcomes. They are true however the
 * run ends, they cost nothing where no property needs them, and two observations with equal fields are the same.
 */

export interface Observation {
  readonly kind: string;
  /** The place of the outcome in its choice, where only some outcomes of the step made the observation. */
  readonly place?: number;
}

/** A fence or locked instruction was executed, in a memory where it may order something. */
export interface FenceMet extends Observation {
  readonly kind: 'fence';
  readonly name: string;
  /** It is a locked instruction. */
  readonly locked?: true;
}

/** A store found no room in the store buffer of its CPU, and was blocked only for that. */
export interface BufferFull extends Observation {
  readonly kind: 'buffer full';
  readonly cpu: string;
}

/** A step accessed shared memory; only in a system that is explored for it. */
export interface Accessed extends Observation {
  readonly kind: 'access';
  readonly step: string;
  /** Stores of its CPU were in the store buffer. */
  readonly waits: boolean;
}

export function isAccessed(observation: Observation): observation is Accessed {
  return observation.kind === 'access';
}

export function isFenceMet(observation: Observation): observation is FenceMet {
  return observation.kind === 'fence';
}

/** Two observations with the same key are the same. */
export function keyOf(observation: Observation): string {
  return JSON.stringify(observation);
}
