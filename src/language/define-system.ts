/** `defineSystem` and the methods that follow it: each adds to a definition. Their types are in builder.ts. */
import { UserError } from '../errors.ts';
import type { Declarations } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness.ts';
import type { Ordering } from '../model/memory.ts';
import type { System } from '../model/system.ts';
import { type BuildOptions, buildSystem } from './assembly.ts';
import type { None, SystemBuilder } from './builder.ts';
import type { Definition } from './definition.ts';
import { memoryOf } from './memory-plan.ts';
import { procedureTable, processTable } from './process-table.ts';
import { propertyTable } from './property-table.ts';

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
  return builderOf(definition) as unknown as ReturnType<typeof defineSystem<C>>;
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
  const { processes, procedures, properties, fairness } = definition;
  return Object.assign(
    new Builder(definition),
    methods(propertyTable, (property) => ({ properties: [...properties, property] })),
    methods(processTable, (process) => ({
      processes: [...processes, { ...process, fairness: process.fairness ?? fairness }],
    })),
    methods(procedureTable, (procedure) => ({ procedures: [...procedures, procedure] })),
  );
}
