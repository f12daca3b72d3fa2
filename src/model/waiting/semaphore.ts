/** Counting semaphores as values. */
import { Record } from 'immutable';
import type { Domain } from '../declaration.ts';

/**
 * A semaphore as a value. `count`: that many processes may take it without waiting.
 *
 * @example
 * new Semaphore({ count: 1 }).down()?.count; // => 0
 */
export class Semaphore extends Record({ count: 0 }) {
  /** The semaphore, taken; undefined where the process must wait. */
  down(): this | undefined {
    return this.count === 0 ? undefined : this.set('count', this.count - 1);
  }

  up(): this {
    return this.set('count', this.count + 1);
  }
}

/**
 * Declares a semaphore that `count` processes may hold at once (`s.down`, `s.up`). Any process may release it, also one that has not taken it.
 *
 * @example
 * const system = defineSystem({ slots: semaphore(2) })
 *   .processes('p', 3, { enter: (s) => s.down('slots'), inside: (s) => s.up('slots') })
 *   .invariant('two', 'two are inside at most', (s) => [0, 1, 2].some((p) => s.at('p', p) !== 'inside'));
 * // => holds
 */
export function semaphore(count: number): Domain<Semaphore> {
  return { kind: 'domain', initial: new Semaphore({ count }) };
}
