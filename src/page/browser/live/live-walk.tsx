/** A walk in a cell of a live report: opens the cell in an engine, leads to the moment of a trace, then is the page of `everywhen explore`. */
import { useEffect, useState } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import type { PageCell } from '../../data/page-data.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import { pathText } from '../../path-text.ts';
import type { Path } from '../../position.ts';
import { explorePlace, isMeant, type Route, routeText } from '../../route.ts';
import { detailsOf } from '../embedded-data.ts';
import { answerBy, ask } from '../explore/ask.ts';
import { ExploreApp } from '../explore/explore-app.tsx';
import type { Tool } from '../explore/tools.tsx';
import type { WalkProps } from '../report/report-app.tsx';
import { Text } from '../text.tsx';
import { Engine } from './engine.ts';

type From = NonNullable<WalkProps['route']['from']>;

interface Opened {
  readonly cell?: ExploredCell;
  readonly error?: Error;
}

export function LiveWalk({ data, route, go }: WalkProps) {
  const model = data.live?.models.find(({ name }) => isMeant(name, route.model));
  const cell = data.models
    .find(({ name }) => isMeant(name, route.model))
    ?.cells.find(({ variant, scenario }) => isMeant(variant, route.variant) && isMeant(scenario, route.scenario));
  const [opened, setOpened] = useState<Opened>({});
  const [tool, setTool] = useState<Tool | undefined>();
  useEffect(() => {
    if (model === undefined || cell === undefined) return;
    let engine: Engine | undefined;
    let isWanted = true;
    Engine.open(model, cell.parameters).then(
      (answer) => {
        engine = answer.engine;
        if (!isWanted) return engine.close();
        answerBy(engine.answer);
        setOpened({ cell: answer.cell });
      },
      (error) => isWanted && setOpened({ error }),
    );
    return () => {
      isWanted = false;
      engine?.close();
    };
  }, [model, cell]);
  const { from } = route;
  useEffect(() => {
    if (opened.cell === undefined || from === undefined || cell === undefined) return;
    pathTo(cell, from).then(
      (path) => go({ ...withoutTrace(route), path: pathText(path) }, { replace: true }),
      (error) => setOpened((before) => ({ ...before, error })),
    );
  }, [opened.cell, from, cell, route, go]);
  if (opened.cell !== undefined && from === undefined) {
    return (
      <ExploreApp
        cell={opened.cell}
        place={explorePlace(route)}
        notice={undefined}
        {...{ tool }}
        onTool={(next) => setTool(next === tool ? undefined : next)}
      />
    );
  }
  return (
    <main id="main" tabIndex={-1}>
      {model === undefined || cell === undefined ? (
        <p>
          This report has no such cell. <a href="#/">All cells</a>
        </p>
      ) : opened.error === undefined ? (
        <p role="status">Starting the engine…</p>
      ) : (
        <p role="alert">
          This cell cannot be explored here: <Text text={opened.error.message} />{' '}
          <a href={routeText({ ...route, view: 'cell' } as Route)}>The cell</a>
        </p>
      )}
    </main>
  );
}

function withoutTrace({ view, model, variant, scenario }: WalkProps['route']) {
  return { view, model, variant, scenario };
}

/** The path of a trace of the report, up to a moment. */
async function pathTo(cell: PageCell, { property: id, moment, number }: From): Promise<Path> {
  const details = await detailsOf(cell);
  const property = details?.report.properties.find((candidate) => isMeant(candidate.id, id));
  const traces: readonly Counterexample[] = [
    ...(property?.lockFindings?.flatMap((finding) => finding.traces.map(({ trace }) => trace)) ?? []),
  ];
  const trace = traces[number] ?? property?.counterexample ?? property?.witness;
  if (trace === undefined) throw new Error(`'${id}' has no trace.`);
  return ask<Path>('/api/path', { initial: trace.initial, steps: trace.steps.slice(0, moment) });
}
