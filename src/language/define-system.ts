/** `defineSystem` and the methods that follow it: each adds to a definition. Their types are in builder.ts. */
import { UserError } from '../errors.ts';
import type { Declarations } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness/fairness.ts';
import type { Ordering } from '../model/memory.ts';
import type { System } from '../model/system.ts';
import { type BuildOptions, buildSystem } from './assembly.ts';
import { budgetOf } from './budgets/budget-methods.ts';
import type { None, SystemBuilder } from './builder.ts';
import type { Definition } from './definition.ts';
import type { InitialStates } from './initial-states.ts';
import { memoryOf } from './memory-plan.ts';
import { freedObjectOf } from './objects/object-methods.ts';
import { observablesOf } from './observables/observable-methods.ts';
import { owedOf } from './owed/owed-methods.ts';
import { procedureTable, processTable } from './process-table.ts';
import { propertyTable } from './properties/property-table.ts';
import { withFairness } from './properties/refinement.ts';
import type { Reader } from './reader.ts';

/** What is assumed of a system as a whole. */
export interface SystemOptions<C = never> {
  /**
   * `allowed`: there is no property `deadlock`. With programs, a deadlock is a non-terminal state in which no system step is enabled and
   * some program waits at a label that is not one of its `mayWaitAt`. In a system of rule sets alone it is a non-terminal state in which no
   * step at all is enabled; a step that changes nothing is enabled. Where every program may wait at each of its labels, deadlock is *not
   * judged*.
   * @defaultValue the property is judged
   */
  readonly deadlock?: 'allowed';
  /**
   * The states in which the system may rest: hardware with nothing to do, the end of a protocol. They are no deadlocks. It reads
   * components; programs say where they may wait by `mayWaitAt`.
   * @defaultValue none
   */
  readonly mayRest?: (s: Reader<C, None>) => boolean;
  /**
   * Of processes that declare none. *Weak*: if from some point on at least one of the process' system steps is enabled in every state, one
   * of them is taken infinitely often. *Strong*: if at least one is enabled in infinitely many states, one of them is taken infinitely often.
   * @defaultValue `'weak'`
   */
  readonly fairness?: Fairness;
  /**
   * When stores to `shared` locations reach memory: at once (`sc`); through a FIFO store buffer for each CPU (`tso`, the abstract machine of
   * x86-TSO: Sewell et al., CACM 53(7), 2010); or through one for each CPU and location (`pso`, SPARC's partial store order: The SPARC
   * architecture manual, version 9, appendix D).
   *
   * Store buffers and the steps that drain them are part of the system: `tso` costs states, `pso` more.
   * @defaultValue `'sc'`
   */
  readonly memory?: Ordering;
  /**
   * The most stores that one store buffer holds. Where a store finds it full, the verdicts are inconclusive: raise it then.
   * @defaultValue 4
   */
  readonly buffer?: number;
}

/**
 * Starts a system with its components. A component is declared by its initial value, or by `value`, `ghost`, `shared`, `replicated`,
 * `grid`, `spinLock`, `ticketLock` or `rwLock`. The methods that follow declare processes and properties.
 *
 * @throws UserError `E_SYSTEM` for an unknown memory ordering or a buffer that is no whole number from 1 on. `E_VALUE`, when the system
 * is built, for an initial value that cannot be part of a state.
 * @example
 * const system = defineSystem({ n: 0 })
 *   .processes('p', 2, { read: (s) => s.set('seen', s.get('n')), write: (s) => s.set('n', s.get('seen') + 1) }, { locals: { seen: 0 } })
 *   .quiescent('sum', 'no increment is lost', (s) => s.get('n') === 2);
 * // => sum: violated, deadlock: holds
 */
export function defineSystem<C extends Declarations>(
  components: C,
  options: SystemOptions<C> = {},
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
    budgets: [],
    owed: [],
    objects: [],
    observables: [],
    initials: [],
    deadlock: options.deadlock ?? 'judged',
    mayRest: restOf(options),
    fairness: options.fairness ?? 'weak',
    memory: memoryOf(options.memory, options.buffer),
  };
  return builderOf(definition) as unknown as ReturnType<typeof defineSystem<C>>;
}

function restOf({ mayRest, deadlock }: Pick<SystemOptions, 'mayRest' | 'deadlock'>): Definition['mayRest'] {
  if (mayRest === undefined) return undefined;
  if (typeof mayRest === 'function' && deadlock !== 'allowed') return mayRest as unknown as Definition['mayRest'];
  throw new UserError(
    'E_SYSTEM',
    deadlock === 'allowed' ? "mayRest and deadlock: 'allowed' exclude each other." : 'mayRest is no predicate.',
    {
      hint: 'Write mayRest: (s) => ..., which says of a state whether the system may rest there, and leave out deadlock.',
    },
  );
}

/** The system that a builder stands for. Throws `UserError` for a definition that contradicts itself. */
export function build(builder: unknown, origin: string, options?: BuildOptions): System {
  if (builder instanceof Builder) return buildSystem(builder.definition, origin, options);
  throw new UserError('E_MODEL', `the build function of ${origin} gives no system.`, {
    hint: 'It must return what defineSystem(...) and the methods after it give.',
  });
}

class Builder {
  readonly definition: Definition;

  constructor(definition: Definition) {
    this.definition = definition;
  }
}

/** A builder with all methods: each makes its declaration of its arguments, as a table says, and gives a builder that has it, too. */
function builderOf(definition: Definition): Builder {
  const methods = <T>(
    table: { readonly [method: string]: (...args: never[]) => T },
    add: (declared: T) => Partial<Definition>,
  ) =>
    Object.fromEntries(
      Object.entries(table).map(([method, declare]) => [
        method,
        (...args: never[]) => builderOf({ ...definition, ...add(declare(...args)) }),
      ]),
    );
  const { processes, procedures, properties, budgets, observables, initials, fairness } = definition;
  return Object.assign(
    new Builder(definition),
    methods(propertyTable, (property) => ({ properties: [...properties, ...withFairness(property)] })),
    methods(processTable, (process) => ({
      processes: [...processes, { ...process, fairness: process.fairness ?? fairness }],
    })),
    methods({ owed: owedOf, object: freedObjectOf }, (declared) => declared(definition)),
    methods({ observable: observablesOf }, (more) => ({ observables: [...observables, ...more] })),
    methods({ budget: budgetOf }, (budget) => ({ budgets: [...budgets, budget] })),
    methods({ initially: (states: InitialStates) => states }, (states) => ({ initials: [...initials, states] })),
    methods(procedureTable, (procedure) => ({ procedures: [...procedures, procedure] })),
  );
}
