/** A cell as one link: its violations, and a mark if they were not expected. */
import { withinText } from '../../../trace/within-text.ts';
import type { PageCell } from '../../data/page-data.ts';
import { routeText } from '../../route.ts';
import { shown } from '../text.tsx';
import { sentencesOf } from './sentence-tip.tsx';

interface CellLinkProps {
  readonly model: string;
  readonly cell: PageCell;
  /** Includes the variant and scenario, for a link outside the table. */
  readonly isNamed?: boolean;
  readonly tabIndex?: number;
}

const NAMES_MAX = 60;
const NO_BREAK = '\u00a0';

export function CellLink({ model, cell, isNamed = false, tabIndex }: CellLinkProps) {
  const { variant, scenario, verdict, violated, expected, surprises, standing, origin, within } = cell;
  const found = violated.length > 0 ? violated.join(' ') : verdict;
  const isSurprise = surprises.length > 0;
  const isExpected = standing === 'as expected' && violated.length > 0;
  const isOpen = standing === 'inconclusive';
  const wanted = expected === undefined || expected.length === 0 ? 'holds' : expected.join(' ');
  return (
    <a
      class={`cell ${isSurprise ? 'surprise' : verdict}${isOpen ? ' inconclusive' : ''}${isExpected ? ' expected' : ''}`}
      {...sentencesOf(model, [...new Set([...violated, ...(isSurprise ? (expected ?? []) : [])])])}
      href={routeText({ view: 'cell', model, variant, scenario })}
      tabIndex={tabIndex}
      title={surprises.length > 0 ? shown(surprises.join(' '), 300) : undefined}
    >
      {isNamed && <span class="visually-hidden">{shown(`${variant} ${scenario}`, NAMES_MAX)}: </span>}
      {isSurprise && <b class="mark">!{NO_BREAK}</b>}
      {!isSurprise && isOpen && <b class="mark">?{NO_BREAK}</b>}
      {violated.length > 0 && <span class="visually-hidden">violated: </span>}
      {shown(found, NAMES_MAX)}
      {within !== undefined && <span class="wanted">{shown(withinText(within), NAMES_MAX)}</span>}
      {origin !== undefined && <span class="wanted">{shown(origin, NAMES_MAX)}</span>}
      {isSurprise && wanted !== found && <span class="wanted">expected {shown(wanted, NAMES_MAX)}</span>}
    </a>
  );
}
