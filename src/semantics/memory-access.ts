/**
 * Loads, stores, fences and locked instructions as the memory of the system orders them. Their typed interface is `MemorySteps`
 * (language/memory-steps.ts).
 *
 * Each reads as little as it needs, so that footprints are small: a load that finds its location in the store buffer does not read
 * memory, a fence stops at the first buffer that is not empty.
 */
import { List } from 'immutable';
import { UserError } from '../errors.ts';
import type { Canonical } from '../model/canonical.ts';
import type { ReplicaIndex, Value } from '../model/declaration.ts';
import type { Accessed, BufferFull, FenceMet } from '../model/observation.ts';
import { placeOf, type StepFunction } from '../model/process.ts';
import type { Slot } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { BLOCKED } from './arrival.ts';
import { CrossCpu } from './waiting/cross-cpu.ts';

/** A store buffer, the oldest store first. */
type Buffer = List<List<Value>>;
type Change = (value: Value) => unknown;

export abstract class MemoryAccess extends CrossCpu {
  protected abstract canonical(where: string, value: unknown): Canonical;

  load(name: string, index?: ReplicaIndex): Value {
    return this.#seen(this.#location(name, index));
  }

  store(name: string, ...rest: [to: unknown] | [index: ReplicaIndex, to: unknown]): this | undefined {
    const [index, to] = rest.length === 1 ? [undefined, rest[0]] : rest;
    const location = this.#location(name, index);
    const { process } = this.attempt.alternative;
    if (process.stores === 'never') {
      throw new UserError(
        'E_SYSTEM',
        `stores to '${location.name}', but process '${process.name}' says \`stores: false\`.`,
      );
    }
    return this.#stored(location, to);
  }

  fence(name: string): this | undefined {
    if (typeof name !== 'string' || name === '')
      throw new UserError('E_SYSTEM', "has a fence without a name: s.fence('name').");
    return this.#orders({ kind: 'fence', name }) && !this.#isDrained() ? undefined : this;
  }

  locked(name: string, ...rest: unknown[]): this | undefined {
    const [index, by, fence] = typeof rest[0] === 'function' ? [undefined, ...rest] : rest;
    return this.#changed(this.#location(name, index as ReplicaIndex), by as Change, fence as string)?.[0];
  }

  lockedNow(name: string, ...rest: unknown[]): this {
    const after = this.locked(name, ...rest);
    if (after !== undefined) return after;
    if (this.attempt.system.memory.ablated !== undefined) throw BLOCKED;
    throw new UserError('E_STEP', `has a locked instruction on '${name}' that waits for its store buffer to drain.`, {
      hint: 's.lockedNow(...) belongs after a fence in the same step: s.fence(...)?.lockedNow(...). s.locked(...) may be blocked.',
    });
  }

  exchange(name: string, ...rest: unknown[]): unknown {
    const [index, by, then, fence] = typeof rest[0] === 'function' ? [undefined, ...rest] : rest;
    const changed = this.#changed(this.#location(name, index as ReplicaIndex), by as Change, fence as string);
    return changed && (then as (...changed: readonly [after: this, old: Value]) => unknown)(...changed);
  }

  /** A step with a fence in front of it: it is blocked until the store buffer of this process' CPU is empty, and keeps the CPU meanwhile. */
  behindFence(run: StepFunction): unknown {
    if (this.#isDrained()) return run(this);
    this.attempt.spins = true;
    return undefined;
  }

  /** A step that is not blocked notes whether it accesses a location, and whether a fence in front of it would have waited. */
  noting(place: string, run: StepFunction): unknown {
    const result = run(this);
    if (result === undefined || result === false || !this.attempt.accesses) return result;
    const accessed: Accessed = { kind: 'access', step: place, waits: !this.#isDrained() };
    this.attempt.observed.push(accessed);
    return result;
  }

  /** The system step that writes the oldest store of a buffer to memory. */
  drain(slot: number): this | undefined {
    const { canon, memory } = this.attempt.system;
    const buffer = this.state.at(slot).value as Buffer;
    const oldest = buffer.first();
    if (oldest === undefined) return undefined;
    const location = memory.locations.get(oldest.get(0) as string) as number;
    return this.onward(this.state.with(location, canon.of(oldest.get(1))).with(slot, canon.of(buffer.shift())));
  }

  /** The newest store to a location in the CPU's own buffer, else the value in memory. */
  #seen({ name, position }: Slot): Value {
    const buffer = this.#buffers()?.get(position);
    const own =
      buffer === undefined ? undefined : (this.state.at(buffer).value as Buffer).findLast((one) => one.get(0) === name);
    return own === undefined ? this.state.at(position).value : (own.get(1) as Value);
  }

  #stored({ name, position }: Slot, to: unknown): this | undefined {
    const { system, alternative, observed } = this.attempt;
    const stored = this.canonical(`shared location '${name}'`, to);
    const slot = this.#buffers()?.get(position);
    if (slot === undefined) return this.onward(this.state.with(position, stored));
    const buffer = this.state.at(slot).value as Buffer;
    if (buffer.size >= system.memory.bound) {
      const full: BufferFull = { kind: 'buffer full', cpu: alternative.process.cpu };
      observed.push(full);
      return undefined;
    }
    return this.onward(this.state.with(slot, system.canon.of(buffer.push(List([name, stored.value])))));
  }

  #changed(location: Slot, by: Change, fence: string | undefined): readonly [after: this, old: Value] | undefined {
    if (!this.#orders({ kind: 'fence', name: fence ?? placeOf(this.attempt.alternative), locked: true })) {
      const old = this.#seen(location);
      const after = this.#stored(location, by(old));
      return after && [after, old];
    }
    if (!this.#isDrained()) return undefined;
    const old = this.state.at(location.position).value;
    const to = this.canonical(`shared location '${location.name}'`, by(old));
    return [this.onward(this.state.with(location.position, to)), old];
  }

  /** Whether a fence orders anything: not when it is ablated. Notes the fence where the ordering is weak. */
  #orders(met: FenceMet): boolean {
    const { memory } = this.attempt.system;
    if (memory.ordering !== 'sc') this.attempt.observed.push(met);
    return memory.ablated !== met.name;
  }

  #isDrained(): boolean {
    const buffers = new Set(this.#buffers()?.values());
    return [...buffers].every((slot) => (this.state.at(slot).value as Buffer).isEmpty());
  }

  /** The store buffers of the process' CPU, by location; undefined for hardware that is not a CPU. */
  #buffers(): ReadonlyMap<number, number> | undefined {
    const { process } = this.attempt.alternative;
    return process.stores === 'at once' ? undefined : this.attempt.system.memory.buffers.get(process.cpu);
  }

  #location(name: string, index: ReplicaIndex | undefined): Slot {
    const { names, memory } = this.attempt.system;
    const slot = names.component(name, index);
    this.attempt.accesses = true;
    if (memory.locations.has(slot.name)) return slot;
    throw new UserError('E_COMPONENT', `uses '${slot.name}' as shared memory, which it is not.`, {
      hint: 'Declare it as shared(...), or use s.get, s.set and s.update.',
    });
  }
}

/** Refuses access to shared memory by any other way. Throws `E_COMPONENT`. */
export function refuseShared({ memory, slots }: System, slot: number): void {
  const name = slots[slot]?.name as string;
  if (!memory.locations.has(name)) return;
  throw new UserError('E_COMPONENT', `uses the shared location '${name}' past the memory.`, {
    hint: 'A step reads and writes shared memory with s.load, s.store, s.locked and s.exchange; a claim or property reads it with s.get.',
  });
}
