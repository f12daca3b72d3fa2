/** What becomes of the properties of a cell in another cell: without a fence, or with a larger budget. */
import type { ChangedVerdict, PropertyReport, Report } from '../report.ts';

/** The properties whose verdict or outcomes change, in the order of declaration. Both cells have the same properties. */
export function changedVerdicts(before: Report, after: Report): readonly ChangedVerdict[] {
  return before.properties.flatMap((property, i): ChangedVerdict[] => {
    const now = after.properties[i] as PropertyReport;
    if (now.verdict === property.verdict && sameOutcomes(now, property)) return [];
    const { counterexample, witness, outcomes } = now;
    return [
      {
        id: property.id,
        before: property.verdict,
        after: now.verdict,
        ...(counterexample !== undefined && { counterexample }),
        ...(witness !== undefined && { witness }),
        ...(property.outcomes !== undefined && outcomes !== undefined && { outcomes: [property.outcomes, outcomes] }),
      },
    ];
  });
}

function sameOutcomes(a: PropertyReport, b: PropertyReport): boolean {
  return JSON.stringify(a.outcomes) === JSON.stringify(b.outcomes);
}
