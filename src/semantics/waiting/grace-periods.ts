/**
 * What a snapshot does with RCU. Its typed interface is `RcuSteps` (language/rcu/rcu-steps.ts). All of it is the value of one component, so a
 * step reads and writes that component alone.
 */
import { UserError } from '../../errors.ts';
import type { ReplicaIndex } from '../../model/declaration.ts';
import type { Rcu, RcuCallback } from '../../model/rcu/rcu.ts';
import { firstLabelOf } from '../interrupt.ts';
import { noteSleep } from './sleep-noting.ts';
import { Sleeping } from './sleeping.ts';

type Called = [callback: RcuCallback] | [index: ReplicaIndex, callback: RcuCallback];

export abstract class GracePeriods extends Sleeping {
  rcuReadLock(name: string, index?: ReplicaIndex): this {
    const [slot, rcu] = this.#rcu(name, index);
    return this.holding(slot, rcu.enter(this.#process));
  }

  rcuReadUnlock(name: string, index?: ReplicaIndex): this {
    const [slot, rcu] = this.#rcu(name, index);
    return this.holding(slot, rcu.leave(this.#process));
  }

  synchronizeRcu(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, rcu] = this.#rcu(name, index);
    const after = rcu.synchronized(this.#process);
    const marks = noteSleep(this.attempt, {
      state: this.state,
      slot,
      as: 'grace period',
      blocked: after === undefined,
    });
    if (after !== undefined) return this.holding(slot, after, marks);
    this.noteWait(slot, { as: 'grace period', behind: [...rcu.awaitedBy(this.#process)] });
    const begun = rcu.begin(this.#process);
    if (begun === undefined) return undefined;
    this.#refuseFirst(slot);
    this.attempt.queued ??= { slot, value: begun };
    return undefined;
  }

  callRcu(name: string, ...rest: Called): this {
    const [index, callback] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const [slot, rcu] = this.#rcu(name, index);
    return this.holding(slot, rcu.call(callback));
  }

  rcuCallback(name: string, ...rest: Called): this | undefined {
    const [index, callback] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const [slot, rcu] = this.#rcu(name, index);
    const after = rcu.run(callback);
    if (after !== undefined) return this.holding(slot, after);
    const behind = [...(rcu.callbacks.get(callback) ?? [])];
    if (behind.length > 0) this.noteWait(slot, { as: 'callback', callback: String(callback), behind });
    return undefined;
  }

  get #process(): string {
    return this.attempt.alternative.process.name;
  }

  #rcu(name: string, index: ReplicaIndex | undefined): readonly [slot: number, rcu: Rcu] {
    return this.component<Rcu>(name, index);
  }

  #refuseFirst(slot: number): void {
    const { process, label } = this.attempt.alternative;
    if (process.interrupt === undefined || label !== firstLabelOf(process)) return;
    throw new UserError(
      'E_STEP',
      `waits for a grace period of '${this.attempt.system.slots[slot]?.name}' before it has begun.`,
      {
        hint: "A handler's first step is the interrupt's arrival: wait in the step after it.",
      },
    );
  }
}
