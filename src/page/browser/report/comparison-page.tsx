/** Two traces of one model, as the address names them. */
import { useMemo } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import { cellName } from '../../cell-name.ts';
import type { CellDetails, PageModel } from '../../data/page-data.ts';
import { type Beside, type CellRoute, isMeant, routeText } from '../../route.ts';
import { Text } from '../text.tsx';
import { TraceComparison } from '../trace/trace-comparison.tsx';
import { useDetails } from '../use-details.ts';

interface ComparisonPageProps {
  readonly model: PageModel;
  readonly details: CellDetails;
  readonly route: CellRoute;
  readonly at: NonNullable<CellRoute['trace']>;
  readonly beside: Beside;
  readonly onMoment: (moment: number) => void;
}

export function ComparisonPage({ model, details, route, at, beside, onMoment }: ComparisonPageProps) {
  const cell = model.cells.find(
    ({ variant, scenario }) => isMeant(variant, beside.variant) && isMeant(scenario, beside.scenario),
  );
  const { isThere, details: others } = useDetails(cell);
  const left = useMemo(
    () => compared(model.name, route, details, { ...route, property: at.property }),
    [model, details, route.variant, route.scenario, at.property],
  );
  const right = useMemo(
    () => others && compared(model.name, route, others, beside),
    [model, others, beside.variant, beside.scenario, beside.property, beside.without],
  );
  if (!isThere && cell !== undefined) return <p class="quiet">…</p>;
  if (left === undefined || right === undefined) {
    return (
      <p>
        This report has no trace <Text text={`${beside.property} of ${cellName({ model: model.name, ...beside })}`} />.{' '}
        <a href={routeText({ ...route, trace: { property: at.property, moment: 0, number: 0 } })}>The trace alone</a>
      </p>
    );
  }
  return (
    <div class="comparison-page">
      <h1>
        <Text text={`${left.name} beside ${right.name}`} max={200} />
      </h1>
      <TraceComparison {...{ left, right, onMoment }} moment={at.moment} />
    </div>
  );
}

function compared(model: string, { view }: CellRoute, { report, columns }: CellDetails, of: Beside) {
  const property = report.properties.find(({ id }) => isMeant(id, of.property));
  const explained = report.explanation?.properties.find(({ id }) => isMeant(id, of.property));
  const trace: Counterexample | undefined = of.without
    ? explained?.together?.counterexample
    : (property?.counterexample ?? property?.witness);
  if (property === undefined || trace === undefined) return undefined;
  const { variant, scenario } = of;
  const place = cellName({ model, variant, scenario });
  return {
    trace,
    columns: new Map(Object.entries(columns)),
    name: `${property.id}, ${place}${of.without ? ', without what it does not need' : ''}`,
    href: routeText({
      view,
      model,
      variant,
      scenario,
      trace: { property: property.id, moment: trace.steps.length, number: 0 },
    }),
  };
}
