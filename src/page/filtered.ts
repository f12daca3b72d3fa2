/** The cells of a matrix that a filter selects. */
import type { PageCell, PageData, PageModel } from './data/page-data.ts';
import type { Filter } from './route.ts';

export function matches({ name }: Pick<PageModel, 'name'>, cell: PageCell, filter: Filter): boolean {
  const { verdict, unexpectedOnly, model, property, search } = filter;
  const isOpen = verdict === 'inconclusive' && cell.standing === 'inconclusive';
  if (verdict !== 'all' && cell.verdict !== verdict && !isOpen) return false;
  if (unexpectedOnly && cell.surprises.length === 0) return false;
  if (model !== '' && name !== model) return false;
  if (property !== '' && ![...cell.violated, ...(cell.expected ?? [])].includes(property)) return false;
  const words = search.toLowerCase().split(/\s+/);
  const { variant, scenario, parameters, origin = '', violated, surprises } = cell;
  const text = [name, variant, scenario, parameters, cell.verdict, origin, ...violated, ...surprises]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The ids of all properties that some cell violates or was expected to violate, in natural order: P2 before P10. */
export function propertiesOf({ models }: PageData): readonly string[] {
  const ids = models.flatMap(({ cells }) => cells.flatMap(({ violated, expected = [] }) => [...violated, ...expected]));
  return [...new Set(ids)].sort(new Intl.Collator('en', { numeric: true }).compare);
}
