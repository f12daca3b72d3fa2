/** The progress of the exploration in the background, and the paths to its findings. The server sends it as JSON. */
import type { PropertyVerdict, Statistics, Verdict } from '../check/report.ts';
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { Path } from './position.ts';

export interface RunStatus {
  readonly phase: 'not started' | 'running' | 'ended';
  readonly progress?: RunProgress;
  readonly properties: readonly PropertyStatus[];
  /** Defined once the run has ended. */
  readonly verdict?: Verdict;
  readonly statistics?: Statistics;
  /** `edges 2` for each budget that blocked a step. */
  readonly within?: readonly string[];
  readonly stopped?: Stopped;
  /** The error message for the author, if the model is broken. */
  readonly problem?: string;
}

/** The part of a run's progress that the page shows. */
export interface RunProgress {
  readonly states: number;
  readonly depth: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  readonly seconds: number;
  /** The current task, once all states are known. */
  readonly doing?: string;
}

export interface PropertyStatus {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  readonly informational: boolean;
  /** Defined as soon as it is known. */
  readonly verdict?: PropertyVerdict;
  readonly vacuousBecause?: string;
  /** The paths of its counterexamples or witnesses. */
  readonly jumps: readonly Jump[];
}

export interface Jump {
  readonly path: Path;
  /** The finding at the end of this path, if a violation has several traces. */
  readonly shows?: string;
  /** The index of the first step of a lasso's cycle; the number of steps if the run stays in its last state for ever. */
  readonly cycleStart?: number;
}
