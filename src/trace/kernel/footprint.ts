/**
 * What each step of a trace read and wrote, and which steps and values matter to what the trace shows: a backward slice (M. Weiser,
 * "Program slicing", ICSE 1981) along the run. A step matters if it wrote a value that matters; then what it read matters, and the steps that
 * led its process there.
 */
import type { Alternative } from '../../model/process.ts';
import { isLasting, judgedIn } from '../../model/property-kinds.ts';
import type { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import { evaluate, stepName } from '../../semantics/evaluation.ts';
import { judgeState, judgeStep } from '../../semantics/judge.ts';
import type { Path } from '../../semantics/path.ts';
import { situationOf } from '../../semantics/situation.ts';
import { Reads, TrackedState } from '../../semantics/tracked-state.ts';

export interface Footprint {
  /** The slots that the step read, in order. */
  readonly reads: readonly number[];
  /** The slots that it wrote, values that stayed the same included. */
  readonly writes: ReadonlySet<number>;
}

/** The footprint of each step of a path. */
export function footprintsOf(system: System, { states, steps }: Path): readonly Footprint[] {
  const reads = new Reads(system.slots.length);
  return steps.map(({ alternative, outcome }, i) =>
    footprintOf(system, reads, states[i] as State, alternative, outcome),
  );
}

function footprintOf(
  system: System,
  reads: Reads,
  state: State,
  alternative: Alternative,
  outcome: string | undefined,
): Footprint {
  reads.begin();
  const tracked = new TrackedState({ valueAt: (slot) => state.at(slot), onRead: reads.note });
  const taken = evaluate(system, alternative, tracked).outcomes.find(({ name }) => name === outcome);
  // Reading what was written at the end would count as a read of the step.
  const read = reads.slots.slice();
  return { reads: read, writes: new Set((taken?.next.writes() ?? []).map(([slot]) => slot)) };
}

/** For each step, whether it matters; all do where the property is not decided by what it reads in one state or step. */
export function relevanceOf(
  system: System,
  path: Path,
  footprints: readonly Footprint[],
  propertyId: string | undefined,
): { readonly steps: readonly boolean[]; readonly slots: ReadonlySet<number> } {
  const relevant = propertyReads(system, path, propertyId);
  const everything = new Set(system.slots.keys());
  if (relevant === undefined) return { steps: footprints.map(() => true), slots: everything };
  const last = footprints.length - 1;
  const steps = footprints.map(() => false);
  for (let i = last; i >= 0; i--) {
    const { reads, writes } = footprints[i] as Footprint;
    if (i < last && !writes.values().some((slot) => relevant.has(slot))) continue;
    steps[i] = true;
    for (const slot of reads) relevant.add(slot);
    const { labelSlot } = path.steps[i]?.alternative.process ?? {};
    if (labelSlot !== undefined) relevant.add(labelSlot);
  }
  return { steps, slots: relevant };
}

/** What the property reads where the trace decides it; undefined where that is not one state or step. */
function propertyReads(system: System, path: Path, id: string | undefined): Set<number> | undefined {
  const property = system.properties.find((candidate) => candidate.id === id);
  const [before, after, step] = [path.states.at(-2), path.states.at(-1) as State, path.steps.at(-1)];
  if (property === undefined || property.kind === 'deadlock' || isLasting(property)) return undefined;
  const read = new Set<number>();
  switch (judgedIn(property)) {
    case 'claims':
      return read;
    case 'steps':
      if (before === undefined || step === undefined) return undefined;
      judgeStep(system, property, before, after, stepName(step.alternative, step.outcome), (slot) => read.add(slot));
      return read;
    case 'lock events':
      return undefined;
    default:
      judgeState(system, property, after, situationOf(system, after), (slot) => read.add(slot));
      return read;
  }
}
