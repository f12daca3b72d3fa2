/**
 * The values that a slot was seen to take, by dense numbers in the order of their first occurrence. That of the first initial
 * state is 0.
 */
import type { Canonical } from '../../model/canonical.ts';
import { HALTED } from '../../model/process.ts';
import type { System } from '../../model/system.ts';
import { ABSENT } from '../../semantics/tracked/split.ts';
import type { Columns } from './columns.ts';

/** The numbers of a state's values, by column (columns.ts). */
export type Ids = ArrayLike<number>;

export class Domain {
  readonly values: Canonical[] = [];
  readonly #ids = new Map<Canonical, number>();
  /** Whether the slot is known to take no other values. */
  complete = false;

  get size(): number {
    return this.values.length;
  }

  idOf(value: Canonical): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#ids.set(value, this.values.length);
    return this.values.push(value) - 1;
  }

  valueOf(id: number): Canonical {
    const value = this.values[id];
    if (value === undefined) throw new Error(`a state has the number of a value that is not known: ${id}`);
    return value;
  }

  /** Forgets the latest values: as many remain as given. To be called before a state or a tree has any of them. */
  forgetFrom(size: number): void {
    for (const value of this.values.splice(size)) this.#ids.delete(value);
  }

  /** Whether every known value is a boolean, so that there are at most two. */
  get isBoolean(): boolean {
    return this.values.every(({ value }) => typeof value === 'boolean');
  }
}

/**
 * By column, with the values that are known before any step runs: those of the initial states. `alike`: by column, the first one
 * with which it shares its numbers.
 */
export function domainsOf(system: System, columns: Columns, alike?: readonly number[]): readonly Domain[] {
  const domains: Domain[] = [];
  for (const column of columns.slotOf.keys()) domains.push(domains[alike?.[column] ?? column] ?? new Domain());
  for (const initial of system.initials) idsIn(domains, columns.valuesOf(initial));
  for (const {
    split,
    columns: [, ...parts],
  } of columns.splits.values()) {
    if (split.kind !== 'Set') continue;
    for (const part of parts) {
      const presence = domains[part] as Domain;
      for (const value of [ABSENT, system.canon.of(true)]) presence.idOf(value);
      presence.complete = true;
    }
  }
  return domains;
}

/** The numbers of the values of each initial state, by column. */
export function initialIdsOf({ system, columns, domains }: Known): number[][] {
  return system.initials.map((state) => idsIn(domains, columns.valuesOf(state)));
}

interface Known {
  readonly system: System;
  readonly columns: Columns;
  readonly domains: readonly Domain[];
}

function idsIn(domains: readonly Domain[], values: readonly Canonical[]): number[] {
  return values.map((value, column) => (domains[column] as Domain).idOf(value));
}

/** By slot, whether initial states differ in it. */
export function variesAmongInitials({ initial, initials, slots }: System): boolean[] {
  return slots.map(({ position }) => initials.some((state) => state.at(position) !== initial.at(position)));
}

/** Adds the labels of programs and the unreachable places, all known beforehand. Only frames of procedures are found later. */
export function completeLabels(system: System, domains: readonly Domain[]): void {
  for (const { labelSlot, following } of system.processes) {
    if (labelSlot === undefined) continue;
    const domain = domains[labelSlot] as Domain;
    for (const label of [...following.keys(), HALTED]) domain.idOf(system.canon.of(label));
    domain.complete = system.procedures.size === 0;
  }
  if (system.terminalSlot === undefined) return;
  const reached = domains[system.terminalSlot] as Domain;
  for (const [id, kind] of system.claims) if (kind === 'unreachable') reached.idOf(system.canon.of(id));
  reached.complete = true;
}
