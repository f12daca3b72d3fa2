/**
 * The stubborn sets of one exploration: what they need by all that is known, and whether more is known by now. Knowledge of one run is the
 * beginning of the next, until a run learns nothing: then every state was expanded by a set that the rules allow for all that there is to
 * know (docs/decisions/partial-order.md).
 */
import { SUBJECTS_MAX } from '../kernel/stubborn/stubborn-map.ts';
import type { OnLearnt, Teacher } from '../knowledge/teacher.ts';
import { obstacleTo } from '../obstacle.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { Needs } from './needs.ts';
import { Reached } from './reached.ts';
import { type Knowledge, setSubjects } from './subjects.ts';

/** With more entries, to compare them with one another takes longer than to explore. */
const ENTRIES_MAX = 100_000;
/** Within a run, needs are found anew when there are this many times the entries that they are from. */
const GROWTH = 1.25;

/** Thrown if there is too much to compare. */
export class TooManyEntries extends Error {}

export class Stubborn {
  /** Why the system is explored with all steps. */
  obstacle: string | undefined;
  /** Explorations that were begun. */
  runs = 0;
  /**
   * The positions of the properties that some entry decides. It was evaluated in a state that a run visited, but that run may have begun again
   * before it noted what its states decide; and a later run, which knows the entry, need not visit such a state.
   */
  readonly decided = new Set<number>();
  readonly #teacher: Teacher;
  /** Where only one state of each orbit is visited, the images of entries are known, too. */
  readonly #symmetry: Symmetry | undefined;
  readonly #entriesMax: number;
  /** Entries: now, when the run began, when any needs were found, and when those of all entries were. */
  #learnt = 0;
  #learntBefore = 0;
  #learntByNeeds = 0;
  #learntByAll = 0;
  #needs: Needs | undefined;
  /** With symmetry: of each entry its subject, and the values of a visited state. */
  readonly #visited: { readonly subject: number; readonly ids: readonly number[] }[] = [];
  #reached: Reached | undefined;

  /** To be made before the teacher learns anything that counts: entries are those of states that a run visited. */
  constructor(teacher: Teacher, symmetry: Symmetry | undefined, entriesMax: number = ENTRIES_MAX) {
    this.#teacher = teacher;
    this.#symmetry = symmetry;
    this.#entriesMax = entriesMax;
    this.obstacle = obstacleTo('partial-order', teacher.system) ?? tooManyOf(teacher);
    if (this.obstacle !== undefined) return;
    for (const tree of teacher.trees) tree.forget();
    // First, because symmetry may find that replicas are not interchangeable after all.
    teacher.listeners = [this.#note, ...teacher.listeners];
  }

  readonly #note: OnLearnt = (number, _reads, ids, { failed }) => {
    if (this.#symmetry !== undefined) this.#visited.push({ subject: number, ids: Array.from(ids) });
    if (this.#teacher.subjects[number]?.kind !== 'predicate') for (const position of failed) this.decided.add(position);
    this.#learnt++;
  };

  /** Asked between levels, so that nothing that is learnt stays unnoted. */
  get #areTooMany(): boolean {
    return Math.max(this.#learnt, this.#symmetry?.entries ?? 0) > this.#entriesMax;
  }

  /** What the sets of a run that begins need by all that is known. */
  begin(): Needs | undefined {
    if (this.#areTooMany) this.giveUp();
    if (this.obstacle !== undefined) return undefined;
    this.#learntBefore = this.#learnt;
    return this.#needsNow();
  }

  /**
   * What sets need by all that is known now, if anything was learnt. Unless that is much, what older entries need stays as it was: the next
   * run will mend it.
   */
  renewed(): Needs | undefined {
    if (this.obstacle !== undefined || this.#learnt === this.#learntByNeeds) return undefined;
    if (this.#areTooMany) throw new TooManyEntries();
    if (this.#learnt > GROWTH * this.#learntByAll) return this.#needsNow();
    this.#learntByNeeds = this.#learnt;
    this.#needs = new Needs(this.#teacher, this.#knowledge, this.#needs);
    return this.#needs;
  }

  #needsNow(): Needs {
    this.#learntByNeeds = this.#learnt;
    this.#learntByAll = this.#learnt;
    this.#needs = new Needs(this.#teacher, this.#knowledge);
    return this.#needs;
  }

  get #knowledge(): Knowledge {
    const { trees, swaps } = this.#symmetry ?? {};
    if (trees === undefined || swaps === undefined) return { known: this.#teacher.trees, reached: this.#teacher.trees };
    if (this.#reached?.known !== trees) this.#reached = new Reached(trees, swaps);
    this.#reached.update(this.#visited);
    return { known: trees, reached: this.#reached.trees };
  }

  /** Whether something was learnt since the run began: then the sets of its first states may be wrong. */
  get hasLearnt(): boolean {
    return this.#learnt > this.#learntBefore;
  }

  /** All steps are taken from now on. */
  giveUp(): void {
    this.obstacle = 'its steps and claims read too many combinations of values';
    this.#teacher.listeners = this.#teacher.listeners.filter((listener) => listener !== this.#note);
  }
}

function tooManyOf(teacher: Teacher): string | undefined {
  const subjects = setSubjects(teacher).length;
  return subjects > SUBJECTS_MAX ? `it has ${subjects} steps and claims, more than ${SUBJECTS_MAX}` : undefined;
}
