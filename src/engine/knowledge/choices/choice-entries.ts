/** How outcomes of divided choices are learnt (choices.ts), compared with the whole step, and audited. */
import { UserError } from '../../../errors.ts';
import type { Columns } from '../columns.ts';
import type { Domain, Ids } from '../domain.ts';
import { type Entry, same } from '../entry.ts';
import type { Forest } from '../forest.ts';
import type { Subject } from '../subject.ts';
import type { Leaf, Tree } from '../tree.ts';
import type { Alone } from './alone.ts';
import { type Choices, Indivisible } from './choices.ts';
import { agrees, areIndependent, pathsOf } from './independence.ts';
import type { StepRuns } from './step-runs.ts';

/** What the teacher evaluates, and how. */
interface Evaluations {
  readonly forest: Forest;
  readonly choices: Choices;
  readonly steps: StepRuns;
  readonly domains: readonly Domain[];
  readonly columns: Columns;
  evaluate(number: number, ids: Ids): Entry;
  trying<T>(milliseconds: number, trials: () => T): T | undefined;
  impure(number: number): UserError;
}

type Step = Subject & { kind: 'step' };

export class ChoiceEntries {
  readonly #teacher: Evaluations;
  /** The last whole step. The outcomes that miss an entry in the same state share it. */
  #whole: { readonly step: number; readonly ids: Ids; readonly leaf: Leaf } | undefined;

  constructor(teacher: Evaluations) {
    this.#teacher = teacher;
  }

  /** Whether a tree is for one outcome of a divided choice, or for what the step does where it does not choose. */
  isFor(number: number): boolean {
    const { forest, choices } = this.#teacher;
    return choices.areDivided && choices.isDivided(forest.stepOf(number));
  }

  /** Notes what the outcomes of a step would have needed by themselves; to be called after it was evaluated whole. */
  watch(number: number, ids: Ids): void {
    const { forest, choices, steps } = this.#teacher;
    if (steps.branchReads.branches.length === 0 || forest.subjects[number]?.kind !== 'step') return;
    const watch = choices.watchOf(number);
    watch?.note(steps.branchReads, ids, choices.states);
    if (watch !== undefined) choices.heed(watch, number);
  }

  /** Evaluates what a tree is for. `compares`: also the whole step, with which it must agree. */
  evaluate(number: number, ids: Ids, compares: boolean): Entry {
    const step = this.#teacher.forest.stepOf(number);
    const entry = this.#aloneOrThrow(number, step, ids);
    if (compares) this.#mustAgree(number, entry, ids);
    return entry;
  }

  /** Evaluates a whole step, and each of its outcomes by itself. All must agree with each other, and with what is known. */
  audit(step: number, ids: Ids): Leaf {
    const { forest, choices } = this.#teacher;
    let outcomes = 0;
    for (const number of choices.treesOf(step)) {
      const tree = forest.trees[number] as Tree;
      const known = tree.find(ids);
      const entry = this.evaluate(number, ids, true);
      outcomes += entry.leaf.outcomes.length;
      if (known === undefined || same(entry, { reads: tree.readsOf(ids), leaf: known })) continue;
      throw this.#teacher.impure(number);
    }
    const whole = this.#wholeOf(step, ids);
    if (outcomes !== whole.outcomes.length) throw this.#indivisible(step);
    return whole;
  }

  /** Does what is due (Choices.settle). */
  settle(): void {
    const { choices, domains } = this.#teacher;
    choices.settle((step, names) => {
      const sizes = domains.map(({ size }) => size);
      try {
        return this.#areIndependent(step, [...names]);
      } finally {
        // Values that were met only where no state is.
        for (const [column, domain] of domains.entries()) domain.forgetFrom(sizes[column] as number);
      }
    });
  }

  #areIndependent(step: number, names: readonly string[]): boolean {
    const { forest, columns, steps } = this.#teacher;
    const evaluate = (alone: Alone | undefined, ids: Ids) => {
      const entry = steps.making(alone, () => this.#teacher.evaluate(step, ids));
      return { ...entry, ...steps.last };
    };
    const trying = <T>(milliseconds: number, trials: () => T) => this.#teacher.trying(milliseconds, trials);
    return areIndependent(pathsOf(forest.trees[step] as Tree, columns.count), names, { evaluate, trying });
  }

  /** Errors are those of the whole step. */
  #aloneOrThrow(number: number, step: number, ids: Ids): Entry {
    try {
      return this.#teacher.evaluate(number, ids);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#wholeOf(step, ids);
      throw this.#indivisible(step);
    }
  }

  /** To be called right after the evaluation that gave the entry. */
  #mustAgree(number: number, entry: Entry, ids: Ids): void {
    const { forest, steps } = this.#teacher;
    const { alternative, outcome } = forest.subjects[number] as Step;
    const { last } = steps;
    if (agrees(entry.leaf, this.#wholeOf(alternative.position, ids), outcome, last)) return;
    if (!same(entry, this.#teacher.evaluate(number, ids))) throw this.#teacher.impure(number);
    throw this.#indivisible(alternative.position);
  }

  #wholeOf(step: number, ids: Ids): Leaf {
    if (this.#whole?.step !== step || this.#whole.ids !== ids) {
      const { leaf } = this.#teacher.steps.making(undefined, () => this.#teacher.evaluate(step, ids));
      this.#whole = { step, ids, leaf };
    }
    return this.#whole.leaf;
  }

  #indivisible(step: number): Indivisible {
    this.#teacher.choices.leaveWhole(step);
    return new Indivisible();
  }
}
