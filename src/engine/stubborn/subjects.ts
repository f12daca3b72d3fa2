/**
 * The subjects of stubborn sets, by their bits in a set: the steps at their positions, then the claims that are judged of every state. Claims
 * about quiescent states are none, because all of these states are visited.
 */
import type { Alternative, Process } from '../../model/process.ts';
import { judgedAlways } from '../knowledge/subject.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Tree } from '../knowledge/tree.ts';

export interface SetSubject {
  readonly bit: number;
  /** That of its tree. */
  readonly number: number;
  readonly tree: Tree;
  /** Undefined for a claim. */
  readonly step: Alternative | undefined;
  /** The slot of the label of its program, and the numbers of the labels at which the step is tried. */
  readonly labelSlot: number | undefined;
  readonly labels: ReadonlySet<number>;
}

/** With the teacher's trees, or others. To be made anew when labels were added: those of procedures are found while exploring. */
export function setSubjects(teacher: Teacher, trees: readonly Tree[] = teacher.trees): readonly SetSubject[] {
  const { system, judged } = teacher;
  const labels = labelsOf(teacher);
  const steps = system.alternatives.map((step): SetSubject => {
    const { labelSlot } = step.process;
    const tree = trees[step.position] as Tree;
    return {
      bit: step.position,
      number: step.position,
      tree,
      step,
      labelSlot,
      labels: labels.get(step.position) ?? new Set(),
    };
  });
  const claims = judgedAlways(judged).map((number, i): SetSubject => {
    const tree = trees[number] as Tree;
    return { bit: steps.length + i, number, tree, step: undefined, labelSlot: undefined, labels: new Set() };
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
