/** An explanation as data: for each part of a counterexample, whether the violation needs it. */
import type { Stopped } from '../../model/exploration.ts';
import type { Counterexample } from '../counterexample.ts';
import type { Question } from './asked.ts';

/** A part of a counterexample, and whether the violation needs it. */
export interface Part extends Question {
  /** `unavoidable`: the process of a switch had no system step to continue with, so there was nothing to ask. */
  readonly needed: 'needed' | 'not needed' | 'undecided' | 'unavoidable';
  /** Steps of the shortest trace without it. */
  readonly length?: number;
  /** Why the exploration without it stopped early. */
  readonly stopped?: Stopped;
}

/** The explanation of one property's counterexample. */
export interface Explained {
  readonly id: string;
  /** Why there is no explanation. */
  readonly because?: string;
  /** Environment steps, then context switches, each in the order of declaration. */
  readonly parts: readonly Part[];
  readonly together?: Together;
  /** The same in words. */
  readonly summary?: string;
}

/**
 * A set of parts that can be left out together. It is found by leaving out one part after the other: first the parts of the
 * counterexample, in their order, then those of the shortest trace that remains, until that trace needs all of its parts. It is not
 * always the largest such set. Absent where nothing can be left out.
 */
export interface Together {
  /** In the order in which it was left out. */
  readonly leftOut: readonly Omit<Question, 'steps'>[];
  /** The shortest trace without all of these. */
  readonly counterexample: Counterexample;
  /** The parts of that trace, and whether each is needed when all of these are left out. */
  readonly parts: readonly Part[];
}

/** The result of `--explain`. */
export interface Explanation {
  readonly properties: readonly Explained[];
  readonly stopped?: Stopped;
}
