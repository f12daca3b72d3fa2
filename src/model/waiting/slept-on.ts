/** What a process may sleep on. */
import { Mutex } from '../locks/lock.ts';
import { Rcu } from '../rcu/rcu.ts';
import { Completion } from './completion.ts';
import { Semaphore } from './semaphore.ts';
import { WaitQueue } from './wait-queue.ts';

export function isSleptOn(value: unknown): boolean {
  return [WaitQueue, Completion, Semaphore, Mutex, Rcu].some((kind) => value instanceof kind);
}
