/** The components of random systems (random-system.ts). */
import {
  completion,
  ghost,
  ipi,
  mutex,
  perCpu,
  queue,
  rcu,
  rendezvous,
  replicated,
  rwLock,
  semaphore,
  shared,
  spinLock,
  stopMachine,
  ticketLock,
  value,
  waitQueue,
} from 'everywhen';
import { Map as ImmutableMap, Set as ImmutableSet, Record } from 'immutable';
import type { RandomSystem } from './random-system.ts';

export const NUMBERS = 3;
export const FLAGS = 2;
export const LOCKS = 2;
/** Those on which several programs run. */
export const CPUS = ['c', 'cpu0'];
export const WORDS = 2;
export const MODES = ['idle', 'busy', null] as const;
type Mode = (typeof MODES)[number];

export class Cell extends Record({ full: false, by: 0 }) {
  fill(by: number) {
    return this.merge({ full: true, by });
  }
}

export function componentsOf(data: RandomSystem) {
  return {
    number: replicated(NUMBERS, 0),
    flag: replicated(FLAGS, false),
    mode: value<Mode>('idle'),
    set: value<ImmutableSet<number>>(ImmutableSet()),
    map: value<ImmutableMap<string, number>>(ImmutableMap()),
    cell: new Cell(),
    counter: 0,
    lock: replicated(LOCKS, (lock) => (lock === 0 ? spinLock({ rank: 2 }) : secondLock(data))),
    outer: spinLock({ rank: 1 }),
    word: replicated(WORDS, shared(0)),
    link: queue<number>(2, data.queue),
    meet: rendezvous<number>(),
    q: waitQueue({ pending: data.pending }),
    done: completion(),
    slots: replicated(2, (n) => semaphore(n)),
    m: mutex(),
    rcu: replicated(2, rcu()),
    call: ipi(),
    stop: stopMachine(),
    steps: ghost(0),
    mark: perCpu(CPUS, false),
    last: ghost(value<Mode>('idle')),
  };
}

function secondLock({ secondLock }: RandomSystem) {
  if (secondLock === 'spin') return spinLock({ rank: 1 });
  return secondLock === 'ticket' ? ticketLock({ nesting: 'ascending' }) : rwLock({ class: 'rw', readers: secondLock });
}
