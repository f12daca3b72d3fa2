/** The flags that limit a run, as options of the run. */
import type { RunOptions } from '../../check/run.ts';

/** The watchdog and the threads of cells keep it. */
export interface StepFlags {
  /** The time that one evaluation of a step or predicate may take. */
  readonly stepTimeout?: number;
}

export interface LimitFlags extends StepFlags {
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

/** For what runs cells. */
export function stepLimitOf({ stepTimeout }: StepFlags): { readonly stepSeconds?: number } {
  return stepTimeout === undefined ? {} : { stepSeconds: stepTimeout };
}

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
