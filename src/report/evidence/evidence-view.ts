/** Makes the evidence of traces: re-executes each on the meaning of the model, and looks at what is read on the way. */
import type { Counterexample } from '../../check/counterexample.ts';
import type { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import type { StepEvidence, TraceEvidence } from '../../page/evidence.ts';
import { type Path, rerun } from '../../semantics/path.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { footprintsOf } from '../../trace/kernel/footprint.ts';
import { claimsAlong } from './claims-along.ts';
import { PlaceList } from './place-list.ts';
import { readNames } from './read-names.ts';
import type { SourcePlaces } from './source-places.ts';
import { whyOf } from './why.ts';

/** `whole`: with what each step read and how each property stands after it, which takes time and room for each step. */
export type EvidenceView = (
  trace: Counterexample,
  property: string,
  options: { readonly whole: boolean; readonly sources: SourcePlaces },
) => TraceEvidence;

export function evidenceViewOf(system: System): EvidenceView {
  return (trace, property, { whole, sources }) =>
    withoutChance(() => {
      const path = rerun(system, trace);
      const places = new PlaceList(sources);
      return {
        why: whyOf(system, { trace, path, property }, places),
        ...(whole ? { steps: stepsOf(system, path, places), claims: claimsAlong(system, path) } : {}),
        places: places.all,
      };
    });
}

function stepsOf(system: System, path: Path, places: PlaceList): readonly StepEvidence[] {
  const { states, steps } = path;
  return footprintsOf(system, path).map(({ reads, writes }, i) => {
    const { alternative } = steps[i] as Path['steps'][number];
    const kept = [...writes].filter((slot) => (states[i] as State).at(slot) === (states[i + 1] as State).at(slot));
    const own = alternative.process.labelSlot;
    const { place } = places.of(alternative.run);
    return {
      reads: readNames(system, reads, own),
      kept: readNames(system, kept, own),
      ...(place !== undefined && { place }),
    };
  });
}
