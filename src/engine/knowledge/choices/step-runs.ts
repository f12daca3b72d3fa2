/** Runs steps, with all of their outcomes or with those that a tree is for (choices.ts). */
import type { Evaluated } from '../../../model/evaluated.ts';
import type { Alternative } from '../../../model/process.ts';
import type { System } from '../../../model/system.ts';
import { Attempt, type Making } from '../../../semantics/arrival.ts';
import { attempted, evaluate } from '../../../semantics/evaluation.ts';
import type { Reads, TrackedState } from '../../../semantics/tracked-state.ts';
import type { Subject } from '../subject.ts';
import { type Alone, NO_OUTCOME } from './alone.ts';
import { BranchReads } from './branch-reads.ts';
import { type Choices, Indivisible } from './choices.ts';

export class StepRuns {
  readonly #system: System;
  readonly #choices: Choices;
  /** What the last run of a step that is watched read for each outcome. */
  readonly branchReads: BranchReads;
  /** Of the last run: the names of the outcomes that it offered, and whether it returned a choice of outcomes made by functions. */
  last = { offered: [] as readonly string[], returnsChoice: false };
  /** For which outcome steps are run, whatever the tree is for that asks. */
  #asked: { readonly alone: Alone | undefined } | undefined;

  constructor(system: System, choices: Choices, reads: Reads) {
    this.#system = system;
    this.#choices = choices;
    this.branchReads = new BranchReads(reads);
  }

  /** What a step comes to, as far as the tree of the subject is for it. Undefined if that is nothing. `notes`: whether facts are noted. */
  run(
    { alternative, outcome }: Subject & { kind: 'step' },
    before: TrackedState,
    notes: boolean,
  ): Evaluated<TrackedState> | undefined {
    const { position } = alternative;
    const isDivided = this.#choices.isDivided(position);
    const own = outcome ?? (isDivided ? NO_OUTCOME : undefined);
    const alone = this.#asked === undefined ? own : this.#asked.alone;
    this.branchReads.begin();
    const attempt = new Attempt(this.#system, alternative, this.#makingOf(alternative, alone));
    const isWhole = this.#system.restriction === undefined;
    const evaluated = isWhole ? attempted(attempt, before) : evaluate(this.#system, alternative, before);
    this.last = { offered: attempt.offered, returnsChoice: attempt.returnsChoice };
    if (!attempt.isDivisible || this.branchReads.wrote) {
      if (notes) this.#choices.leaveWhole(position);
      if (isDivided || alone !== undefined) throw new Indivisible();
    }
    // What a step does where it does not choose is in the tree of the alternative itself.
    if (typeof alone === 'string' && !attempt.returnsChoice) return undefined;
    if (alone === NO_OUTCOME && attempt.returnsChoice) this.#choices.mustHave(position, attempt.offered);
    return evaluated;
  }

  /** Evaluates with steps that make one of their outcomes, none of them, or all of them, whichever are learnt together. */
  making<T>(alone: Alone | undefined, evaluation: () => T): T {
    this.#asked = { alone };
    try {
      return evaluation();
    } finally {
      this.#asked = undefined;
    }
  }

  #makingOf({ position }: Alternative, alone: Alone | undefined): Making | undefined {
    if (alone !== undefined) return this.branchReads.makingOnly(alone);
    return this.#asked === undefined && this.#choices.watchOf(position) ? this.branchReads.making : undefined;
  }
}
