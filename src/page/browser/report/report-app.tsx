/** A report: the matrix, a cell of it, or a trace of a cell, by the address. */
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { counted } from '../../../trace/counted.ts';
import { cellName } from '../../cell-name.ts';
import type { LiveData } from '../../data/live-data.ts';
import type { PageData } from '../../data/page-data.ts';
import { type CellRoute, EVERYTHING, type ExploreRoute, type Route, routeText } from '../../route.ts';
import { shown } from '../text.tsx';
import { type Go, useRoute } from '../use-route.ts';
import { CellPage } from './cell-page.tsx';
import { MatrixPage } from './matrix-page.tsx';
import { SentenceTip } from './sentence-tip.tsx';

export interface WalkProps {
  readonly data: PageData;
  readonly route: ExploreRoute;
  readonly go: Go;
}

interface ReportAppProps {
  readonly data: PageData;
  /** In a live report: a walk in a cell. */
  readonly Walk?: ComponentType<WalkProps>;
}

export function ReportApp({ data, Walk }: ReportAppProps) {
  const [address, go] = useRoute();
  const route = address.view === 'matrix' ? (onlyCell(data) ?? address) : address;
  // A walk has a header of its own.
  const Top = route.view === 'explore' ? 'div' : 'header';
  const main = useRef<HTMLElement>(null);
  const place = placeOf(route);
  const lastPlace = useRef(place);

  useEffect(() => {
    if (route.view !== 'explore') document.title = titleOf(route);
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place, route]);

  return (
    <>
      {route.view !== 'explore' && (
        <button type="button" class="skip" onClick={() => main.current?.focus()}>
          Skip to the content
        </button>
      )}
      <Top class="page-header">
        <nav aria-label="Where you are">
          <Crumbs {...{ data, route }} />
          {data.live !== undefined && <p class="embeds quiet">{embedsText(data.live)}</p>}
        </nav>
      </Top>
      {route.view === 'explore' && Walk !== undefined ? (
        <Walk {...{ data, route, go }} key={place} />
      ) : (
        <main ref={main} id="main" tabIndex={-1}>
          {route.view === 'cell' ? (
            <CellPage {...{ data, route, go }} key={place} />
          ) : (
            <MatrixPage {...{ data, go }} filter={route.view === 'matrix' ? route.filter : EVERYTHING} />
          )}
        </main>
      )}
      <SentenceTip data={data} />
    </>
  );
}

/** So that nobody sends the code of a model without knowing it. */
function embedsText({ models, files }: LiveData): string {
  const what = models.length === 1 ? 'its model' : `its ${models.length} models`;
  return `This file contains the code of ${what} (${counted(files, 'file')}): send it only to people who may read that.`;
}

/** A report of one cell that was checked alone opens on that cell, and on its trace if it has only one. */
function onlyCell({ kind, models, opens }: PageData): CellRoute | undefined {
  const [model] = models;
  const cell = model?.cells[0];
  if (kind !== 'check' || model === undefined || cell === undefined) return undefined;
  const route = { view: 'cell', model: model.name, variant: cell.variant, scenario: cell.scenario } as const;
  return opens === undefined ? route : { ...route, trace: { ...opens, number: 0 } };
}

function Crumbs({ data, route }: { readonly data: PageData; readonly route: Route }) {
  const places: { readonly name: string; readonly to: Route }[] = [
    { name: 'Everywhen', to: { view: 'matrix', filter: EVERYTHING } },
  ];
  if (route.view !== 'matrix') {
    const { model, variant, scenario } = route;
    const trace = route.view === 'cell' ? route.trace : route.from;
    if (data.kind === 'matrix') places.push({ name: model, to: { view: 'matrix', filter: { ...EVERYTHING, model } } });
    places.push({ name: cellName(route), to: { view: 'cell', model, variant, scenario } });
    if (trace !== undefined)
      places.push({ name: trace.property, to: { view: 'cell', model, variant, scenario, trace } });
    if (route.view === 'explore') places.push({ name: 'Explore', to: route });
  }
  return (
    <ol class="crumbs">
      {places.map(({ name, to }, i) => (
        <li key={routeText(to)}>
          <a href={routeText(to)} aria-current={i === places.length - 1 ? 'page' : undefined}>
            {shown(name, 60)}
          </a>
        </li>
      ))}
    </ol>
  );
}

/** Another step or filter is the same place. */
function placeOf(route: Route): string {
  if (route.view === 'matrix') return 'matrix';
  const { view, model, variant, scenario } = route;
  return JSON.stringify([view, model, variant, scenario, view === 'cell' ? route.trace?.property : '']);
}

function titleOf(route: Exclude<Route, ExploreRoute>): string {
  if (route.view === 'matrix') return 'Everywhen: all cells';
  const { model, trace } = route;
  const names = [...(trace === undefined ? [] : [trace.property]), model, cellName(route)];
  return shown([...new Set(names)].join(' · '), 100);
}
