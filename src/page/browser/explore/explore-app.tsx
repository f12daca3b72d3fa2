/** A walk through the state space: the path so far, the possible steps, and the state here. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { stepText } from '../../../trace/text.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import { pathText } from '../../path-text.ts';
import type { Path, Position } from '../../position.ts';
import type { RunStatus } from '../../run-status.ts';
import { shown, Text } from '../text.tsx';
import { StepDetails } from '../trace/step-details.tsx';
import { BlockedList } from './blocked-list.tsx';
import { InitialStateList } from './initial-state-list.tsx';
import { PathPane } from './path-pane.tsx';
import { Problems } from './problems.tsx';
import { PropertyList } from './property-list.tsx';
import { RunPanel } from './run-panel.tsx';
import { StepList, situationText } from './step-list.tsx';
import { OpenTool, type Tool, ToolButtons } from './tools.tsx';
import { usePath } from './use-path.ts';
import { usePosition } from './use-position.ts';
import { useRun } from './use-run.ts';
import { useWalkKeys } from './use-walk-keys.ts';

const START: Path = { start: 0, steps: [] };

interface ExploreAppProps {
  readonly cell: ExploredCell;
  /** What is to be said above everything else. */
  readonly notice: ComponentChildren;
  readonly tool: Tool | undefined;
  readonly onTool: (tool: Tool) => void;
  /** What stands in the address before the path. */
  readonly place?: string;
}

export function ExploreApp({ cell, notice, tool, onTool, place = '#' }: ExploreAppProps) {
  const [path, go] = usePath(place);
  const { walk, isOnTheWay, error } = usePosition(path ?? START);
  const run = useRun();
  const columns = useMemo(() => new Map(Object.entries(cell.columns)), [cell]);
  const here = walk?.position.path ?? START;
  const take = useCallback(
    (index: number) => {
      if (!isOnTheWay) go({ ...here, steps: [...here.steps, index] });
    },
    [isOnTheWay, go, here],
  );
  useWalkKeys({ walk, take, go });
  useEffect(() => {
    document.title = `${shown(cell.model, 60)} ${pathText(here)} · Everywhen`;
  }, [here, cell]);
  return (
    <>
      <header class="page-header">
        <h1>
          <Text text={cell.model} max={60} />
          <span class="subtitle">
            <Text text={cell.title} max={160} />
          </span>
        </h1>
        {cell.chosen !== '' && (
          <p class="chosen value">
            <Text text={cell.chosen} max={160} />
          </p>
        )}
        <ToolButtons {...{ tool, onTool }} />
        <RunPanel run={run} />
      </header>
      <main class="explore" aria-busy={isOnTheWay}>
        {notice}
        <Problems
          {...{ cell, here }}
          isPath={path !== undefined}
          error={error ?? run.error}
          misfit={walk?.position.misfit}
        />
        {walk !== undefined && (
          <>
            <OpenTool
              {...{ tool, go }}
              here={here}
              cell={`${cell.model} ${cell.chosen}`.trimEnd()}
              hasAll={run.status?.phase === 'ended' && run.status.stopped === undefined}
            />
            <PathPane {...{ cell, columns, walk, go }} cycleStart={cycleStartOf(run.status, walk.trail.path)} />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard. */}
            <section class="next" aria-label="Steps" tabIndex={0}>
              {cell.initialStates > 1 && <InitialStateList count={cell.initialStates} path={here} {...{ go }} />}
              <StepList position={walk.position} {...{ isOnTheWay }} onTake={take} />
              <BlockedList position={walk.position} />
            </section>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard. */}
            <section class="here" aria-labelledby="here" tabIndex={0}>
              <h2 id="here">Here</h2>
              <StepDetails trace={walk.trail.trace} columns={columns} moment={here.steps.length} />
            </section>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so has this. */}
            <section class="claims" aria-labelledby="claims" tabIndex={0}>
              <h2 id="claims">Properties</h2>
              <PropertyList here={walk.position.properties} run={run.status} onJump={go} />
            </section>
            <p role="status" class="visually-hidden">
              {isOnTheWay ? '' : said(walk.position)}
            </p>
          </>
        )}
      </main>
    </>
  );
}

/** The start of the cycle, if the path is that of a lasso. */
function cycleStartOf(run: RunStatus | undefined, path: Path): number | undefined {
  const jumps = run?.properties.flatMap((property) => property.jumps) ?? [];
  return jumps.find((jump) => jump.cycleStart !== undefined && pathText(jump.path) === pathText(path))?.cycleStart;
}

/** The text that a screen reader says at every new position. */
function said(position: Position): string {
  const { trace, processes, properties } = position;
  const last = trace.steps.at(-1);
  const violated = properties.filter(({ standing }) => standing === 'violated').map(({ id }) => id);
  const count = processes.reduce((sum, { enabled }) => sum + enabled.length, 0);
  return [
    last === undefined
      ? `Initial state${position.path.start === 0 ? '' : ` ${position.path.start}`}`
      : `Step ${trace.steps.length}, ${shown(`${last.process}: ${stepText(last)}`, 120)}`,
    `${count} possible`,
    ...(violated.length > 0 ? [`violated: ${shown(violated.join(' '), 120)}`] : []),
    ...(situationText(position) === '' ? [] : [situationText(position)]),
  ].join('. ');
}
