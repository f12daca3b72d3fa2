/** The memory of a system, planned from its declaration: store buffers as slots, and the processes that drain them (model/memory.ts). */
import { UserError } from '../errors.ts';
import { isShared, singlesOf } from '../model/declaration.ts';
import { type AuthoredMemory, type Memory, ORDERINGS } from '../model/memory.ts';
import type { Process } from '../model/process.ts';
import type { Slot } from '../model/state.ts';
import type { MemoryAccess } from '../semantics/memory-access.ts';
import type { AuthoredProcess, Definition } from './definition.ts';

/** What a memory is planned from. */
interface Parts {
  readonly components: ReadonlyMap<string, Slot>;
  readonly processes: readonly Process[];
  readonly ablated: string | undefined;
  /** Adds the slot of an empty store buffer. */
  readonly addBuffer: (name: string) => Slot;
}

/** Throws `E_SYSTEM` for an unknown ordering, and for a bound that is no whole number from 1 on. */
export function memoryOf(ordering: unknown = 'sc', bound: unknown = 4): AuthoredMemory {
  const known = ORDERINGS.find((one) => one === ordering);
  if (known === undefined) {
    throw new UserError('E_SYSTEM', `there is no memory ordering '${ordering}'.`, {
      hint: `defineSystem(components, { memory: ... }) takes ${ORDERINGS.join(', ')}.`,
    });
  }
  if (typeof bound !== 'number' || !Number.isInteger(bound) || bound < 1) {
    throw new UserError('E_SYSTEM', `a store buffer cannot hold ${bound} stores.`, {
      hint: 'defineSystem(components, { buffer: ... }) takes a whole number from 1 on.',
    });
  }
  return { ordering: known, bound };
}

/** The memory of a system, with a store buffer for each CPU that stores (and, under `pso`, for each location). */
export function planMemory({ memory, components }: Definition, parts: Parts): Memory {
  const shared = [...singlesOf(components)].filter(([, single]) => isShared(single)).map(([name]) => name);
  const locations = new Map(shared.map((name) => [name, (parts.components.get(name) as Slot).position]));
  const buffersOf = (cpu: string) => {
    if (memory.ordering === 'pso') {
      return new Map([...locations].map(([name, at]) => [at, parts.addBuffer(`${cpu} buffer[${name}]`).position]));
    }
    const { position } = parts.addBuffer(`${cpu} buffer`);
    return new Map([...locations.values()].map((at) => [at, position]));
  };
  const none = memory.ordering === 'sc' || locations.size === 0;
  // A locked instruction that is ablated is a load and a store: with one, a process that never stores needs a buffer, too.
  const storing = parts.processes.filter(
    ({ stores }) => stores === 'buffered' || (stores === 'never' && parts.ablated !== undefined),
  );
  const cpus = none ? [] : [...new Set(storing.map(({ cpu }) => cpu))];
  return { ...memory, locations, buffers: new Map(cpus.map((cpu) => [cpu, buffersOf(cpu)])), ablated: parts.ablated };
}

/**
 * For each store buffer a rule set of its own that drains it, so that under weak fairness every store reaches memory in the end,
 * whatever is assumed of other processes.
 */
export function drainsOf({ ordering, buffers, locations }: Memory): readonly AuthoredProcess[] {
  return [...buffers].flatMap(([cpu, byLocation]) => {
    const drain = (name: string, buffer: number): AuthoredProcess => ({
      name,
      kind: 'rules',
      indices: undefined,
      labels: [
        {
          name: 'drain',
          alternatives: [{ name: undefined, tag: undefined, run: (s) => (s as MemoryAccess).drain(buffer) }],
        },
      ],
      end: 'halt',
      tag: 'system',
      column: undefined,
      cpu,
      fairness: 'weak',
      stores: undefined,
      mayWaitAt: [],
      locals: {},
    });
    if (ordering === 'pso') {
      return [...locations].map(([name, at]) => drain(`${cpu} store buffer[${name}]`, byLocation.get(at) as number));
    }
    return [...new Set(byLocation.values())].map((buffer) => drain(`${cpu} store buffer`, buffer));
  });
}
