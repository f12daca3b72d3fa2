/** The trees of all subjects, by number, and how often the values of each recur. Branches of choices are added while exploring. */
import type { System } from '../../model/system.ts';
import { entriesFreeOf, Recurrence } from './recurrence.ts';
import { type Judged, type Subject, subjectsOf } from './subject.ts';
import { Looks } from './tabulation.ts';
import type { TeacherOptions } from './teacher-options.ts';
import { Tree } from './tree.ts';

export class Forest {
  readonly subjects: Subject[];
  readonly judged: Judged;
  readonly trees: Tree[];
  readonly recurrences: Recurrence[];
  /** Of those that were there from the beginning: claims are tabulated, no branches. */
  readonly looks: readonly Looks[];
  readonly #entriesFree: number;

  constructor(system: System, { entriesFree = entriesFreeOf(system), tabulateFrom }: TeacherOptions) {
    const { subjects, judged } = subjectsOf(system);
    this.subjects = subjects;
    this.judged = judged;
    this.trees = subjects.map(() => new Tree());
    this.recurrences = subjects.map(() => new Recurrence(entriesFree));
    this.looks = subjects.map(() => new Looks(tabulateFrom));
    this.#entriesFree = entriesFree;
  }

  get size(): number {
    return this.trees.length;
  }

  /** The number of a new tree for one outcome of a step. */
  addBranch(step: number, outcome: string): number {
    const { alternative } = this.subjects[step] as Subject & { kind: 'step' };
    this.subjects.push({ kind: 'step', alternative, outcome });
    this.recurrences.push(new Recurrence(this.#entriesFree));
    return this.trees.push(new Tree()) - 1;
  }

  /** Empties a tree. */
  forget(number: number): void {
    this.trees[number] = new Tree();
    this.recurrences[number] = new Recurrence(this.#entriesFree);
  }

  /** The number of the alternative whose outcomes a tree has. */
  stepOf(number: number): number {
    const subject = this.subjects[number];
    return subject?.kind === 'step' ? subject.alternative.position : number;
  }
}
