/** What weakly ordered memory adds to a verdict: whether the store buffers were large enough, and which fences were executed. */
import type { Exploration } from '../model/exploration.ts';
import { isFenceMet } from '../model/observation.ts';
import type { Explored } from './run.ts';

/** The real machine would have made a store that found its buffer full: the states beyond it were not explored. */
export function withinBuffers(explored: Explored): Explored {
  const full = [...explored.exploration.observations.values()].some(({ kind }) => kind === 'buffer full');
  return explored.stopped === undefined && full ? { ...explored, stopped: 'store-buffer-full' } : explored;
}

/** The names of the fences and locked instructions that some step executed, in alphabetical order. */
export function fencesOf({ observations }: Exploration): readonly string[] {
  const names = [...observations.values()].filter(isFenceMet).map(({ name }) => name);
  return [...new Set(names)].sort();
}

/**
 * The names of the locked instructions that some step executed where the ordering claims more than they do. They are full barriers, as
 * LOCK is on x86. Under SPARC's PSO an atomic does not order earlier stores to other locations (V9 manual, chapter 8 and appendix D).
 */
export function fullBarriersOf({ observations, system }: Exploration): readonly string[] {
  if (system.memory.ordering !== 'pso') return [];
  const locked = [...observations.values()].filter(isFenceMet).filter((met) => met.locked);
  return locked.map(({ name }) => name).sort();
}
