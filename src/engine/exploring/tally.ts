/** The counts and findings of all tasks, added up. */
import { isJudgedInSteps } from '../../model/property-kinds.ts';
import type { System } from '../../model/system.ts';
import {
  FINAL_STATES,
  FINDINGS,
  ORBIT_STATES,
  ORBIT_TRANSITIONS,
  ORBITS_UNKNOWN,
  QUIESCENT_STATES,
  REACHED,
  TRANSITIONS,
} from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';

export type Counts = Pick<Tally, 'transitions' | 'quiescentStates' | 'finalStates' | 'visited'>;

export class Tally {
  transitions = 0;
  quiescentStates = 0;
  finalStates = 0;
  /** The same of whole orbits, and the number of orbits whose size is not known. */
  orbitStates = 0;
  orbitTransitions = 0;
  orbitsUnknown = 0;
  /** States whose successors are all known. */
  visited = 0;
  /** By position of the property: the least depth, in steps, at which it was decided. */
  readonly found = new Map<number, number>();
  readonly #system: System;

  constructor(system: System) {
    this.#system = system;
  }

  /** Takes over the counts and findings of the run that is resumed. */
  restore({ found, ...counts }: Counts & { readonly found: Iterable<readonly [number, number]> }): void {
    Object.assign(this, counts);
    for (const [position, depth] of found) this.found.set(position, depth);
  }

  /** Adds the counts and findings of a lane's task, which began with record `from` of a level. */
  add(kernel: Kernel, lane: number, from: number, level: number): void {
    const scratch = scratchOf(lane);
    this.transitions += kernel.count(scratch + TRANSITIONS);
    this.quiescentStates += kernel.count(scratch + QUIESCENT_STATES);
    this.finalStates += kernel.count(scratch + FINAL_STATES);
    this.orbitStates += kernel.count(scratch + ORBIT_STATES);
    this.orbitTransitions += kernel.count(scratch + ORBIT_TRANSITIONS);
    this.orbitsUnknown += kernel.count(scratch + ORBITS_UNKNOWN);
    this.visited += kernel.get(scratch + REACHED) - from;
    this.#system.properties.forEach((property, position) => {
      if (kernel.u8[scratch + FINDINGS + position] === 0) return;
      kernel.u8[scratch + FINDINGS + position] = 0;
      if (!this.found.has(position)) this.found.set(position, isJudgedInSteps(property) ? level + 1 : level);
    });
  }
}
