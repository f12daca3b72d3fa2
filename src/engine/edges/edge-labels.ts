/** The labels of transitions, as the graph of all states has them: one object for all transitions of a step that have a leaf's outcome. */
import { receiverAt } from '../../model/channels/channel.ts';
import { type Control, labelOf } from '../../model/process.ts';
import type { EdgeLabel } from '../../model/state-graph.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Leaf, LeafOutcome } from '../knowledge/tree.ts';

export type Writes = LeafOutcome['writes'];

export interface StoredLabel extends EdgeLabel {
  /**
   * What it writes besides ghosts, where that decides whether it changes more than ghosts: it writes ghosts, and may stay at its
   * label.
   */
  readonly besidesGhosts?: Writes;
}

/** The labels of the outcomes of a leaf of a step, given by the number of the tree. */
export function labelsOf(teacher: Teacher, tree: number, { outcomes, observed }: Leaf): StoredLabel[] {
  const { alternatives } = teacher.system;
  const alternative = alternatives[teacher.forest.stepOf(tree)] as EdgeLabel['alternative'];

  return outcomes.map(({ place, marks, writes }) => {
    const besidesGhosts = besidesGhostsOf(teacher, alternative, writes);
    const receiver = receiverAt(alternatives, place);
    return { alternative, receiver, place, marks, observed, ...(besidesGhosts !== undefined && { besidesGhosts }) };
  });
}

function besidesGhostsOf(
  { system, columns, domains }: Teacher,
  { process, label }: EdgeLabel['alternative'],
  writes: Writes,
): Writes | undefined {
  const isGhost = ([column]: Writes[number]) => system.slots[columns.slotOf[column] as number]?.ghost;
  // The column of a label is its slot: only components are split.
  const leaves = ([column, id]: Writes[number]) =>
    column === process.labelSlot && labelOf(domains[column]?.valueOf(id).value as Control) !== label;
  if (!writes.some(isGhost) || writes.some(leaves)) return undefined;
  return writes.filter((write) => !isGhost(write));
}
