/** The flags that limit a run, as options of the run. */
import type { RunOptions } from '../../check/run.ts';

export interface LimitFlags {
  readonly maxStates?: number;
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly workers?: number;
  readonly engine: 'kernel' | 'reference';
  readonly audit?: number;
}

export type Limits = Pick<
  RunOptions,
  'statesMax' | 'timeoutSeconds' | 'bytesMax' | 'workers' | 'engine' | 'auditOneIn'
>;

export function limitsOf({ maxStates, timeout, maxMemory, workers, engine, audit }: LimitFlags): Limits {
  return {
    engine,
    ...(maxStates !== undefined && { statesMax: maxStates }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(maxMemory !== undefined && { bytesMax: maxMemory }),
    ...(workers !== undefined && { workers }),
    ...(audit !== undefined && { auditOneIn: audit }),
  };
}
