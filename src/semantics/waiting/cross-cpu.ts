/**
 * What a snapshot does with IPIs and stopped CPUs. Its typed interface is `CpuSteps` (language/cpus/cpu-steps.ts). Each is the value of one
 * component; a rendezvous turns interrupts off as well, and saves their setting under the name of the component, as an irqsave lock does.
 */
import { UserError } from '../../errors.ts';
import type { Ipi } from '../../model/cpus/ipi.ts';
import type { StopMachine } from '../../model/cpus/stop-machine.ts';
import type { ReplicaIndex } from '../../model/declaration.ts';
import { suggestion } from '../../model/names.ts';
import { irqrestore, irqsave, isIrqsaved } from '../interrupt.ts';
import { ObjectAccess } from '../object-access.ts';

type ToCpus = [cpus: Iterable<string>] | [index: ReplicaIndex, cpus: Iterable<string>];

export abstract class CrossCpu extends ObjectAccess {
  sendIpi(name: string, ...rest: ToCpus): this {
    const [index, cpus] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const [slot, one] = this.component<Ipi>(name, index);
    return this.holding(slot, one.send(this.#own.name, this.#others(cpus)));
  }

  takeIpi(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, one] = this.component<Ipi>(name, index);
    const taken = one.take(this.#own.cpu);
    return taken && this.holding(slot, taken);
  }

  acknowledgeIpi(name: string, index?: ReplicaIndex): this {
    const [slot, one] = this.component<Ipi>(name, index);
    return this.holding(slot, one.acknowledge(this.#own.cpu));
  }

  awaitIpi(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, one] = this.component<Ipi>(name, index);
    const behind = one.unacknowledged(this.#own.name);
    if (behind.length === 0) return this;
    this.noteWait(slot, { as: 'acknowledgement', behind });
    return undefined;
  }

  stopCpus(name: string, ...rest: ToCpus): this | undefined {
    const [index, cpus] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const [slot, one] = this.component<StopMachine>(name, index);
    const begun = one.stop(this.#own.name, this.#others(cpus));
    if (begun !== undefined) return this.holding(slot, begun);
    this.noteWait(slot, { as: 'turn', behind: one.by === null ? [...one.stopped].sort() : [one.by] });
    return undefined;
  }

  enterStop(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, one] = this.component<StopMachine>(name, index);
    const entered = one.enter(this.#own.cpu);
    return entered && this.holding(slot, entered).#saved(slot);
  }

  awaitStopped(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, one] = this.component<StopMachine>(name, index);
    if (one.isStoppedBy(this.#own.name)) return this.#saved(slot);
    this.noteWait(slot, { as: 'arrival', behind: [...one.asked].sort() });
    return undefined;
  }

  resumeCpus(name: string, index?: ReplicaIndex): this {
    const [slot, one] = this.component<StopMachine>(name, index);
    return this.holding(slot, one.resume(this.#own.name)).#restored(slot);
  }

  leaveStop(name: string, index?: ReplicaIndex): this | undefined {
    const [slot, one] = this.component<StopMachine>(name, index);
    const left = one.leave(this.#own.cpu);
    if (left !== undefined) return this.holding(slot, left).#restored(slot);
    this.noteWait(slot, { as: 'resumption', behind: [one.by as string] });
    return undefined;
  }

  get #own() {
    return this.attempt.alternative.process;
  }

  /** The CPUs, which must exist and be others. */
  #others(cpus: Iterable<string>): ReadonlySet<string> {
    const { processes } = this.attempt.system;
    const asked = new Set(cpus);
    for (const cpu of asked) {
      if (cpu === this.#own.cpu) {
        throw new UserError('E_STEP', `calls on its own CPU '${cpu}'.`, {
          hint: 'Leave it out, and do on this CPU what is to be done in a step of the process itself.',
        });
      }
      if (processes.some((process) => process.kind === 'program' && process.cpu === cpu)) continue;
      throw new UserError('E_COMPONENT', `calls CPU '${cpu}', on which no process runs.`, {
        hint: suggestion(
          cpu,
          processes.filter(({ kind }) => kind === 'program').map((process) => process.cpu),
        ),
      });
    }
    return asked;
  }

  /** With interrupts off, and their setting saved under the name of the component. */
  #saved(slot: number): this {
    const { system } = this.attempt;
    const name = this.#nameOf(slot);
    if (isIrqsaved(system, this.#own, this.state, name)) return this;
    return this.onward(irqsave(system, this.#own, this.state, name));
  }

  #restored(slot: number): this {
    const { system } = this.attempt;
    const name = this.#nameOf(slot);
    if (!isIrqsaved(system, this.#own, this.state, name)) return this;
    return this.interruptsNow(irqrestore(system, this.#own, this.state, name));
  }

  #nameOf(slot: number): string {
    return this.attempt.system.slots[slot]?.name ?? '';
  }
}
