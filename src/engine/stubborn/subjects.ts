/**
 * The subjects of stubborn sets, by their bits in a set: the steps at their positions, then the claims that are judged of every state. Claims
 * about quiescent states are none, because all of these states are visited.
 */
import type { Alternative, Process } from '../../model/process.ts';
import { judgedAlways } from '../knowledge/subject.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Tree } from '../knowledge/tree.ts';

/** Subjects, a bit each. */
export type SubjectSet = bigint;

export interface SetSubject {
  readonly bit: number;
  /** That of its tree. */
  readonly number: number;
  /** All entries that are known, and those of them that are known to be of reachable states. */
  readonly tree: Tree;
  readonly reached: Tree;
  /** Undefined for a claim. */
  readonly step: Alternative | undefined;
  /** The slot of the label of its program, and the numbers of the labels at which the step is tried. */
  readonly labelSlot: number | undefined;
  readonly labels: ReadonlySet<number>;
}

/** Entries by subject. */
export interface Knowledge {
  readonly known: readonly Tree[];
  /** Those of reachable states. */
  readonly reached: readonly Tree[];
}

/** By default with the teacher's trees. To be made anew when labels were added: those of procedures are found while exploring. */
export function setSubjects(
  teacher: Teacher,
  { known, reached }: Knowledge = { known: teacher.trees, reached: teacher.trees },
): readonly SetSubject[] {
  const { system, judged } = teacher;
  const treesOf = (number: number) => ({ tree: known[number] as Tree, reached: reached[number] as Tree });
  const labels = labelsOf(teacher);
  const steps = system.alternatives.map((step): SetSubject => {
    const { labelSlot } = step.process;
    return {
      bit: step.position,
      number: step.position,
      ...treesOf(step.position),
      step,
      labelSlot,
      labels: labels.get(step.position) ?? new Set(),
    };
  });
  const claims = judgedAlways(judged).map((number, i): SetSubject => {
    const bit = steps.length + i;
    return { bit, number, ...treesOf(number), step: undefined, labelSlot: undefined, labels: new Set() };
  });
  return [...steps, ...claims];
}

/** By position of a step of a program, the numbers of the labels at which it is tried. */
function labelsOf(teacher: Teacher): ReadonlyMap<number, ReadonlySet<number>> {
  const labels = new Map<number, Set<number>>();
  for (const process of teacher.system.processes) {
    for (const label of labelNumbers(teacher, process)) {
      for (const step of teacher.stepsAt(process, label)) labels.set(step, (labels.get(step) ?? new Set()).add(label));
    }
  }
  return labels;
}

function labelNumbers({ domains }: Teacher, { labelSlot }: Process): number[] {
  return labelSlot === undefined ? [] : [...(domains[labelSlot]?.values.keys() ?? [])];
}
