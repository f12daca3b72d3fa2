/** What a snapshot does with objects that are freed. Their typed interface is `ObjectSteps` (language/objects/object-steps.ts). */
import { UserError } from '../errors.ts';
import type { ReplicaIndex } from '../model/declaration.ts';
import { suggestion } from '../model/names.ts';
import { type Life, useAfterFreeId } from '../model/objects/object.ts';
import type { Claim } from './arrival.ts';
import { GracePeriods } from './waiting/grace-periods.ts';

export abstract class ObjectAccess extends GracePeriods {
  use(name: string, index?: ReplicaIndex): this {
    return this.onward(this.state, [this.#used(name, this.#slot(name, index))]);
  }

  free(name: string, index?: ReplicaIndex): this {
    const slot = this.#slot(name, index);
    return this.#become('freed', slot, [this.#used(name, slot)]);
  }

  allocate(name: string, index?: ReplicaIndex): this {
    return this.#become('live', this.#slot(name, index), []);
  }

  #become(life: Life, slot: number, judged: readonly Claim[]): this {
    return this.onward(this.state.with(slot, this.attempt.system.canon.of(life)), judged);
  }

  /** Judges that the object is live. */
  #used(name: string, slot: number): Claim {
    const claim = { id: useAfterFreeId(name), holds: (this.state.at(slot).value as Life) === 'live' };
    this.attempt.judgements.push(claim);
    return claim;
  }

  #slot(name: string, index: ReplicaIndex | undefined): number {
    const { objects } = this.attempt.system;
    if (objects.has(name)) return this.slotOf(name, index);
    throw new UserError('E_COMPONENT', `uses, frees or allocates '${name}', which is no object.`, {
      hint: `${suggestion(name, objects)} Declare it: .object('${name}', 'the irq_info').`,
    });
  }
}
