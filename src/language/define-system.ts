/** `defineSystem` and the methods that follow it: each adds to a definition. Their types are in builder.ts. */
import { UserError } from '../errors.ts';
import { type Declarations, indicesOf, type ReplicaKey } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness.ts';
import { LOCK_RULES, type LockRule } from '../model/lock-event.ts';
import type { Ordering } from '../model/memory.ts';
import type { LeadsTo, Property, PropertyOptions } from '../model/property.ts';
import type { System } from '../model/system.ts';
import { type BuildOptions, buildSystem } from './assembly.ts';
import type { None, SystemBuilder } from './builder.ts';
import type { AuthoredProcess, Definition } from './definition.ts';
import { type AuthoredLabels, labelsOf } from './label.ts';
import { memoryOf } from './memory-plan.ts';
import type {} from './process-methods.ts';
import type { InterruptOptions } from './process-options.ts';
import type {} from './property-methods.ts';

export interface SystemOptions {
  /** `allowed`: a state where nothing goes on although some program has not ended is no error. */
  readonly deadlock?: 'allowed';
  /** Of processes that declare none: `weak` unless said otherwise. */
  readonly fairness?: Fairness;
  /**
   * When stores to `shared` locations reach memory: at once (`sc`, the default), through a FIFO store buffer for each CPU (`tso`),
   * or through one for each CPU and location (`pso`).
   */
  readonly memory?: Ordering;
  /**
   * The most stores that a store buffer holds, 4 if not said. Where a store finds it full, the verdicts are inconclusive: then
   * raise it.
   */
  readonly buffer?: number;
}

/** Starts a system with its components. */
export function defineSystem<C extends Declarations>(
  components: C,
  options: SystemOptions = {},
): SystemBuilder<{
  readonly components: C;
  readonly processes: None;
  readonly procedures: None;
  readonly assertions: never;
  readonly unreachables: never;
  readonly properties: 'deadlock';
}> {
  const definition: Definition = {
    components,
    processes: [],
    procedures: [],
    properties: [],
    deadlock: options.deadlock ?? 'judged',
    fairness: options.fairness ?? 'weak',
    memory: memoryOf(options.memory, options.buffer),
  };
  return new Builder(definition) as never;
}

/** The system that a builder stands for. Throws `UserError` for a definition that contradicts itself. */
export function build(builder: unknown, origin: string, options?: BuildOptions): System {
  if (builder instanceof Builder) return buildSystem(builder.definition, origin, options);
  throw new UserError('E_MODEL', `the build function of ${origin} gives no system.`, {
    hint: 'It must return what defineSystem(...) and the methods after it give.',
  });
}

type AnyOptions = Partial<InterruptOptions<Declarations, string>> &
  PropertyOptions<never> & {
    readonly rules?: readonly LockRule[];
    readonly each?: readonly unknown[];
    readonly quiescent?: boolean;
  };
type ItemPredicate = (s: never, item: unknown) => boolean;

/** The methods as they are, untyped: `SystemBuilder` is their face. */
class Builder {
  readonly definition: Definition;

  constructor(definition: Definition) {
    this.definition = definition;
  }

  assertion(id: string, title: string, options: AnyOptions = {}): Builder {
    return this.#property({ kind: 'assertion', id, title, informational: options.informational ?? false });
  }

  unreachable(id: string, title: string, options: AnyOptions = {}): Builder {
    return this.#property({ kind: 'unreachable', id, title, informational: options.informational ?? false });
  }

  procedure(name: string, locals: Declarations, labels: AuthoredLabels, options: AnyOptions = {}): Builder {
    const procedure = { name, locals, labels: labelsOf(name, labels), mayWaitAt: options.mayWaitAt ?? [] };
    return new Builder({ ...this.definition, procedures: [...this.definition.procedures, procedure] });
  }

  process(name: string, labels: AuthoredLabels, options?: AnyOptions): Builder {
    return this.#process('program', name, undefined, labels, options);
  }

  processes(
    name: string,
    indices: number | readonly ReplicaKey[],
    labels: AuthoredLabels,
    options?: AnyOptions,
  ): Builder {
    return this.#process('program', name, indicesOf(indices), labels, options);
  }

  interrupt(name: string, labels: AuthoredLabels, options: AnyOptions): Builder {
    return this.#process('interrupt', name, undefined, labels, options);
  }

  interrupts(
    name: string,
    indices: number | readonly ReplicaKey[],
    labels: AuthoredLabels,
    options: AnyOptions,
  ): Builder {
    return this.#process('interrupt', name, indicesOf(indices), labels, options);
  }

  rules(name: string, rules: AuthoredLabels, options?: AnyOptions): Builder {
    return this.#process('rules', name, undefined, rules, options);
  }

  ruleSets(
    name: string,
    indices: number | readonly ReplicaKey[],
    rules: AuthoredLabels,
    options?: AnyOptions,
  ): Builder {
    return this.#process('rules', name, indicesOf(indices), rules, options);
  }

  invariant(id: string, title: string, holds: never, options?: AnyOptions): Builder {
    return this.#predicate('invariant', id, title, holds, options);
  }

  stepInvariant(id: string, title: string, holds: never, options: AnyOptions = {}): Builder {
    return this.#property({
      kind: 'step invariant',
      id,
      title,
      holds,
      when: options.when,
      informational: options.informational ?? false,
    });
  }

  quiescent(id: string, title: string, holds: never, options?: AnyOptions): Builder {
    return this.#predicate('quiescence', id, title, holds, options);
  }

  quiescentStates(id: string, title: string, description: never): Builder {
    return this.#predicate('quiescent states', id, title, description);
  }

  reachable(id: string, title: string, holds: never, options?: AnyOptions): Builder {
    return this.#predicate('reachable', id, title, holds, options);
  }

  outcomes(id: string, title: string, shows: never, options: AnyOptions = {}): Builder {
    refuseNoPredicate('outcomes', id, shows);
    return this.#property({ kind: 'outcomes', id, title, shows, informational: options.informational ?? false });
  }

  leadsTo(id: string, title: string, from: never, to: never, options?: AnyOptions): Builder {
    return this.#leadsTo('leads-to', id, title, { from, to }, options);
  }

  eventually(id: string, title: string, to: never, options?: AnyOptions): Builder {
    return this.#leadsTo('eventually', id, title, { to }, options);
  }

  infinitelyOften(id: string, title: string, to: never, options?: AnyOptions): Builder {
    return this.#leadsTo('infinitely often', id, title, { to }, options);
  }

  storm(id: string, title: string, marked: never, options?: AnyOptions): Builder {
    return this.#cycles('storm', id, title, marked, options);
  }

  progress(id: string, title: string, marked: never, options?: AnyOptions): Builder {
    return this.#cycles('progress', id, title, marked, options);
  }

  acyclic(id: string, title: string, options?: AnyOptions): Builder {
    return this.#cycles('progress', id, title, (() => false) as never, options);
  }

  #leadsTo(
    kind: LeadsTo<never>['kind'],
    id: string,
    title: string,
    sides: { readonly from?: ItemPredicate; readonly to: ItemPredicate },
    { each = [undefined], informational = false }: AnyOptions = {},
  ): Builder {
    for (const predicate of Object.values(sides)) refuseNoPredicate(kind, id, predicate);
    const { from, to } = sides;
    const instances = each.map((item) => ({
      from: from && ((s: never) => from(s, item)),
      to: (s: never) => to(s, item),
    }));
    return this.#property({ kind, id, title, instances, informational });
  }

  #cycles(kind: 'storm' | 'progress', id: string, title: string, marked: never, options: AnyOptions = {}): Builder {
    refuseNoPredicate(kind, id, marked);
    return this.#property({ kind, id, title, marked, informational: options.informational ?? false });
  }

  lockOrder(id: string, title: string, options: AnyOptions = {}): Builder {
    const { rules = LOCK_RULES, informational = false } = options;
    const unknown = rules.find((rule) => !LOCK_RULES.includes(rule));
    if (unknown !== undefined) {
      throw new UserError('E_SYSTEM', `lock order '${id}' has an unknown rule '${unknown}'.`, {
        hint: `The rules are ${LOCK_RULES.map((rule) => `'${rule}'`).join(', ')}.`,
      });
    }
    return this.#property({ kind: 'lock order', id, title, informational, rules });
  }

  #process(
    as: 'program' | 'interrupt' | 'rules',
    name: string,
    indices: AuthoredProcess['indices'],
    labels: AuthoredLabels,
    options: AnyOptions = {},
  ): Builder {
    const handler = as === 'interrupt';
    const { fairness = this.definition.fairness, tag = 'system', mayWaitAt = [], locals = {} } = options;
    const { column, cpu, stores, end = handler ? 'loop' : 'halt' } = options;
    if (handler && cpu === undefined) {
      throw new UserError('E_SYSTEM', `interrupt '${name}' does not say on which CPU it arrives.`, {
        hint: "Name the CPU of the processes that it interrupts: { cpu: 'cpu0' }.",
      });
    }
    const process = {
      kind: handler ? ('program' as const) : as,
      name,
      indices,
      labels: labelsOf(name, labels),
      fairness,
      tag,
      column,
      cpu,
      stores,
      end,
      interrupt: handler ? (options.priority ?? 0) : undefined,
      mayWaitAt,
      locals,
    };
    return new Builder({ ...this.definition, processes: [...this.definition.processes, process] });
  }

  #predicate(
    kind: 'invariant' | 'quiescence' | 'quiescent states' | 'reachable',
    id: string,
    title: string,
    holds: never,
    options: AnyOptions = {},
  ): Builder {
    return this.#property({
      kind,
      id,
      title,
      holds,
      when: options.when,
      informational: options.informational ?? false,
      ...(options.quiescent && { quiescent: true }),
    });
  }

  #property(property: Property<never>): Builder {
    if ('holds' in property) refuseNoPredicate(property.kind, property.id, property.holds);
    return new Builder({ ...this.definition, properties: [...this.definition.properties, property as never] });
  }
}

function refuseNoPredicate(kind: string, id: string, predicate: unknown): void {
  if (typeof predicate === 'function') return;
  throw new UserError('E_SYSTEM', `${kind} '${id}' has no predicate.`, {
    hint: 'A property has an id, a title and a predicate: .invariant(id, title, (s) => ...).',
  });
}
