/**
 * What of a system is replicated: slots by the name that they share and their indices, programs by the name of their family.
 * Names only suggest which replicas may be interchangeable; closure.ts verifies it.
 */
import type { Process } from '../../model/process.ts';
import type { System } from '../../model/system.ts';

/** A slot as a replica: `db[0][1]` and `rm[2].left` have the bases `db` and `rm.left`. */
export interface Replica {
  readonly base: string;
  readonly indices: readonly string[];
}

/** Processes that were declared together. */
export interface Family {
  readonly name: string;
  readonly processes: readonly Process[];
}

const NAME = /^([^[\]]+)((?:\[[^\]]*\])*)(.*)$/;

export function replicaOf(kind: string, name: string): Replica {
  const [, head = name, indices = '', tail = ''] = NAME.exec(name) ?? [];
  return { base: `${kind} ${head}${tail}`, indices: indices === '' ? [] : indices.slice(1, -1).split('][') };
}

/** One for each dimension of the replicas with a base: what a swap of two indices moves. */
export function axisOf(base: string, dimension: number): string {
  return `${base}#${dimension}`;
}

export class Replicas {
  readonly system: System;
  /** By slot. */
  readonly slots: readonly Replica[];
  readonly families: readonly Family[];
  readonly #bySlotName: ReadonlyMap<string, number>;

  constructor(system: System) {
    this.system = system;
    this.slots = system.slots.map(({ kind, name }) => replicaOf(kind, name));
    this.#bySlotName = new Map(this.slots.map((replica, slot) => [nameOf(replica), slot]));
    const families = new Map<string, Process[]>();
    for (const process of system.processes) {
      if (process.index === undefined) continue;
      const { base } = replicaOf('process', process.name);
      families.set(base, [...(families.get(base) ?? []), process]);
    }
    this.families = [...families].map(([name, processes]) => ({ name, processes }));
  }

  /** Whether there are processes with six permutations or more, of which symmetry could make use. */
  get areSeveral(): boolean {
    const sizes = this.families.map(({ processes }) => processes.length).filter((size) => size > 1);
    return sizes.length > 1 || sizes.some((size) => size > 2);
  }

  /** The slot with a base and indices; undefined if there is none. */
  slotOf(replica: Replica): number | undefined {
    return this.#bySlotName.get(nameOf(replica));
  }

  familyOf(process: Process): Family | undefined {
    return this.families.find(({ processes }) => processes.includes(process));
  }

  /** The axes along which the slots of a process itself lie: its label, its locals, the locks that it holds. */
  axesOf({ name, labelSlot, locals }: Process): string[] {
    const own = [labelSlot, ...locals.values(), this.system.holding.get(name)].filter((slot) => slot !== undefined);
    return own.map((slot) => axisOf((this.slots[slot] as Replica).base, 0));
  }

  /** By slot, the first slot with its base: values of both may be the same, and have the same numbers. */
  get alike(): number[] {
    const first = new Map<string, number>();
    return this.slots.map(({ base, indices }, slot) => {
      if (indices.length === 0) return slot;
      const known = first.get(base) ?? slot;
      first.set(base, known);
      return known;
    });
  }
}

function nameOf({ base, indices }: Replica): string {
  return `${base}[${indices.join('][')}]`;
}
