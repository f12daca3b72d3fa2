/**
 * Chooses the steps that are taken in the states of a level, with all threads, before any of them is visited (kernel/stubborn/choose.ts). What
 * is missing to choose by is learnt.
 */
import type { Stopped } from '../../model/exploration.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { REACHED, STATUS, WORDS_FULL } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { OutOfBits, OWN } from '../memory/packed-states.ts';
import { chunksOf, type LevelContext } from './level.ts';

interface Choosing extends Range {
  readonly choosing: true;
}

/** Returns why it could not be finished, if it could not. */
export async function chooseTogether(context: LevelContext, ranges: readonly Range[]): Promise<Stopped | undefined> {
  const { packed, crew, slices } = context;
  const { kernel, store } = packed;
  const pending = chunksOf(ranges, crew).map(({ from, to }): Choosing => ({ from, to, choosing: true }));
  let isFull = false;
  let isOutOfBits = false;
  const collect = (lane: number, { to }: Choosing) => {
    try {
      withoutChance(() => {
        for (const { record, trees } of packed.missesOf(lane)) packed.teach(packed.decodeRecord(record), trees);
      });
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      isOutOfBits = true;
    }
    const reached = kernel.get(scratchOf(lane) + REACHED);
    if (reached < to) pending.push({ from: reached, to, choosing: true });
    if (kernel.get(scratchOf(lane) + STATUS) === WORDS_FULL) isFull = true;
  };
  let stopped: Stopped | undefined;
  while (stopped === undefined && !isOutOfBits && (pending.length > 0 || !crew.isIdle)) {
    // Successors are new words, too, and no table grows while a thread uses it.
    if (isFull) {
      await crew.all(store);
      isFull = false;
      if (!store.words.grow()) stopped = 'webassembly-memory';
      continue;
    }
    crew.give<Choosing>(pending, kernel, store.log.states, collect, (task) => pending.push(task));
    const own = crew.leavesNothing && !crew.isIdle ? undefined : pending.pop();
    if (own !== undefined) {
      kernel.run.choose(OWN, own.from, own.to);
      collect(OWN, own);
      await crew.hear();
    } else if (!crew.isIdle) await crew.one();
    if (slices.isOver) stopped ??= await slices.breathe();
  }
  await crew.all(store);
  if (isOutOfBits) throw new OutOfBits();
  return stopped;
}
