/** The verdict of a property, and whether it was expected: what was is calm, what was not is loud, in words and marks, too. */
import type { PropertyReport } from '../../../check/report.ts';
import type { PageCell } from '../../data/page-data.ts';

type Expectation = 'as expected' | 'unexpected' | undefined;

/** Undefined where nothing was expected, or where something is not decided. */
export function expectationOf(
  { id, verdict, informational }: Pick<PropertyReport, 'id' | 'verdict' | 'informational'>,
  { expected, standing }: Pick<PageCell, 'expected' | 'standing'>,
): Expectation {
  if (expected === undefined || informational || (verdict !== 'violated' && verdict !== 'holds')) return undefined;
  if (expected.includes(id) !== (verdict === 'violated')) return 'unexpected';
  return standing === 'inconclusive' ? undefined : 'as expected';
}

interface VerdictChipProps {
  readonly property: Pick<PropertyReport, 'id' | 'verdict' | 'informational'>;
  readonly cell: Pick<PageCell, 'expected' | 'standing'>;
}

export function VerdictChip({ property, cell }: VerdictChipProps) {
  const { verdict } = property;
  const expectation = expectationOf(property, cell);
  if (expectation === 'unexpected') return <b class="chip surprise">! {verdict}, not expected</b>;
  const isCalm = expectation === 'as expected' && verdict === 'violated';
  return (
    <b class={`chip ${verdict}${isCalm ? ' expected' : ''}`}>
      {verdict === 'inconclusive' && '? '}
      {verdict}
      {isCalm && ', as expected'}
    </b>
  );
}
