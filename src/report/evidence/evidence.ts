/** The evidence of all traces of a report, within bounds: the details of a trace of a thousand steps are of no use to a reader. */
import type { PropertyReport, Report } from '../../check/report.ts';
import type { TraceEvidence } from '../../page/evidence.ts';
import { tracesOf } from '../../trace/kernel/kernel-traces.ts';
import type { EvidenceView } from './evidence-view.ts';
import { SourcePlaces } from './source-places.ts';

/** By the ids of properties, in the order of `tracesOf`. */
export interface Evidence {
  readonly [property: string]: readonly TraceEvidence[];
}

/** Longer traces have no evidence of their steps. */
const STEPS_MAX = 1000;
/** Nor have those of a report with more steps than this in all traces together: first come, first served. */
const STEPS_TOGETHER_MAX = 20_000;

export class EvidenceMaker {
  #left = STEPS_TOGETHER_MAX;
  readonly #sources: SourcePlaces;

  /** `root`: the folder to which places are relative. */
  constructor(root = process.cwd()) {
    this.#sources = new SourcePlaces(root);
  }

  of({ properties }: Report, view: EvidenceView): Evidence {
    return Object.fromEntries(
      properties
        .map((property) => [property.id, this.#ofProperty(property, view)] as const)
        .filter(([, all]) => all.length > 0),
    );
  }

  /** The places of functions are not asked for any more. */
  end(): void {
    this.#sources.end();
  }

  #ofProperty(property: PropertyReport, view: EvidenceView): readonly TraceEvidence[] {
    return tracesOf(property).map((trace) => {
      const length = trace.steps.length + 1;
      const whole = length <= Math.min(STEPS_MAX, this.#left);
      if (whole) this.#left -= length;
      return view(trace, property.id, { whole, sources: this.#sources });
    });
  }
}
