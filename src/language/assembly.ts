/** From what an author declared to a system: slots, names, processes and their alternatives. */
import { Map as ImmutableMap, List } from 'immutable';
import { UserError } from '../errors.ts';
import { Canon, type Canonical, ValueRefusal } from '../model/canonical.ts';
import { cpusOf } from '../model/cpu.ts';
import {
  type Declaration,
  initialOf,
  isGhost,
  isReplicas,
  isShared,
  type ReplicaKey,
  replicaName,
  type Single,
  singlesOf,
  type Value,
} from '../model/declaration.ts';
import { type LockInfo, lockInfoOf } from '../model/lock-declaration.ts';
import { Names } from '../model/names.ts';
import { type Alternative, HALTED, type Procedure, type Process } from '../model/process.ts';
import { type Deadlock, lockRulesOf } from '../model/property.ts';
import { REACHED, type Slot, type SlotKind, State } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { holdingSlots } from '../semantics/holding.ts';
import type { AuthoredProcedure, AuthoredProcess, Definition } from './definition.ts';
import type { ParsedLabel } from './label.ts';
import { drainsOf, planMemory } from './memory-plan.ts';

const DEADLOCK: Deadlock = {
  kind: 'deadlock',
  id: 'deadlock',
  title: 'no process waits for ever where it may not',
  informational: false,
};

export interface BuildOptions {
  /** Fences and locked instructions of this name order nothing: the same system without them. */
  readonly ablated?: string;
}

/** Builds the system. Throws `UserError` for a definition that contradicts itself. */
export function buildSystem(definition: Definition, origin: string, options: BuildOptions = {}): System {
  return new Assembly(definition, origin, options).system();
}

/** What is said for all replicas of a process, or for each. */
function forReplica<T>(said: T | ((index: ReplicaKey) => T) | undefined, index: ReplicaKey | undefined): T | undefined {
  return typeof said === 'function' ? (said as (index: ReplicaKey) => T)(index as ReplicaKey) : said;
}

/** Slots, processes and names in the making. */
class Assembly {
  readonly #definition: Definition;
  readonly #origin: string;
  readonly #ablated: string | undefined;
  readonly #canon = new Canon();
  readonly #slots: Slot[] = [];
  readonly #initial: Canonical[] = [];
  readonly #components = new Map<string, Slot>();
  readonly #processes: Process[] = [];
  readonly #alternatives: Alternative[] = [];
  readonly #procedures = new Map<string, Procedure>();
  readonly #locks = new Map<number, LockInfo>();
  readonly #processSlots = new Map<
    string,
    { readonly label: Slot | undefined; readonly locals: ReadonlyMap<string, Slot> }
  >();

  constructor(definition: Definition, origin: string, { ablated }: BuildOptions) {
    this.#definition = definition;
    this.#origin = origin;
    this.#ablated = ablated;
  }

  system(): System {
    for (const one of singlesOf(this.#definition.components)) this.#component(...one);
    for (const procedure of this.#definition.procedures) this.#procedure(procedure);
    for (const process of this.#definition.processes) {
      if (process.indices === undefined) this.#process(process, process.name, undefined);
      else for (const index of process.indices) this.#process(process, replicaName(process.name, index), index);
    }
    const memory = planMemory(this.#definition, {
      components: this.#components,
      processes: this.#processes,
      ablated: this.#ablated,
      addBuffer: (name) => this.#slot(name, 'buffer', List()),
    });
    for (const drain of drainsOf(memory)) this.#process(drain, drain.name, undefined);
    const properties = [...this.#definition.properties, ...(this.#definition.deadlock === 'judged' ? [DEADLOCK] : [])];
    this.#refuseTwice(
      'property',
      properties.map(({ id }) => id),
    );
    const claims = new Map(
      properties.flatMap(({ id, kind }) =>
        kind === 'assertion' || kind === 'unreachable' ? [[id, kind] as const] : [],
      ),
    );
    const lockRules = lockRulesOf(properties);
    const cpus = cpusOf(this.#processes, lockRules.has('irq'), (...slot) => this.#slot(...slot));
    const running = new Map(this.#processes.map(({ cpu }) => [cpu, cpus.get(cpu)?.running]));
    const holding =
      lockRules.size === 0
        ? new Map<string, number>()
        : holdingSlots(this.#processes, this.#locks.values(), this.#initial, (...slot) => this.#slot(...slot));
    const terminal = [...claims.values()].includes('unreachable')
      ? this.#slot(REACHED, 'terminal', null).position
      : undefined;
    this.#refuseTwice(
      'component or process',
      this.#slots.map(({ name }) => name),
    );
    this.#refuseTwice(
      'process',
      this.#processes.map(({ name }) => name),
    );
    this.#refuseTwice(
      'procedure',
      this.#definition.procedures.map(({ name }) => name),
    );
    return {
      origin: this.#origin,
      slots: this.#slots,
      names: new Names(this.#components, this.#processSlots, { terminal, running }),
      canon: this.#canon,
      memory,
      initial: new State(this.#initial),
      processes: this.#processes,
      procedures: this.#procedures,
      alternatives: this.#alternatives,
      properties,
      cpus,
      locks: this.#locks,
      holding,
      lockRules,
      claims,
      terminalSlot: terminal,
    };
  }

  #component(name: string, declared: Single, component: string): void {
    const slot = this.#slot(name, 'component', initialOf(declared), isGhost(declared));
    this.#components.set(name, slot);
    const lock = lockInfoOf({ slot: slot.position, name, component }, declared);
    if (lock !== undefined) this.#locks.set(slot.position, lock);
  }

  #slot(name: string, kind: SlotKind, initial: unknown, ghost = false): Slot {
    const slot = { position: this.#slots.length, name, kind, ghost };
    this.#slots.push(slot);
    try {
      this.#initial.push(this.#canon.of(initial));
    } catch (error) {
      if (!(error instanceof ValueRefusal)) throw error;
      throw new UserError('E_VALUE', `${kind} '${name}' (${this.#origin}) starts as ${error.message}.`, {
        hint: error.hint,
      });
    }
    return slot;
  }

  #procedure(authored: AuthoredProcedure): void {
    const locals = Object.entries(authored.locals).map(([name, declared]): [string, Value] => {
      const single = this.#single(`'${name}' of procedure '${authored.name}'`, declared);
      if (isGhost(single)) {
        throw new UserError(
          'E_SYSTEM',
          `'${name}' of procedure '${authored.name}' (${this.#origin}) cannot be a ghost.`,
        );
      }
      return [name, initialOf(single)];
    });
    const labels = authored.labels.map((label) => `${authored.name}.${label.name}`);
    this.#procedures.set(authored.name, {
      name: authored.name,
      position: this.#procedures.size,
      labels,
      locals: ImmutableMap(locals),
    });
  }

  #process(authored: AuthoredProcess, name: string, index: ReplicaKey | undefined): void {
    const position = this.#processes.length;
    const own = authored.labels.map((label) => label.name);
    const program = authored.kind === 'program';
    const label = program ? this.#slot(name, 'label', own[0]) : undefined;
    const locals = new Map(
      Object.entries(authored.locals).map(([local, declared]) => [local, this.#local(name, local, declared)]),
    );
    const alternatives: Alternative[] = [];
    const process: Process = {
      name,
      position,
      index,
      kind: authored.kind,
      column: authored.column ?? name,
      fairness: authored.fairness,
      cpu: forReplica(authored.cpu, index) ?? name,
      interrupt: forReplica(authored.interrupt, index),
      stores: authored.stores === false ? 'never' : program || authored.cpu !== undefined ? 'buffered' : 'at once',
      alternatives,
      alternativesAt: new Map(),
      following: new Map(
        program ? own.map((at, i) => [at, own[i + 1] ?? (authored.end === 'loop' ? (own[0] as string) : HALTED)]) : [],
      ),
      mayWaitAt: new Set([
        ...authored.mayWaitAt,
        ...(program ? this.#waitingInProcedures() : []),
        ...(authored.interrupt === undefined ? [] : own.slice(0, 1)),
      ]),
      labelSlot: label?.position,
      locals: new Map([...locals].map(([local, slot]) => [local, slot.position])),
    };
    this.#processes.push(process);
    this.#processSlots.set(name, { label, locals });
    const at = process.alternativesAt as Map<string, Alternative[]>;
    const add = ({ name: authoredName, alternatives: steps }: ParsedLabel, procedure: Procedure | undefined) => {
      const label = procedure === undefined ? authoredName : `${procedure.name}.${authoredName}`;
      if (at.has(label)) {
        throw new UserError('E_LABEL', `process '${name}' (${this.#origin}) has two labels '${label}'.`);
      }
      const parsed = steps.map((step, i): Alternative => {
        const rank = [position, at.size, i] as const;
        const tag = step.tag ?? authored.tag;
        return {
          position: this.#alternatives.length + i,
          rank,
          process,
          label,
          name: step.name,
          tag,
          fairness: step.fairness,
          procedure,
          run: step.run,
        };
      });
      at.set(label, parsed);
      alternatives.push(...parsed);
      this.#alternatives.push(...parsed);
    };
    for (const parsed of authored.labels) add(parsed, undefined);
    if (!program) return;
    for (const { name: called, labels } of this.#definition.procedures) {
      for (const parsed of labels) add(parsed, this.#procedures.get(called));
    }
  }

  #local(process: string, local: string, declared: Declaration): Slot {
    if (this.#components.has(local)) {
      throw new UserError(
        'E_SYSTEM',
        `local '${local}' of process '${process}' (${this.#origin}) has the name of a component.`,
      );
    }
    const single = this.#single(`local '${local}' of process '${process}'`, declared);
    return this.#slot(`${process}.${local}`, 'local', initialOf(single), isGhost(single));
  }

  #single(what: string, declared: Declaration): Single {
    const wrong = isReplicas(declared) ? 'replicated' : isShared(declared as Single) ? 'shared' : undefined;
    if (wrong === undefined) return declared as Single;
    throw new UserError('E_SYSTEM', `${what} (${this.#origin}) cannot be ${wrong}: declare a component.`);
  }

  #waitingInProcedures(): string[] {
    return this.#definition.procedures.flatMap(({ name, mayWaitAt }) => mayWaitAt.map((label) => `${name}.${label}`));
  }

  #refuseTwice(what: string, names: readonly string[]): void {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw new UserError('E_SYSTEM', `two declarations of ${what} '${twice}' (${this.#origin}).`);
    }
  }
}
