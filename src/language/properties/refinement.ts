/** What `.refines` claims, made of the system and the mapping that an author wrote. */
import { UserError } from '../../errors.ts';
import { isReplicas } from '../../model/declaration.ts';
import type { CycleProperty, Obligation, Property, Refinement, Specification } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import { SystemSpecification } from '../../semantics/specification.ts';
import { buildSystem } from '../assembly.ts';
import type { Definition } from '../definition.ts';
import { calling } from './authored.ts';

/**
 * A property with what it claims of infinite runs: of a refinement, for each fairness constraint of the specification, that every fair run
 * maps to a run that is fair to it. The others claim nothing more.
 */
export function withFairness(property: Property<StateReader>): readonly Property<StateReader>[] {
  if (property.kind !== 'refinement') return [property];
  return [property, ...property.spec.obligations.map((obligation) => fairTo(property, obligation))];
}

function fairTo(
  { id, informational, spec, mapping }: Refinement<StateReader>,
  { name, strength, isEnabled, isTaken }: Obligation,
): CycleProperty<StateReader> {
  const mapped = (s: StateReader) => spec.stateOf(mapping(s));
  return {
    kind: 'mapped fairness',
    id: `${id} fair to ${name}`,
    title: `every fair run maps to one that is ${strength === 'weak' ? 'weakly' : 'strongly'} fair to ${name}`,
    informational,
    marked: [calling(mapping, (before: StateReader, after: StateReader) => isTaken(mapped(before), mapped(after)))],
    assuming: [{ kind: strength === 'weak' ? 'stabilises' : 'infinitely often', holds: (s) => isEnabled(mapped(s)) }],
  };
}

/** Throws `E_SYSTEM` for what is no system of components and rule sets. */
export function specificationOf(id: string, spec: unknown): Specification {
  const definition = definitionOf(spec);
  if (definition === undefined) {
    throw new UserError('E_SYSTEM', `refinement '${id}' has no specification.`, {
      hint: 'A refinement has an id, a title, a system and a mapping: .refines(id, title, defineSystem(...)..., (s) => ({ ... })).',
    });
  }
  const system = buildSystem(definition, `specification of '${id}'`);
  const alien = alienTo(system);
  if (alien !== undefined) {
    throw new UserError(
      'E_SYSTEM',
      `the specification of refinement '${id}' has ${alien}, which no mapping can give.`,
      {
        hint: 'A specification has components and rule sets: no program, lock, channel, RCU, budget, unreachable place or weak memory.',
      },
    );
  }
  const components = Object.entries(definition.components).map(([name, declaration]) => ({
    name,
    indices: isReplicas(declaration) ? declaration.indices : undefined,
  }));
  return new SystemSpecification(system, components);
}

/** Throws `E_SYSTEM` for what is no function. */
export function mappingOf<M>(id: string, written: unknown): M {
  if (typeof written === 'function') return written as M;
  throw new UserError('E_SYSTEM', `refinement '${id}' has no mapping.`, {
    hint: 'The mapping gives a state of the specification for each state: (s) => ({ holder: s.get(...) }).',
  });
}

function definitionOf(spec: unknown): Definition | undefined {
  if (typeof spec !== 'object' || spec === null || !('definition' in spec)) return undefined;
  return spec.definition as Definition;
}

/** What the system has besides components with plain values and rule sets. */
function alienTo({ slots, processes, locks, channels, rcus }: System): string | undefined {
  const program = processes.find(({ kind }) => kind === 'program');
  if (program !== undefined) return `a program, '${program.name}'`;
  const slot = slots.find(
    ({ kind, position }) => kind !== 'component' || locks.has(position) || rcus.includes(position),
  );
  if (slot !== undefined) return `a ${slot.kind === 'component' ? 'lock or RCU' : slot.kind}, '${slot.name}'`;
  const [channel] = channels.keys();
  return channel === undefined ? undefined : `a channel, '${channel}'`;
}
