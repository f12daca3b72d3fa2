/** How the engine explores. Most of it is for tests: a run of `check` sets few of these (check/run.ts). */
import type { CheckpointOptions } from '../checkpoint/checkpoint.ts';
import type { Kernel } from '../kernel.ts';
import type { Attempt } from '../symmetry/attempts.ts';

export interface EngineOptions {
  /** Threads that visit states. */
  readonly workers?: number;
  /** Stop when more than this many states were found. */
  readonly statesMax?: number;
  /** One state in this many is audited; 1 audits all, 0 none. */
  readonly auditOneIn?: number;
  /** Breadth first only. */
  readonly checkpoint?: CheckpointOptions;
  /** For tests: with more states than this, the pool visits every chunk, however small. */
  readonly poolStates?: number;
  /** For tests and benchmarks: bits of a word, fewer than `WORD_BITS`, make states of several words. */
  readonly wordBits?: number;
  /** For tests: the kernel to explore with. */
  readonly kernel?: Kernel;
  /** For tests: layouts have no room for values that are not known yet, and so must be widened. */
  readonly tight?: boolean;
  /**
   * Learn components that hold collections by the parts that steps read and write (splitting.ts). Sound if no step or claim
   * compares a collection by `===`. Off by default: JavaScript does not show such a comparison. Each outcome of a choice is learnt by
   * itself, too (knowledge/choices/choices.ts): sound if none depends on what its step did for another one, which JavaScript does not show either.
   */
  readonly parts?: boolean;
  /** With `parts`: the modules of the model are visible (semantics/tracked/identity.ts). */
  readonly isVisible?: boolean;
  /** Throw `PartsPay` (knowledge/parts-pay.ts) where `parts` would save much. */
  readonly stopsIfPartsPay?: boolean;
  /** For tests, with `parts`: components of this many values are split, whether or not that saves anything. */
  readonly splitFrom?: number;
  /** Store one state of each orbit where replicas are interchangeable (symmetry/symmetry.ts). Breadth first only. */
  readonly symmetry?: boolean;
  /** Store every state at first, and try symmetry when there are many; none: never. With `symmetry`, it is tried at once. */
  readonly attempts?: readonly Attempt[];
  /** For tests, with stubborn sets: with more entries than this, all steps are taken. */
  readonly entriesMax?: number;
  /** For tests: whether it is an error if a step gives another result for tracked values. */
  readonly mustSplit?: boolean;
  /** Measure the time of evaluations. */
  readonly profile?: boolean;
  /** For tests: the number of evaluations from which on a claim is tabulated (knowledge/tabulation.ts). */
  readonly tabulateFrom?: number;
  /** For tests: the number of evaluations after which a choice is divided; infinite if none ever is. By default, the engine decides with `parts`. */
  readonly divideAt?: number;
  /** For tests: the number of entries that a tree has before their recurrence matters. */
  readonly entriesFree?: number;
}
