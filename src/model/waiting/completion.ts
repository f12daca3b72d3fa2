/** Completions as values, as Linux has them (include/linux/completion.h, kernel/sched/completion.c). */
import { Record } from 'immutable';
import type { Domain } from '../declaration.ts';

/**
 * A completion as a value. `done` counts the waits that may return; `all`: every wait may, from now on.
 *
 * @example
 * new Completion().complete().done; // => 1
 */
export class Completion extends Record({ done: 0, all: false }) {
  complete(): this {
    return this.all ? this : this.set('done', this.done + 1);
  }

  completeAll(): this {
    return this.merge({ done: 0, all: true });
  }

  /** The completion after a wait that returns; undefined where it must wait. */
  awaited(): this | undefined {
    if (this.all) return this;
    return this.done === 0 ? undefined : this.set('done', this.done - 1);
  }
}

/**
 * Declares a completion (`s.complete`, `s.completeAll`, `s.waitFor`). `s.set('done', new Completion())` makes it as new, as
 * `reinit_completion()` does.
 *
 * @example
 * const system = defineSystem({ started: completion() })
 *   .process('parent', { wait: (s) => s.waitFor('started') })
 *   .process('child', { start: (s) => s.complete('started') });
 * // => deadlock: holds
 */
export function completion(): Domain<Completion> {
  return { kind: 'domain', initial: new Completion() };
}
