/** A cell: the findings, the expectation, the command to run it, and the evidence; or one trace of it. */
import { withinText } from '../../../trace/within-text.ts';
import { cellName } from '../../cell-name.ts';
import type { PageCell, PageData } from '../../data/page-data.ts';
import { type CellRoute, isMeant } from '../../route.ts';
import { CopyButton } from '../copy-button.tsx';
import { Text } from '../text.tsx';
import { useDetails } from '../use-details.ts';
import type { Go } from '../use-route.ts';
import { CellReport } from './cell-report.tsx';
import { sentencesOf } from './sentence-tip.tsx';
import { StatisticsList } from './statistics-list.tsx';
import { TracePage } from './trace-page.tsx';

interface CellPageProps {
  readonly data: PageData;
  readonly route: CellRoute;
  readonly go: Go;
}

type From = CellRoute['trace'];

export function CellPage({ data, route, go }: CellPageProps) {
  const model = data.models.find(({ name }) => isMeant(name, route.model));
  const cell = model?.cells.find(
    ({ variant, scenario }) => isMeant(variant, route.variant) && isMeant(scenario, route.scenario),
  );
  const { isThere, details } = useDetails(cell);
  if (model === undefined || cell === undefined) {
    return (
      <p>
        This report has no cell{' '}
        <b>
          <Text text={cellName(route)} />
        </b>
        . <a href="#/">All cells</a>
      </p>
    );
  }
  const { variant, scenario } = cell;
  const onExplore =
    data.live &&
    ((from: From) => go({ view: 'explore', model: model.name, variant, scenario, path: '', ...(from && { from }) }));
  if (!isThere) return <p class="quiet">…</p>;
  if (route.trace !== undefined && details !== undefined) {
    return <TracePage {...{ model, route, go, cell, details, onExplore }} at={route.trace} />;
  }
  const { violated, expected, standing, surprises, verdict, stopped, command } = cell;
  const { origin, within, remarks = [] } = cell;
  return (
    <div class="cell-page">
      <h1>
        <Text text={cellName(route)} max={120} />
      </h1>
      <p class="quiet">
        <Text text={data.kind === 'check' ? model.title : `${model.name}: ${model.title}`} />
      </p>
      <p class="verdict">
        <b class={`chip ${chipClass(cell)}`} {...sentencesOf(model.name, violated)}>
          {surprises.length > 0 && '! '}
          {violated.length > 0 ? 'violated: ' : verdict}
          <Text text={violated.join(' ')} />
        </b>
        {within !== undefined && (
          <span>
            <Text text={withinText(within)} />
          </span>
        )}
        {standing === 'as expected' && <span>as expected</span>}
        {expected !== undefined && standing !== 'as expected' && (
          <span>
            expected: <Text text={expected.length === 0 ? 'holds' : `violated: ${expected.join(' ')}`} />
          </span>
        )}
        {origin !== undefined && (
          <span>
            <Text text={origin} />
          </span>
        )}
        {stopped !== undefined && (
          <span>
            stopped early: <Text text={stopped} />
          </span>
        )}
      </p>
      {surprises.length > 0 && (
        <ul class="surprises">
          {surprises.map((sentence) => (
            <li key={sentence}>
              <b>!</b> <Text text={sentence} />
            </li>
          ))}
        </ul>
      )}
      <p class="command">
        <code>
          <Text text={command} />
        </code>
        <CopyButton what="command" text={() => command} />
        {onExplore !== undefined && (
          <button type="button" onClick={() => onExplore(undefined)}>
            Explore from here
          </button>
        )}
      </p>
      {[...remarks, ...cell.doubts].map((sentence) => (
        <p key={sentence}>
          <Text text={sentence} />
        </p>
      ))}
      {details === undefined ? <Outline of={cell} /> : <CellReport model={model.name} {...{ cell, details }} />}
    </div>
  );
}

/** What was expected is calm, what was not is loud. */
function chipClass({ surprises, standing, verdict }: PageCell): string {
  if (surprises.length > 0) return 'surprise';
  return standing === 'as expected' ? `${verdict} expected` : verdict;
}

/** For a cell whose traces are not kept. */
function Outline({ of: { statistics } }: { readonly of: PageCell }) {
  if (statistics === undefined) return <p class="quiet">Nothing more is known about this cell.</p>;
  return (
    <section aria-labelledby="statistics">
      <h2 id="statistics">Statistics</h2>
      <StatisticsList statistics={statistics} />
      <p class="quiet">Its properties and traces are not kept here: the command above shows them.</p>
    </section>
  );
}
