/** The properties that are judged of states and runs; those of steps are asserted where they happen. The README says what each claims. */

import type { State } from './components.ts';
import type { Candidate } from './designs.ts';
import type { Choice } from './parameters.ts';

const ports = ({ k }: Choice) => Array.from({ length: k }, (_, i) => i);

export const hasVector = (s: State): boolean => s.get('vector');

/** L: no port is left. */
export function nothingLost(choice: Choice): (s: State) => boolean {
  return (s) => ports(choice).every((i) => !s.get('port', i));
}

/**
 * Q: everybody has finished and everything has settled; store buffers are empty, too, which a property cannot see. Under MEM=TSO
 * it is therefore claimed of quiescent states alone, not the other way round.
 */
export function isSettled({ pollsOnEntry }: Candidate, choice: Choice): (s: State) => boolean {
  return (s) =>
    ports(choice).every((i) => s.at('sender', i) === 'halted') &&
    s.at('BSP') === 'halted' &&
    s.at('AP') === 'idle' &&
    s.at('handler') === 'a.deliver' &&
    s.get('enabled') &&
    !s.get('irr') &&
    !s.get('isr') &&
    !(pollsOnEntry && s.get('enabledSeen') && s.get('vector') && s.get('pending'));
}
