/**
 * The kinds of transitions: two are of one kind if no property of infinite runs can tell them apart, but for what they change. Each kind
 * has a number of seven bits and a label that stands for all of it.
 */
import { constraintsOf, servedBy } from '../../model/fairness/constraints.ts';
import type { EdgeLabel } from '../../model/state-graph.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Leaf } from '../knowledge/tree.ts';
import type { Kinds } from '../memory/leaves.ts';
import { labelsOf } from './edge-labels.ts';

const KINDS_MAX = 128;

/** Thrown if there are more kinds than numbers. */
export class ManyKinds extends Error {}

export class EdgeKinds implements Kinds {
  readonly predicates: readonly number[];
  /** A label of each kind, by its number. */
  readonly labels: EdgeLabel[] = [];
  readonly #teacher: Teacher;
  readonly #numbers = new Map<string, number>();
  readonly #keyOf: (label: EdgeLabel) => string;

  constructor(teacher: Teacher) {
    this.#teacher = teacher;
    this.predicates = teacher.judged.lasting;
    const constraints = constraintsOf(teacher.system);
    this.#keyOf = (label) => `${label.alternative.tag} ${label.marks.join()} ${servedBy(constraints, label).join()}`;
  }

  of(tree: number, leaf: Leaf): readonly number[] {
    return labelsOf(this.#teacher, tree, leaf).map((label) => this.#numberOf(label));
  }

  #numberOf(label: EdgeLabel): number {
    const key = this.#keyOf(label);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.labels.length === KINDS_MAX) throw new ManyKinds('too many kinds of transitions');
    this.#numbers.set(key, this.labels.length);
    return this.labels.push(label) - 1;
  }
}
