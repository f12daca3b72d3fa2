/** What is observed of two systems: what they declare, or what the caller names, or the components that their properties read. */
import { UserError } from '../errors.ts';
import type { Exploration } from '../model/exploration.ts';
import { suggestion } from '../model/names.ts';
import type { EventStep, Observable } from '../model/observable.ts';
import type { System } from '../model/system.ts';
import type { ObservedSlot } from './observed-values.ts';

/** How the observables were chosen. */
export type ObservedBy = 'declaration' | 'command line' | 'properties';

/** The observables of two systems. */
export interface Observables {
  readonly by: ObservedBy;
  /** The names of the observed values, of components and of labels, in the order of the first system. */
  readonly names: readonly string[];
  /** The names of events. */
  readonly events: readonly string[];
  /** Components that properties read, and that only one of the systems has: they are not compared. */
  readonly notCompared: readonly string[];
  /** By system, where it has the values of `names`. */
  readonly slots: readonly [readonly ObservedSlot[], readonly ObservedSlot[]];
}

/** The observables that are declared or named; undefined where properties say what is observed. Throws `E_USAGE` for those that one system lacks. */
export function declaredObservables(
  systems: readonly [System, System],
  named?: readonly string[],
): readonly Observable[] | undefined {
  const declared =
    named?.map((name): Observable => ({ kind: 'component', name })) ??
    systems.flatMap(({ observables }) => observables);
  if (named?.length === 0) {
    throw new UserError('E_USAGE', '--observe names no component.', { next: 'everywhen compare --help' });
  }
  if (declared.length === 0) return undefined;
  for (const observable of declared) for (const system of systems) mustHave(system, observable);
  return declared;
}

function mustHave(system: System, observable: Observable): void {
  const { kind, name } = observable;
  const events = system.observables.filter((one) => one.kind === 'event').map((one) => one.name);
  if (kind === 'event' ? events.includes(name) : slotsOf(system, observable).length > 0) return;
  const known = kind === 'event' ? events : system.slots.filter((slot) => slot.kind === kind).map((slot) => slot.name);
  throw new UserError('E_USAGE', `${system.origin} has no ${kind} '${name}' to observe.`, {
    hint: suggestion(name, known),
    next: 'everywhen compare --help',
  });
}

function slotsOf({ slots }: System, { kind, name }: Pick<Observable, 'kind' | 'name'>): readonly ObservedSlot[] {
  return slots.filter((slot) => slot.kind === kind && (slot.name === name || slot.name.startsWith(`${name}[`)));
}

/** The observables of two explored systems. Throws `E_USAGE` if there are none, or if the replicas of a declared one differ. */
export function observablesOf(
  explorations: readonly [Exploration, Exploration],
  declared: readonly Observable[] | undefined,
  named: boolean,
): Observables {
  const systems = [explorations[0].system, explorations[1].system] as const;
  if (declared === undefined) return readByProperties(explorations, systems);
  const [one, other] = [namesOf(systems[0], declared), namesOf(systems[1], declared)];
  const lacking = [...one, ...other].find((name) => !(one.has(name) && other.has(name)));
  if (lacking !== undefined) {
    throw new UserError('E_USAGE', `'${lacking}' is observed, and only one of the systems has it.`, {
      hint: `They are ${systems[0].origin} and ${systems[1].origin}.`,
    });
  }
  const events = declared.filter(({ kind }) => kind === 'event').map(({ name }) => name);
  const by = named ? 'command line' : 'declaration';
  return { by, names: [...one], events: [...new Set(events)], notCompared: [], slots: slotsIn(systems, [...one]) };
}

function namesOf(system: System, declared: readonly Observable[]): ReadonlySet<string> {
  const slots = declared.flatMap((one) => (one.kind === 'event' ? [] : slotsOf(system, one)));
  return new Set(slots.toSorted((a, b) => a.position - b.position).map(({ name }) => name));
}

function readByProperties(
  explorations: readonly [Exploration, Exploration],
  systems: readonly [System, System],
): Observables {
  const read = new Set(explorations.flatMap(componentsRead));
  const isIn =
    (name: string) =>
    ({ slots }: System) =>
      slots.some((slot) => slot.kind === 'component' && slot.name === name);
  const order = systems.flatMap(({ slots }) => slots.map(({ name }) => name)).filter((name) => read.has(name));
  const all = [...new Set(order)];
  const names = all.filter((name) => systems.every(isIn(name)));
  if (names.length === 0) {
    throw new UserError('E_USAGE', `${systems[0].origin} and ${systems[1].origin} have no observable in common.`, {
      hint: 'By default the components are observed that properties read. Name others: --observe irr,mode.',
    });
  }
  const notCompared = all.filter((name) => !names.includes(name));
  return { by: 'properties', names, events: [], notCompared, slots: slotsIn(systems, names) };
}

function componentsRead({ footprints, system }: Exploration): readonly string[] {
  const slots = new Set([...footprints.values()].flatMap((read) => [...read]));
  return system.slots
    .filter(({ kind, position }) => kind === 'component' && slots.has(position))
    .map(({ name }) => name);
}

function slotsIn([one, other]: readonly [System, System], names: readonly string[]): Observables['slots'] {
  const of = ({ slots }: System) => {
    const byName = new Map(slots.map((slot) => [slot.name, slot]));
    return names.map((name) => byName.get(name) as ObservedSlot);
  };
  return [of(one), of(other)];
}

/** Events as numbers that both systems share; 0 is none. A step that is several events has a number of its own. */
export class EventTable {
  readonly #names: string[] = [''];
  readonly #observed: ReadonlySet<string>;

  /** Of what is observed, the events count. */
  constructor(declared: readonly Observable[] = []) {
    this.#observed = new Set(declared.filter(({ kind }) => kind === 'event').map(({ name }) => name));
  }

  /** Which event a step is, as its own system says. */
  numberOf({ observables }: Pick<System, 'observables'>, step: EventStep): number {
    const events = observables.filter((one) => one.kind === 'event').filter(({ name }) => this.#observed.has(name));
    const names = events.filter(({ isEvent }) => isEvent(step)).map(({ name }) => name);
    const text = [...new Set(names)].toSorted().join(' and ');
    const known = this.#names.indexOf(text);
    return known === -1 ? this.#names.push(text) - 1 : known;
  }

  /** Empty for none. */
  nameOf(event: number): string {
    return this.#names[event] as string;
  }
}
