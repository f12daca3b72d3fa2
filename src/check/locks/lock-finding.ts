/** The text of findings of lock analysis: a sentence, and what each CPU does, in the order in which it fails. */
import type { AcquireMode, LockMode } from '../../model/locks/lock.ts';
import { subclassName } from '../../model/locks/lock-declaration.ts';
import type { LockEvent } from '../../model/locks/lock-event.ts';
import type { System } from '../../model/system.ts';
import type { LockFault } from './lock-faults.ts';
import { excludes, type InterruptUse, type LockEdge, type LockGraph, type LockUse, MODES } from './lock-graph.ts';
import type { Wait } from './wait-cycle.ts';

export type Fault = LockFault;

export interface Told {
  readonly message: string;
  /** What each CPU does, in this order. The scenario need not be a run of this system. */
  readonly scenario: readonly ScenarioStep[];
}

export interface ScenarioStep {
  /** Counted from 0. CPUs stand for contexts. */
  readonly cpu: number;
  readonly does: string;
}

/** A class that handlers take, and the path from it to a class taken with interrupts on; empty where it is that class itself. */
export interface Inversion {
  readonly inInterrupt: readonly InterruptUse[];
  readonly path: readonly LockEdge[];
  readonly withInterrupts: readonly InterruptUse[];
}

/** How a handler that takes `safe` could wait for a context that holds `unsafe` with interrupts on; writers before readers. */
export function inversionOf(graph: LockGraph, safe: string, unsafe: string): Inversion | undefined {
  for (const wanted of MODES) {
    for (const held of ['write', 'read'] as const) {
      const inside = usesOf(graph.inInterrupt, { class: safe, mode: wanted });
      const open = usesOf(graph.withInterrupts, { class: unsafe, mode: held });
      const highest = Math.max(...inside.map(({ priority }) => priority));
      const lowest = Math.min(...open.map(({ priority }) => priority));
      if (!(highest > lowest)) continue;
      const same = safe === unsafe;
      if (same && !excludes(wanted, held)) continue;
      const path = same ? [] : graph.pathBetween({ class: safe, mode: wanted }, { class: unsafe, mode: held });
      if (path === undefined) continue;
      return {
        path,
        inInterrupt: inside.filter(({ priority }) => priority > lowest),
        withInterrupts: open.filter(({ priority }) => priority < highest),
      };
    }
  }
  return undefined;
}

function usesOf(uses: readonly InterruptUse[], { class: name, mode }: LockUse): readonly InterruptUse[] {
  return uses.filter((use) => use.class === name && use.mode === mode);
}

export function tellFault(event: LockEvent, { rule, lock, held }: Fault): Told {
  const { process, mode } = event;
  const take = call(lock.name, mode);
  switch (rule) {
    case 'release':
      return {
        message: `${process} releases ${lock.name}, which it does not hold.`,
        scenario: [{ cpu: 0, does: `unlock(${lock.name});` }],
      };
    case 'held at end':
      return {
        message: `${process} still holds ${lock.name} where it ends or may wait for ever.`,
        scenario: [
          { cpu: 0, does: take },
          { cpu: 0, does: '<end>' },
        ],
      };
    case 'double acquire': {
      // A second read waits only for a writer that announced itself in between.
      const reads = mode === 'read' && modeHeld(event, lock.name) === 'read';
      return {
        message: reads
          ? `${process} reads ${lock.name}, which it reads already: a writer that waits in between makes it wait for itself.`
          : `${process} waits for ${lock.name}, which it holds itself.`,
        scenario: [
          { cpu: 0, does: call(lock.name, modeHeld(event, lock.name)) },
          ...(reads ? [{ cpu: 1, does: call(lock.name, 'write') }] : []),
          { cpu: 0, does: take },
        ],
      };
    }
    default: {
      const outer = held?.name ?? '';
      const why =
        rule === 'same class'
          ? `of the same class '${lock.class}'${lock.nesting === undefined ? '' : ', out of order'}`
          : `of rank ${held?.rank}, above its own rank ${lock.rank}`;
      return {
        message: `${process} takes ${lock.name} while it holds ${outer} ${why}.`,
        scenario: [
          { cpu: 0, does: call(outer, modeHeld(event, outer)) },
          { cpu: 1, does: take },
          { cpu: 1, does: call(outer, modeHeld(event, outer)) },
          { cpu: 0, does: take },
        ],
      };
    }
  }
}

export function tellCycle(cycle: readonly LockEdge[]): Told {
  const names = [...cycle.map(({ from }) => from.class), cycle[0]?.from.class];
  return {
    message: `Locks are taken in a circle: ${names.join(' -> ')}, each while the one before is held.`,
    scenario: [
      ...cycle.map(({ from }, cpu) => ({ cpu, does: call(from.class, from.mode) })),
      ...waitingWriters(cycle),
      ...cycle.map(({ to }, cpu) => ({ cpu, does: call(to.class, to.mode) })).reverse(),
    ],
  };
}

/** The writers that stand between a reader that queues and the readers for which it waits thereby, each on a CPU of its own. */
function waitingWriters(cycle: readonly LockEdge[]): ScenarioStep[] {
  const between = cycle.filter(
    ({ to }, i) => to.mode === 'read' && cycle[(i + 1) % cycle.length]?.from.mode === 'read',
  );
  return between.map(({ to }, i) => ({ cpu: cycle.length + i, does: call(to.class, 'write') }));
}

export function tellInversion({ path, inInterrupt, withInterrupts }: Inversion): Told {
  const [safe, unsafe] = [inInterrupt[0] as InterruptUse, withInterrupts[0] as InterruptUse];
  const names = [safe.class, ...path.map(({ to }) => to.class)];
  const way = path.length === 0 ? '' : ` (${names.join(' -> ')}, each while the one before is held)`;
  return {
    message:
      path.length === 0
        ? `${safe.class} is taken in an interrupt handler, and elsewhere with interrupts on.`
        : `${safe.class} is taken in an interrupt handler, and depends on ${unsafe.class}, which is taken with interrupts on${way}.`,
    scenario: [
      { cpu: 0, does: call(unsafe.class, unsafe.mode) },
      // A reader waits for a reader only behind a writer.
      ...(path.length === 0 && unsafe.mode === 'read' && safe.mode === 'read'
        ? [{ cpu: 1, does: call(unsafe.class, 'write') }]
        : []),
      ...(path.length === 0 ? [] : [{ cpu: 1, does: 'local_irq_disable();' }]),
      ...path.map(({ from }, i) => ({ cpu: i + 1, does: call(from.class, from.mode) })),
      ...path.map(({ to }, i) => ({ cpu: i + 1, does: call(to.class, to.mode) })),
      { cpu: 0, does: '<Interrupt>' },
      { cpu: 0, does: `  ${call(safe.class, safe.mode)}` },
    ],
  };
}

export function tellWaits(system: System, cycle: readonly Wait[]): Told {
  const says = ({ process, on, event, held }: Wait) =>
    event === undefined
      ? `${process} is frozen by ${on}`
      : `${process} waits for ${event.lock} (${on}${held === undefined ? ', which waits for it already' : ''})`;
  const cpus = [...new Set(cycle.map(({ process }) => cpuName(system, process)))];
  const row = ({ process }: Wait, does: string) => ({ cpu: cpus.indexOf(cpuName(system, process)), does });
  const previous = (i: number) => cycle[(i + cycle.length - 1) % cycle.length] as Wait;
  const holds = cycle.flatMap((wait, i) => {
    const { event, held } = previous(i);
    return event === undefined || held === undefined ? [] : [row(wait, call(event.lock, held))];
  });
  // A process that others wait behind comes before them.
  const isAhead = (i: number) => previous(i).event !== undefined && previous(i).held === undefined;
  const inOrder = [...cycle.filter((_, i) => isAhead(i)), ...cycle.filter((_, i) => !isAhead(i))];
  const waits = inOrder.map((wait) =>
    row(
      wait,
      wait.event === undefined
        ? '<Interrupt>'
        : `${wait.event.priority === null ? '' : '  '}${call(wait.event.lock, wait.event.mode)}`,
    ),
  );
  const frozenFirst = waits.toSorted((a, b) => Number(b.does === '<Interrupt>') - Number(a.does === '<Interrupt>'));
  return { message: `${cycle.map(says).join(', ')}: for ever.`, scenario: [...holds, ...frozenFirst] };
}

/** What the end of a trace shows: `isr waits for irq while it holds ap, in an interrupt handler`. */
export function tellEvent({ process, event, lock: name, subclass, held, priority, interrupts }: LockEvent): string {
  const lock = subclassName(name, subclass);
  const others = held.filter(([other]) => other !== name).map(([other, , its]) => subclassName(other, its));
  const holding = others.length === 0 ? '' : ` while it holds ${others.join(' and ')}`;
  const context = priority === null ? (interrupts === 'on' ? ', with interrupts on' : '') : ', in an interrupt handler';
  switch (event) {
    case 'acquire':
    case 'try':
      return `${process} takes ${lock}${holding}${context}`;
    case 'blocked':
      return `${process} waits for ${lock}${holding}${context}`;
    case 'enable':
      return `${process} turns interrupts on while it holds ${lock}`;
    case 'release':
      return `${process} releases ${lock}, which it does not hold`;
    case 'end':
      return `${process} still holds ${lock}`;
  }
}

function call(lock: string, mode: AcquireMode): string {
  return mode === 'write' ? `lock(${lock});` : `read_lock(${lock});`;
}

function modeHeld({ held }: LockEvent, lock: string): LockMode {
  return held.find(([name]) => name === lock)?.[1] ?? 'write';
}

function cpuName(system: System, process: string): string {
  return system.processes.find(({ name }) => name === process)?.cpu ?? process;
}
