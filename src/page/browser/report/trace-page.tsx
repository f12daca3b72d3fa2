/** The trace of a property, or the violations of its lock order, each with all its traces. */
import { useCallback, useMemo } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import type { Part } from '../../../check/doubt/explained.ts';
import { foundText } from '../../../trace/found-text.ts';
import type { CellDetails, PageCell, PageModel } from '../../data/page-data.ts';
import { type Beside, type CellRoute, isMeant, routeText } from '../../route.ts';
import { shown, Text } from '../text.tsx';
import { TraceViewer } from '../trace/trace-viewer.tsx';
import type { Go } from '../use-route.ts';
import { BesidePicker } from './beside-picker.tsx';
import { ComparisonPage } from './comparison-page.tsx';
import { ExplanationPanel } from './explanation-panel.tsx';
import { LockFindings } from './lock-findings.tsx';
import { VerdictChip } from './verdict-chip.tsx';

interface TracePageProps {
  readonly model: PageModel;
  readonly cell: PageCell;
  readonly details: CellDetails;
  readonly route: CellRoute;
  readonly at: NonNullable<CellRoute['trace']>;
  readonly go: Go;
  /** In a live report: begins a walk at a moment of a trace. */
  readonly onExplore?: ((from: NonNullable<CellRoute['trace']>) => void) | undefined;
}

export function TracePage(props: TracePageProps) {
  const { model, cell, details, route, at, go, onExplore } = props;
  const { report, columns, kernel, evidence } = details;
  const { view, variant, scenario } = route;
  const place = { view, model: route.model, variant, scenario };
  const { property: id } = at;
  const property = report.properties.find((candidate) => isMeant(candidate.id, id));
  const goTo = useCallback(
    (moment: number, number: number) =>
      go({ view, model: route.model, variant, scenario, trace: { property: id, moment, number } }, { replace: true }),
    [go, view, route.model, variant, scenario, id],
  );
  const onMoment = useCallback((moment: number) => goTo(moment, 0), [goTo]);
  const columnsByProcess = useMemo(() => new Map(Object.entries(columns)), [columns]);
  const goBeside = useCallback(
    (beside: Beside | undefined, moment = 0) =>
      go(
        {
          view,
          model: route.model,
          variant,
          scenario,
          trace: { property: id, moment, number: 0, ...(beside && { beside }) },
        },
        { replace: at.beside !== undefined },
      ),
    [go, view, route.model, variant, scenario, id, at.beside],
  );
  const onRow = useCallback((moment: number) => goBeside(at.beside, moment), [goBeside, at.beside]);
  const explained = report.explanation?.properties.find((candidate) => isMeant(candidate.id, id));
  const needed = useMemo(() => neededSteps(explained?.parts ?? []), [explained]);
  const trace = property?.counterexample ?? property?.witness;
  const kernelTraces = property && kernel?.[property.id];
  const findings = property?.lockFindings ?? [];
  if (property === undefined || (trace === undefined && findings.length === 0)) {
    return (
      <p>
        <b>
          <Text text={id} />
        </b>{' '}
        {property === undefined ? 'is not a property of this cell' : 'has no trace'}.{' '}
        <a href={routeText(place)}>The cell</a>
      </p>
    );
  }
  const explore = onExplore && ((moment: number, number = 0) => onExplore({ property: id, moment, number }));
  if (at.beside !== undefined) {
    return <ComparisonPage {...{ model, details, route, at }} beside={at.beside} onMoment={onRow} />;
  }
  const command = `${cell.command} --property ${quoted(id)}`;
  const label = `${shown(id, 60)} is ${property.counterexample === undefined ? 'reached' : 'violated'}`;
  return (
    <div class="trace-page">
      <div class="trace-head">
        <h1>
          <span class="id">
            <Text text={id} max={60} />:
          </span>{' '}
          <Text text={property.title} />
        </h1>
        <p>
          <VerdictChip {...{ property, cell }} />
          {property.informational && <span class="chip plain">informational</span>}
          {findings.length === 0 && trace !== undefined && <span>{foundText(property, trace, report)}</span>}
          {findings.length === 0 && <BesidePicker {...{ model, report, route }} property={id} onBeside={goBeside} />}
        </p>
        {explained !== undefined && (
          <ExplanationPanel
            {...{ explained, onMoment }}
            beside={routeText({
              ...place,
              trace: { property: id, moment: 0, number: 0, beside: { variant, scenario, property: id, without: true } },
            })}
          />
        )}
      </div>
      {findings.length > 0 ? (
        <LockFindings
          {...{ findings, command, at, kernelTraces }}
          evidence={evidence?.[property.id]}
          columns={columnsByProcess}
          onMoment={goTo}
          onExplore={explore}
        />
      ) : (
        trace !== undefined && (
          <>
            <h2 class="visually-hidden">Step by step</h2>
            <TraceViewer
              {...{ trace, label, command, onMoment }}
              columns={columnsByProcess}
              moment={at.moment}
              kernelTrace={kernelTraces?.[0]}
              onExplore={explore}
              needed={needed}
              evidence={evidence?.[property.id]?.[0]}
              whyHeading={`Why it is ${property.counterexample === undefined ? 'reached' : 'violated'}`}
              ending={trace.cycleStart === undefined ? `${endOf(trace)} ${label}.` : undefined}
            />
          </>
        )
      )}
    </div>
  );
}

function neededSteps(parts: readonly Part[]): ReadonlySet<number> {
  return new Set(parts.filter(({ needed }) => needed === 'needed').flatMap(({ steps }) => steps));
}

function endOf({ steps }: Counterexample): string {
  return steps.length === 0 ? 'Initially' : `After step ${steps.length}`;
}

/** Quoted for a shell if necessary. */
function quoted(text: string): string {
  return /^[\w.:=,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
