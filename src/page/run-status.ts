/** How far the exploration in the background has come, and where to jump to. As JSON it is what the page is sent. */
import type { Statistics, Verdict } from '../check/report.ts';
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { Path } from './position.ts';

export interface RunStatus {
  readonly phase: 'not started' | 'running' | 'ended';
  readonly progress?: RunProgress;
  readonly properties: readonly PropertyStatus[];
  /** When it has ended. */
  readonly verdict?: Verdict;
  readonly statistics?: Statistics;
  readonly stopped?: Stopped;
  /** The model is broken: what its author is told. */
  readonly problem?: string;
}

/** What of a run's progress the page shows. */
export interface RunProgress {
  readonly states: number;
  readonly depth: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  readonly seconds: number;
  /** What is done with the states, when all are known. */
  readonly doing?: string;
}

export interface PropertyStatus {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  readonly informational: boolean;
  /** As soon as it is known. */
  readonly verdict?: Verdict;
  readonly vacuousBecause?: string;
  /** Where its counterexamples or witnesses end. */
  readonly jumps: readonly Jump[];
}

export interface Jump {
  readonly path: Path;
  /** What its end shows, where a violation takes several traces. */
  readonly shows?: string;
  /** The index of the step with which the cycle of a lasso begins; the number of steps where it stays at the end for ever. */
  readonly cycleStart?: number;
}
