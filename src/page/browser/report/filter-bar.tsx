/** The controls that select which cells of the matrix are shown. */
import { useMemo } from 'preact/hooks';

import { counted } from '../../../trace/counted.ts';
import type { PageData } from '../../data/page-data.ts';
import { propertiesOf } from '../../filtered.ts';
import { EVERYTHING, type Filter } from '../../route.ts';
import { shown } from '../text.tsx';

interface FilterBarProps {
  readonly data: PageData;
  readonly filter: Filter;
  /** The number of cells that the filter selects. */
  readonly count: number;
  readonly onFilter: (filter: Filter) => void;
}

const VERDICTS = ['all', 'violated', 'holds', 'inconclusive'] as const;

export function FilterBar({ data, filter, count, onFilter }: FilterBarProps) {
  const change = (part: Partial<Filter>) => onFilter({ ...filter, ...part });
  const properties = useMemo(() => propertiesOf(data), [data]);
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(EVERYTHING);
  return (
    <search class="filters">
      <label class="search">
        Search
        <input
          type="search"
          value={filter.search}
          placeholder="variant, scenario, parameter"
          onInput={(event) => change({ search: event.currentTarget.value })}
        />
      </label>
      <label>
        Verdict
        <select
          value={filter.verdict}
          onChange={(event) => change({ verdict: event.currentTarget.value as Filter['verdict'] })}
        >
          {VERDICTS.map((verdict) => (
            <option key={verdict} value={verdict}>
              {verdict}
            </option>
          ))}
        </select>
      </label>
      <label>
        Model
        <select value={filter.model} onChange={(event) => change({ model: event.currentTarget.value })}>
          <option value="">all</option>
          {data.models.map(({ name }) => (
            <option key={name} value={name}>
              {shown(name, 40)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Property
        <select value={filter.property} onChange={(event) => change({ property: event.currentTarget.value })}>
          <option value="">all</option>
          {properties.map((id) => (
            <option key={id} value={id}>
              {shown(id, 40)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.unexpectedOnly}
          onChange={(event) => change({ unexpectedOnly: event.currentTarget.checked })}
        />
        unexpected only
      </label>
      <span class="count">
        <span role="status">{isFiltered ? `${counted(count, 'cell')} shown` : ''}</span>
        {isFiltered && (
          <button type="button" onClick={() => onFilter(EVERYTHING)}>
            Show all
          </button>
        )}
      </span>
    </search>
  );
}
