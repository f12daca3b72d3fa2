/**
 * From what an author declared to a system: slots, names, processes and their alternatives.
 *
 * Slots stand in every state in the order in which `buildSystem` adds them: first components, then budgets, the labels and locals of
 * processes, store buffers, CPUs, held locks, and the unreachable place that was reached.
 */
import { List } from 'immutable';
import { UserError } from '../errors.ts';
import { type Channel, isRendezvous, queueOf } from '../model/channels/channel.ts';
import { cpuOf, cpusOf, type InterruptsOf } from '../model/cpu.ts';
import { type Declarations, initialOf, isGhost, replicaName, singlesOf } from '../model/declaration.ts';
import { type LockInfo, lockInfoOf } from '../model/locks/lock-declaration.ts';
import { Names, suggestion } from '../model/names.ts';
import type { Alternative, Process } from '../model/process.ts';
import { lockRulesOf, type Property } from '../model/property.ts';
import { Rcu } from '../model/rcu/rcu.ts';
import { REACHED, type Slot, State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { isSleptOn } from '../model/waiting/slept-on.ts';
import { withWrongInitials } from '../semantics/judge.ts';
import { holdingSlots } from '../semantics/locks/holding.ts';
import { BudgetTable } from './budgets/budget-methods.ts';
import type { Definition } from './definition.ts';
import { type FenceOptions, refuseUnknownPlaces } from './fences/fence-before.ts';
import { initialStatesOf } from './initial-states.ts';
import { drainsOf, planMemory } from './memory-plan.ts';
import { proceduresOf } from './procedure-list.ts';
import { ProcessList } from './process-list.ts';
import { deadlockOf } from './properties/deadlock.ts';
import { schedulersOf } from './scheduler-plan.ts';
import { SlotTable } from './slot-table.ts';

export interface BuildOptions extends FenceOptions {
  /** Fences and locked instructions of this name order nothing: the same system without them. */
  readonly ablated?: string;
  /** By name, limits of budgets other than the declared ones; `Infinity` lifts a budget: there is no counter. */
  readonly limits?: ReadonlyMap<string, number>;
}

/** Builds the system. Throws `UserError` for a definition that contradicts itself. */
export function buildSystem(
  definition: Definition,
  origin: string,
  { ablated, limits = new Map(), ...fences }: BuildOptions = {},
): System {
  const slots = new SlotTable(origin);
  const { components, locks, rcus, channels } = addComponents(definition.components, slots);
  const budgets = new BudgetTable(definition.budgets, limits, slots, origin);
  const procedures = proceduresOf(definition.procedures, components, origin);
  const list = new ProcessList({
    origin,
    slots,
    components,
    budgets,
    procedures,
    authoredProcedures: definition.procedures,
    fences,
  });
  for (const process of definition.processes) list.add(process);
  refuseUnknownPlaces(list.alternatives, fences);
  const addBuffer = (name: string) => slots.add(name, 'buffer', List());
  const memory = planMemory(definition, { components, processes: list.processes, ablated, addBuffer });
  for (const added of [...drainsOf(memory), ...schedulersOf(list.processes, locks)]) list.add(added);

  const { processes, alternatives } = list;
  addReceivers(channels, list, origin);
  const properties = [
    ...definition.properties,
    ...(definition.deadlock === 'judged' ? [deadlockOf(processes, definition.mayRest)] : []),
  ];
  const claims = claimsOf(properties);
  const lockRules = lockRulesOf(properties);
  const addSlot = slots.add.bind(slots);
  const cpus = cpusOf(processes, interruptsOf(lockRules, slots), addSlot);
  // The scheduler asks which locks a thread holds, and lock analysis asks it of all processes.
  const isScheduled = (process: Process) => locks.size > 0 && cpuOf(cpus, process)?.thread !== undefined;
  const holders = lockRules.size > 0 ? processes : processes.filter(isScheduled);
  const holding = holdingSlots(holders, locks.values(), slots.initial, addSlot);
  const hasUnreachable = [...claims.values()].includes('unreachable');
  const terminalSlot = hasUnreachable ? slots.add(REACHED, 'terminal', null).position : undefined;
  const running = new Map(processes.map(({ cpu }) => [cpu, cpus.get(cpu)?.running]));

  const ids = properties.map(({ id }) => ({ name: id }));
  refuseTwice(origin, 'property', ids);
  refuseTwice(origin, 'process', processes);
  slots.refuseCollisions();
  refuseTwice(origin, 'procedure', definition.procedures);

  const initial = new State(slots.initial);
  const system: System = {
    origin,
    slots: slots.slots,
    names: new Names(components, list.slots, { terminal: terminalSlot, running }),
    canon: slots.canon,
    memory,
    initial,
    initials: [initial],
    processes,
    procedures,
    alternatives,
    properties,
    cpus,
    locks,
    rcus,
    channels,
    owed: new Set(definition.owed),
    objects: new Set(definition.objects),
    observables: definition.observables,
    budgets: budgets.budgets,
    holding,
    lockRules,
    claims,
    terminalSlot,
  };
  const initials = initialStatesOf(system, definition.initials);
  const begun = { ...system, initial: initials[0] as State, initials };
  return { ...begun, properties: withWrongInitials(begun) };
}

/** The rules of lock analysis ask for interrupts where none arrive; whether a thread may sleep matters only where there is what to sleep on. */
function interruptsOf(rules: System['lockRules'], { initial }: SlotTable): InterruptsOf {
  if (rules.has('sleeping while atomic') && initial.some(({ value }) => isSleptOn(value))) return 'all threads';
  return rules.has('irq') ? 'also CPUs without handlers' : 'CPUs with handlers';
}

/** A slot for each component, by its full name, and what is known of those that are locks, by their slots. */
function addComponents(declared: Declarations, slots: SlotTable) {
  const components = new Map<string, Slot>();
  const locks = new Map<number, LockInfo>();
  const channels = new Map<string, Channel>();
  const rcus: number[] = [];
  for (const [name, single, component] of singlesOf(declared)) {
    if (isRendezvous(single)) {
      channels.set(name, { kind: 'rendezvous', receivers: [] });
      continue;
    }
    const slot = slots.add(name, 'component', initialOf(single), isGhost(single));
    const queue = queueOf(single);
    if (queue !== undefined) channels.set(name, { kind: 'queue', slot: slot.position, ...queue });
    components.set(name, slot);
    const lock = lockInfoOf({ slot: slot.position, name, component }, single);
    if (lock !== undefined) locks.set(slot.position, lock);
    if (initialOf(single) instanceof Rcu) rcus.push(slot.position);
  }
  return { components, locks, rcus, channels };
}

/** Each alternative that receives is added to its channel, of a replicated one by default to that of its own index. */
function addReceivers(channels: ReadonlyMap<string, Channel>, list: ProcessList, origin: string): void {
  for (const [position, { channel: name, index }] of list.receiving) {
    const alternative = list.alternatives[position] as Alternative;
    const { process } = alternative;
    const channel = channels.get(name) ?? channels.get(replicaName(name, index ?? ''));
    if (channel?.kind !== 'rendezvous') {
      throw new UserError(
        'E_COMPONENT',
        `process '${process.name}' (${origin}) receives on '${name}', which is no rendezvous.`,
        {
          hint: suggestion(name, channels.keys()),
        },
      );
    }
    channel.receivers.push(alternative);
  }
}

function claimsOf(properties: readonly Property<StateReader>[]): System['claims'] {
  return new Map(
    properties.flatMap(({ id, kind }) => (kind === 'assertion' || kind === 'unreachable' ? [[id, kind] as const] : [])),
  );
}

function refuseTwice(origin: string, what: string, declared: readonly { readonly name: string }[]): void {
  const names = declared.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError('E_SYSTEM', `two declarations of ${what} '${twice}' (${origin}).`);
}
