/** Grows the table of states with all threads, while no other task runs. */
import type { Host, Stopped } from '../../model/exploration.ts';
import { doTask, type Task } from '../memory/growth.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';
import { fillTable } from '../memory/stored-states.ts';
import type { Crew } from './crew.ts';

/** Parts of a round for each worker: enough that none waits long for the last. */
const PARTS = 4;
/** What is smaller than this (4 MiB) is moved in a few milliseconds. */
const LINES_MIN = 2 ** 16;

/** Makes room for more states, if `host` grants the bytes; otherwise returns why there is none. */
export async function growTogether(packed: PackedStates, crew: Crew, host: Host): Promise<Stopped | undefined> {
  const { kernel, store } = packed;
  const mayGrow = (bytes: number) => host.mayGrow(bytes);
  if (!crew.mayShare) return store.growStates(mayGrow);
  // A record that a dead thread left in doubt is looked up in the table.
  await crew.all(store);
  const growth = store.beginGrowth(mayGrow);
  if (typeof growth === 'string') return growth;
  let isBroken = false;
  for (const round of growth.rounds(PARTS * crew.workers, crew.isEager ? 1 : LINES_MIN)) {
    const pending = [...round];
    while (pending.length > 0 || !crew.isIdle) {
      crew.give<Task>(
        pending,
        kernel,
        store.log.states,
        () => {},
        () => {
          isBroken = true;
        },
      );
      const own = crew.leavesNothing ? undefined : pending.pop();
      if (own !== undefined) {
        doTask(kernel, OWN, own);
        await crew.hear();
      } else if (!crew.isIdle) await crew.one();
    }
    await crew.all(store);
    if (isBroken) break;
  }
  if (isBroken) {
    // A thread died with entries in its hands. The log has them all.
    store.emptyTable();
    fillTable(packed);
  } else growth.finish();
  store.endGrowth();
  return undefined;
}
