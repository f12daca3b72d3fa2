/** An explanation as data: for each part of a counterexample, whether the violation needs it. */
import type { Stopped } from '../../model/exploration.ts';
import type { Counterexample } from '../counterexample.ts';
import type { Question } from './asked.ts';

/** A part of a counterexample, and whether the violation needs it. */
export interface Part extends Question {
  /** `unavoidable`, of a switch: its process had no system step to go on with, so there was nothing to ask. */
  readonly needed: 'needed' | 'not needed' | 'undecided' | 'unavoidable';
  /** Steps of the shortest trace without it. */
  readonly length?: number;
  /** What cut the exploration without it short. */
  readonly stopped?: Stopped;
}

/** The explanation of one property's counterexample. */
export interface Explained {
  readonly id: string;
  /** Why it is not explained. */
  readonly because?: string;
  /** Environment steps, then context switches, each in the order of declaration. */
  readonly parts: readonly Part[];
  readonly together?: Together;
  /** The same in words. */
  readonly summary?: string;
}

/**
 * What can be left out together, found by leaving out one part after the other: those of the counterexample in their order,
 * then those of the shortest trace that goes without them, until that one needs all it has. One such set; there may be a larger
 * one. None where nothing can be left out.
 */
export interface Together {
  /** In the order in which it was left out. */
  readonly leftOut: readonly Omit<Question, 'steps'>[];
  /** The shortest trace without all of that. */
  readonly counterexample: Counterexample;
  /** The parts of that trace; whether it needs them when all of that is left out. */
  readonly parts: readonly Part[];
}

/** Of `--explain`. */
export interface Explanation {
  readonly properties: readonly Explained[];
  readonly stopped?: Stopped;
}
