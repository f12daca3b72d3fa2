/** The page of a comparison: a shortest run that the other system cannot follow, step by step, and what that system may do instead. */
import type { Comparison, Side } from '../compare/comparison.ts';
import {
  countText,
  insteadTexts,
  observedTexts,
  problemText,
  runText,
  stoppedText,
  systemText,
  verdictText,
  WITHOUT_FAIRNESS,
} from '../compare/sentences.ts';
import { ownPackage } from '../files/own-package.ts';
import type { ComparePageData } from '../page/data/compare-data.ts';
import { builtPage, withData } from '../page/template.ts';
import type { ColumnsByProcess } from '../trace/text.ts';

interface Surroundings {
  /** Those of the traces of A and of B. */
  readonly columns: { readonly [S in Side]: ColumnsByProcess };
  /** The command that makes the comparison again. */
  readonly command: string;
  readonly made?: Date;
}

/** One HTML file. Throws `E_USAGE` if the page was never built. */
export function comparePage(comparison: Comparison, surroundings: Surroundings): string {
  return withData(builtPage('report'), comparePageData(comparison, surroundings), []);
}

function comparePageData(
  comparison: Comparison,
  { columns, command, made = new Date() }: Surroundings,
): ComparePageData {
  const { A, B, verdict, directions, stopped } = comparison;
  const { version } = ownPackage();
  return {
    kind: 'compare',
    version,
    made: made.toISOString(),
    verdict,
    answer: verdictText(comparison),
    sides: [systemText('A', A), systemText('B', B)],
    observed: observedTexts(comparison),
    differences: directions.flatMap((direction) => {
      const { of, in: within, difference } = direction;
      if (difference === undefined) return [];
      return {
        of,
        in: within,
        heading: runText(direction, difference).replace(/:$/, ''),
        run: difference.run,
        columns: Object.fromEntries(columns[of]),
        problem: problemText(difference, direction),
        instead: insteadTexts(difference),
      };
    }),
    counts: [...(stopped === undefined ? [] : [stoppedText(stopped)]), ...directions.map(countText), WITHOUT_FAIRNESS],
    command,
  };
}
