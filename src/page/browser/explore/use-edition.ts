/** The edition of the model: asked for repeatedly where its files are watched. The walk is carried over to a new one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CarriedWalk, EditionStatus } from '../../edition.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import { parsePath, pathText } from '../../path-text.ts';
import { ask, showEdition, shownEdition } from './ask.ts';

const AGAIN_MS = 700;

export interface ShownEdition {
  readonly edition: number;
  readonly cell: ExploredCell;
  /** Why the files cannot be loaded as they are now. */
  readonly problem?: string;
  /** What became of the walk in this edition. */
  readonly carried?: CarriedWalk;
}

export async function firstEdition(): Promise<{ readonly status: EditionStatus; readonly cell: ExploredCell }> {
  const status = await ask<EditionStatus>('/api/edition');
  showEdition(status.edition);
  return { status, cell: await ask<ExploredCell>('/api/cell') };
}

export function useEdition(status: EditionStatus, cell: ExploredCell): ShownEdition {
  const [shown, setShown] = useState<ShownEdition>(() => ({
    ...{ edition: status.edition, cell },
    ...(status.problem !== undefined && { problem: status.problem }),
  }));
  const latest = useRef(shown);
  latest.current = shown;
  useEffect(() => {
    if (!status.isWatched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    const look = async () => {
      try {
        const next = await updated(latest.current);
        if (next !== undefined && isWanted) setShown(next);
        timer = setTimeout(look, AGAIN_MS);
      } catch {
        // The server has ended; the next step of the walk says so.
      }
    };
    timer = setTimeout(look, AGAIN_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [status]);
  return shown;
}

/** Undefined where nothing has changed. */
async function updated(shown: ShownEdition): Promise<ShownEdition | undefined> {
  const { edition, problem } = await ask<EditionStatus>('/api/edition');
  if (edition === shown.edition) {
    if (problem === shown.problem) return undefined;
    const { problem: _, ...rest } = shown;
    return { ...rest, ...(problem !== undefined && { problem }) };
  }
  const path = parsePath(location.hash.replace(/^#?\/?/, '')) ?? { start: 0, steps: [] };
  const carried = await ask<CarriedWalk>('/api/carry', { ...path, edition: shownEdition() });
  showEdition(carried.edition);
  const cell = await ask<ExploredCell>('/api/cell');
  history.replaceState(null, '', `#/${pathText(carried.path)}`);
  return { edition: carried.edition, cell, carried, ...(problem !== undefined && { problem }) };
}
