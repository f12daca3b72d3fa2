/** A report: the matrix, a cell of it, or a trace of a cell, by the address. */
import { useEffect, useRef } from 'preact/hooks';
import { cellName } from '../../cell-name.ts';
import type { PageData } from '../../page-data.ts';
import { type CellRoute, EVERYTHING, type Route, routeText } from '../../route.ts';
import { shown } from '../text.tsx';
import { useRoute } from '../use-route.ts';
import { CellPage } from './cell-page.tsx';
import { MatrixPage } from './matrix-page.tsx';

export function ReportApp({ data }: { readonly data: PageData }) {
  const [address, go] = useRoute();
  const route = address.view === 'matrix' ? (onlyCell(data) ?? address) : address;
  const main = useRef<HTMLElement>(null);
  const place = placeOf(route);
  const lastPlace = useRef(place);

  useEffect(() => {
    document.title = titleOf(route);
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place, route]);

  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="page-header">
        <nav aria-label="Where you are">
          <Crumbs {...{ data, route }} />
        </nav>
      </header>
      <main ref={main} id="main" tabIndex={-1}>
        {route.view === 'matrix' ? (
          <MatrixPage {...{ data, go }} filter={route.filter} />
        ) : (
          <CellPage {...{ data, route, go }} key={place} />
        )}
      </main>
    </>
  );
}

/** A report of one cell that was checked alone opens on that cell. */
function onlyCell({ kind, models }: PageData): CellRoute | undefined {
  const [model] = models;
  const cell = model?.cells[0];
  if (kind !== 'check' || model === undefined || cell === undefined) return undefined;
  return { view: 'cell', model: model.name, variant: cell.variant, scenario: cell.scenario };
}

function Crumbs({ data, route }: { readonly data: PageData; readonly route: Route }) {
  const places: { readonly name: string; readonly to: Route }[] = [
    { name: 'Everywhen', to: { view: 'matrix', filter: EVERYTHING } },
  ];
  if (route.view === 'cell') {
    const { view, model, variant, scenario, trace } = route;
    if (data.kind === 'matrix') places.push({ name: model, to: { view: 'matrix', filter: { ...EVERYTHING, model } } });
    places.push({ name: cellName(route), to: { view, model, variant, scenario } });
    if (trace !== undefined) places.push({ name: trace.property, to: route });
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
  const { model, variant, scenario, trace } = route;
  return JSON.stringify([model, variant, scenario, trace?.property]);
}

function titleOf(route: Route): string {
  if (route.view === 'matrix') return 'Everywhen: all cells';
  const { model, trace } = route;
  const names = [...(trace === undefined ? [] : [trace.property]), model, cellName(route)];
  return shown([...new Set(names)].join(' · '), 100);
}
