/** The first page of a report: the totals, and for each model the violations by variant and scenario. */
import { counted } from '../../../trace/counted.ts';
import type { PageData } from '../../data/page-data.ts';
import { matches } from '../../filtered.ts';
import type { Filter } from '../../route.ts';
import { shown, Text } from '../text.tsx';
import type { Go } from '../use-route.ts';
import { CellList } from './cell-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { MatrixTable } from './matrix-table.tsx';

interface MatrixPageProps {
  readonly data: PageData;
  readonly filter: Filter;
  readonly go: Go;
}

export function MatrixPage({ data, filter, go }: MatrixPageProps) {
  const shownModels = data.models
    .map((model) => ({ model, found: new Set(model.cells.filter((cell) => matches(model, cell, filter))) }))
    .filter(({ model, found }) => found.size > 0 || (model.cells.length === 0 && filter.model === ''));
  const count = shownModels.reduce((sum, { found }) => sum + found.size, 0);
  return (
    <>
      <Summary data={data} />
      <FilterBar
        {...{ data, filter, count }}
        onFilter={(next) => go({ view: 'matrix', filter: next }, { replace: true })}
      />
      {data.kind === 'matrix' && <Legend />}
      {shownModels.map(({ model, found }) => (
        <section key={model.name} class="model" aria-label={shown(model.name)}>
          <h2>
            <Text text={model.name} max={80} />
            <span class="subtitle">
              <Text text={model.title} />
            </span>
          </h2>
          <MatrixTable {...{ model, found }} />
          <CellList {...{ model, found }} />
          <Doubts sentences={model.doubts} isStrict={data.strict} />
        </section>
      ))}
      {count === 0 && <p class="quiet">No cell matches.</p>}
    </>
  );
}

/** What the cells say, in words and marks and not by colour alone. */
function Legend() {
  return (
    <p class="legend-line">
      <b class="chip violated expected">P1</b> violated as expected <b class="chip surprise">! P1</b> not expected{' '}
      <b class="chip inconclusive">? P1</b> not decided
    </p>
  );
}

function Summary({ data }: { readonly data: PageData }) {
  const cells = data.models.reduce((sum, model) => sum + model.cells.length, 0);
  const { unexpected, inconclusive, doubts, strict, seconds, version, made, faults = [], remarks = [] } = data;
  return (
    <div class="summary">
      <h1>
        {unexpected > 0
          ? `${counted(unexpected, 'surprise')}`
          : inconclusive > 0 || faults.length > 0
            ? 'Not everything is decided'
            : 'All as expected'}
      </h1>
      <p>
        <b>{counted(cells, 'cell')}</b>
        {unexpected > 0 && <b class="chip surprise">! {unexpected.toLocaleString('en')} unexpected</b>}
        {inconclusive > 0 && <b class="chip inconclusive">? {inconclusive.toLocaleString('en')} inconclusive</b>}
        {doubts > 0 && !strict && <span class="chip plain">{counted(doubts, 'vacuous thing')}</span>}
        <span class="quiet">
          {seconds.toFixed(1)} s, <time dateTime={made}>{made.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>,
          Everywhen {shown(version, 20)}
        </span>
      </p>
      {[...faults.map((fault) => `! ${fault}`), ...remarks].map((sentence) => (
        <p key={sentence} class="quiet">
          <Text text={sentence} />
        </p>
      ))}
    </div>
  );
}

function Doubts({ sentences, isStrict }: { readonly sentences: readonly string[]; readonly isStrict: boolean }) {
  if (sentences.length === 0) return null;
  return (
    <details open={isStrict}>
      <summary>{counted(sentences.length, 'thing')} that the default matrix never did</summary>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Text text={sentence} />
          </li>
        ))}
      </ul>
    </details>
  );
}
