/** A report: the matrix, a cell of it, or a trace of that, as the address says. */
import { useEffect, useRef } from 'preact/hooks';
import { cellName } from '../cell-name.ts';
import type { PageData } from '../page-data.ts';
import { EVERYTHING, type Route, routeText } from '../route.ts';
import { CellPage } from './cell-page.tsx';
import { MatrixPage } from './matrix-page.tsx';
import { shown } from './text.tsx';
import { useRoute } from './use-route.ts';

export function ReportApp({ data }: { readonly data: PageData }) {
  const [route, go] = useRoute();
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
          <ol class="crumbs">
            <li>
              <a
                href={routeText({ view: 'matrix', filter: EVERYTHING })}
                aria-current={route.view === 'matrix' ? 'page' : undefined}
              >
                Everywhen
              </a>
            </li>
            {route.view === 'cell' && (
              <>
                <li>
                  <a href={routeText({ view: 'matrix', filter: { ...EVERYTHING, model: route.model } })}>
                    {shown(route.model, 60)}
                  </a>
                </li>
                <li>
                  <a
                    href={routeText({
                      view: 'cell',
                      model: route.model,
                      variant: route.variant,
                      scenario: route.scenario,
                    })}
                    aria-current={route.trace === undefined ? 'page' : undefined}
                  >
                    {shown(cellName(route), 80)}
                  </a>
                </li>
                {route.trace !== undefined && (
                  <li>
                    <span aria-current="page">{shown(route.trace.property, 60)}</span>
                  </li>
                )}
              </>
            )}
          </ol>
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

/** Steps and filters are no other place. */
function placeOf(route: Route): string {
  if (route.view === 'matrix') return 'matrix';
  const { model, variant, scenario, trace } = route;
  return JSON.stringify([model, variant, scenario, trace?.property]);
}

function titleOf(route: Route): string {
  if (route.view === 'matrix') return 'Everywhen: all cells';
  const { model, trace } = route;
  return shown([...(trace === undefined ? [] : [trace.property]), model, cellName(route)].join(' · '), 100);
}
