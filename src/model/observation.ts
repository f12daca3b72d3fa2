/**
 * What an evaluation notices besides where it arrives: facts about a step of a reachable state. They are true however the run
 * ends, they cost nothing where nobody looks for them, and two that read alike are one.
 */

export type Observation =
  /** A fence or locked instruction was met, in a memory where it may order something. */
  | { readonly kind: 'fence'; readonly name: string }
  /** A store found no room in the store buffer of its CPU, and was blocked only for that. */
  | { readonly kind: 'buffer full'; readonly cpu: string };

/** Two observations with one key are one. */
export function keyOf(observation: Observation): string {
  return JSON.stringify(observation);
}
