/** What the evaluations of each step and property cost, and what they read: from the ledger and the trees of a teacher. */
import { isCollection } from 'immutable';
import type { EvaluationProfile, ReadProfile } from '../../model/accounts/profile.ts';
import { alternativeText } from '../../model/process.ts';
import type { System } from '../../model/system.ts';
import type { Domain } from './domain.ts';
import type { Subject } from './subject.ts';
import type { Teacher } from './teacher.ts';
import { Node, type Tree } from './tree.ts';

/**
 * One row for each step, and one for each property that is judged by predicates of its own, whatever the number of its subjects.
 * `bytes`: by number of the subject. The most expensive come first.
 */
export function profileOf(teacher: Teacher, bytes: readonly number[]): EvaluationProfile[] {
  const numbers = Map.groupBy(teacher.subjects.keys(), (number) => nameOf(teacher.subjects[number] as Subject));
  const rows = [...numbers].map(([name, subjects]) => rowOf(teacher, name, subjects, bytes));
  return rows.sort((a, b) => b.seconds - a.seconds || b.evaluations - a.evaluations);
}

function nameOf(subject: Subject): string {
  if (subject.kind !== 'step') return subject.property.id;
  const { alternative } = subject;
  return `${alternative.process.name}: ${alternativeText(alternative)}`;
}

function rowOf(
  teacher: Teacher,
  name: string,
  subjects: readonly number[],
  bytes: readonly number[],
): EvaluationProfile {
  const { ledger, trees } = teacher;
  const sum = (of: (subject: number) => number) => subjects.reduce((total, subject) => total + of(subject), 0);
  const facts = subjects.map((subject) => factsOf(trees[subject] as Tree));
  const columns = new Set(facts.flatMap((fact) => [...fact.columns]));
  return {
    kind: teacher.subjects[subjects[0] as number]?.kind === 'step' ? 'step' : 'property',
    name,
    evaluations: sum((subject) => ledger.evaluations[subject] ?? 0),
    memoised: sum((subject) => trees[subject]?.entries ?? 0),
    seconds: sum((subject) => ledger.seconds[subject] ?? 0),
    bytes: sum((subject) => bytes[subject] ?? 0),
    outcomes: Math.max(...facts.map((fact) => fact.outcomes)),
    ...(subjects.some((subject) => teacher.isCostly(subject)) && { notLearnt: true as const }),
    reads: readsOf(teacher, columns),
  };
}

/** The columns that a tree asks for, and the largest number of outcomes of one of its leaves. */
function factsOf({ root }: Tree): { readonly columns: ReadonlySet<number>; readonly outcomes: number } {
  const columns = new Set<number>();
  let outcomes = 0;
  const left = [root];
  for (let at = left.pop(); at !== undefined || left.length > 0; at = left.pop()) {
    if (at instanceof Node) {
      columns.add(at.slot);
      for (const child of at.children) if (child !== undefined) left.push(child);
    } else if (at !== undefined) outcomes = Math.max(outcomes, at.outcomes.length);
  }
  return { columns, outcomes };
}

function readsOf({ system, columns, domains }: Teacher, read: ReadonlySet<number>): ReadProfile[] {
  const bySlot = Map.groupBy(read, (column) => columns.slotOf[column] as number);
  const reads = [...bySlot].map(([slot, its]): ReadProfile => {
    const split = columns.splits.get(slot);
    return {
      name: (system.slots[slot] as System['slots'][number]).name,
      values: Math.max(...its.map((column) => domains[column]?.size ?? 0)),
      ...(split !== undefined && { parts: its.length }),
      isCollection: split !== undefined || isCollection((domains[slot] as Domain).valueOf(0).value),
    };
  });
  return reads.sort((a, b) => b.values - a.values);
}
