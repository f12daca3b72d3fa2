/** Searches of the log with all threads, for the paths of large runs (answers/searching.ts). */

import { withoutChance } from '../../semantics/purity.ts';
import type { Slices } from '../../semantics/slices.ts';
import { type Search, type Searching, searchOne, takeFound } from '../answers/searching.ts';
import { REACHED } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';
import type { Crew } from './crew.ts';
import { chunksOf } from './level.ts';

interface Searched extends Range {
  readonly search: number;
}

interface Context {
  readonly packed: PackedStates;
  readonly crew: Crew;
  readonly slices: Slices;
}

/** Runs all searches. What the host says of limits does not end them: a violation without its trace would be no verdict. */
export async function searchTogether<T>(context: Context, searching: Searching<T>, doing: string): Promise<T> {
  const { slices } = context;
  try {
    for (;;) {
      const next = withoutChance(() => {
        let next = searching.next();
        while (!next.done && next.value === undefined && !slices.isOver) next = searching.next();
        return next;
      });
      if (next.done) return next.value;
      if (next.value !== undefined) await searchLevel(context, next.value, doing);
      if (slices.isOver) await slices.breathe(doing);
    }
  } finally {
    // Marks that are open are cleared.
    searching.return(undefined as T);
  }
}

async function searchLevel({ packed, crew, slices }: Context, search: Search, doing: string): Promise<void> {
  const { kernel, store } = packed;
  const { what, note } = search;
  const pending = chunksOf(search.ranges, crew).map((range): Searched => ({ ...range, search: what }));
  const missed: number[] = [];
  const collect = (lane: number, { to }: Searched) => {
    missed.push(...takeFound(packed, lane, note));
    const reached = kernel.get(scratchOf(lane) + REACHED);
    if (reached < to) pending.push({ from: reached, to, search: what });
  };
  try {
    while (pending.length > 0 || !crew.isIdle) {
      crew.give<Searched>(pending, kernel, store.log.states, collect, (task) => pending.push(task));
      const own = crew.leavesNothing && !crew.isIdle ? undefined : pending.pop();
      if (own !== undefined) {
        kernel.run.search(OWN, own.from, own.to, what);
        collect(OWN, own);
        await crew.hear();
      } else if (!crew.isIdle) await crew.one();
      if (slices.isOver) await slices.breathe(doing);
    }
  } finally {
    await crew.all(store);
  }
  for (const record of missed) {
    withoutChance(() => searchOne(packed, record, what, note));
    if (slices.isOver) await slices.breathe(doing);
  }
}
