/**
 * What a snapshot does with wait queues, completions and semaphores. Their typed interface is `WaitSteps` (language/wait-steps.ts). Each is the
 * value of one component, so a step reads and writes that component alone.
 */
import type { ReplicaIndex } from '../../model/declaration.ts';
import type { Completion } from '../../model/waiting/completion.ts';
import type { Semaphore } from '../../model/waiting/semaphore.ts';
import type { SleepsOn } from '../../model/waiting/sleep-event.ts';
import type { WaitEvent } from '../../model/waiting/wait-event.ts';
import type { WaitQueue } from '../../model/waiting/wait-queue.ts';
import type { Mark } from '../arrival.ts';
import { Locking } from '../locks/locking.ts';
import { noteSleep } from './sleep-noting.ts';

interface Waiter {
  readonly exclusive?: boolean;
}

export abstract class Sleeping extends Locking {
  prepareToWait(queue: string, ...rest: readonly (ReplicaIndex | Waiter | undefined)[]): this {
    const waiter = rest.find(isWaiter);
    const index = rest[0] === waiter ? undefined : (rest[0] as ReplicaIndex);
    return this.#changed<WaitQueue>(queue, index, (q) => q.prepare(this.#process, waiter?.exclusive ?? false));
  }
  sleep(queue: string, index?: ReplicaIndex): this | undefined {
    return this.#await<WaitQueue>('wait queue', queue, index, (q) => q.awake(this.#process));
  }
  finishWait(queue: string, index?: ReplicaIndex): this {
    return this.#changed<WaitQueue>(queue, index, (q) => q.finish(this.#process));
  }
  wake(queue: string, index?: ReplicaIndex): this {
    return this.#changed<WaitQueue>(queue, index, (q) => q.wake());
  }
  wakeAll(queue: string, index?: ReplicaIndex): this {
    return this.#changed<WaitQueue>(queue, index, (q) => q.wakeAll());
  }

  complete(completion: string, index?: ReplicaIndex): this {
    return this.#changed<Completion>(completion, index, (c) => c.complete());
  }
  completeAll(completion: string, index?: ReplicaIndex): this {
    return this.#changed<Completion>(completion, index, (c) => c.completeAll());
  }
  waitFor(completion: string, index?: ReplicaIndex): this | undefined {
    return this.#await<Completion>('completion', completion, index, (c) => c.awaited());
  }

  down(semaphore: string, index?: ReplicaIndex): this | undefined {
    return this.#await<Semaphore>('semaphore', semaphore, index, (one) => one.down());
  }
  up(semaphore: string, index?: ReplicaIndex): this {
    return this.#changed<Semaphore>(semaphore, index, (one) => one.up());
  }

  /** The slot of a component, and its value. */
  protected component<T>(name: string, index: ReplicaIndex | undefined): readonly [slot: number, value: T] {
    const slot = this.slotOf(name, index);
    return [slot, this.state.at(slot).value as T];
  }

  /** The snapshot continued with another value of a component. */
  protected holding(slot: number, value: unknown, marks: readonly Mark[] = []): this {
    return this.onward(this.state.with(slot, this.attempt.system.canon.of(value)), marks);
  }

  /** Notes what a blocked step waits for, where that is told. */
  protected noteWait(slot: number, event: Omit<WaitEvent, 'kind' | 'on'>): void {
    const { system, observed } = this.attempt;
    if (!system.tellsWaits) return;
    const noted: WaitEvent = { kind: 'wait', on: system.slots[slot]?.name ?? '', ...event };
    observed.push(noted);
  }

  get #process(): string {
    return this.attempt.alternative.process.name;
  }

  #changed<T>(name: string, index: ReplicaIndex | undefined, by: (value: T) => T): this {
    const [slot, value] = this.component<T>(name, index);
    return this.holding(slot, by(value));
  }

  #await<T>(
    as: SleepsOn,
    name: string,
    index: ReplicaIndex | undefined,
    by: (value: T) => T | undefined,
  ): this | undefined {
    const [slot, value] = this.component<T>(name, index);
    const next = by(value);
    if (next === undefined) this.attempt.sleeps = true;
    const marks = noteSleep(this.attempt, { state: this.state, slot, as, blocked: next === undefined });
    return next === undefined ? undefined : this.holding(slot, next, marks);
  }
}

function isWaiter(argument: ReplicaIndex | Waiter | undefined): argument is Waiter {
  return typeof argument === 'object' && !Array.isArray(argument);
}
