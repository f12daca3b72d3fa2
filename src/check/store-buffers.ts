/** What weakly ordered memory adds to a verdict: whether store buffers had room enough, and which fences were met. */
import type { Exploration } from '../model/exploration.ts';
import { isFenceMet } from '../model/observation.ts';
import type { Explored } from './run.ts';

/** A store that found no room would have been made on the real machine: what is behind it was not explored. */
export function withinBuffers(explored: Explored): Explored {
  const full = [...explored.exploration.observations.values()].some(({ kind }) => kind === 'buffer full');
  return explored.stopped === undefined && full ? { ...explored, stopped: 'store-buffer-full' } : explored;
}

/** The names of the fences and locked instructions that some step met, in alphabetical order. */
export function fencesOf({ observations }: Exploration): readonly string[] {
  return [...observations.values()]
    .filter(isFenceMet)
    .map(({ name }) => name)
    .sort();
}
