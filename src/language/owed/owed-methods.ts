/** The declaration of what is owed: a ghost, and the two properties of it. */
import { UserError } from '../../errors.ts';
import { indicesOf, type ReplicaKey, type Replicas, replicated } from '../../model/declaration.ts';
import { lostId, OWES_NOTHING, type Owed, spuriousId } from '../../model/owed/owed.ts';
import type { Assertion, StateProperty } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { Declared, Informational, SystemBuilder } from '../builder.ts';
import type { Definition } from '../definition.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Declares something that steps owe: `s.raise(name)` when it must be handled, `s.handle(name)` when it is. It is a ghost, so what happens
     * cannot depend on it, and has two properties. `name lost`: in no quiescent state it is owed. `name spurious`: it is never handled where
     * nothing is owed. With `each`, there is one for each index, and the properties are about all of them.
     *
     * Costs states as a ghost does: where it tells apart what nothing else does.
     *
     * @throws UserError `E_SYSTEM`, when the system is built, for two components or two properties of one name.
     * @example
     * const system = defineSystem({ pending: false })
     *   .owed('edge', 'an edge of the device', { spurious: 'allowed' })
     *   .process('device', { first: (s) => s.set('pending', true).raise('edge'), second: (s) => s.set('pending', true).raise('edge') })
     *   .rules('cpu', { ack: (s) => s.when(s.get('pending'))?.set('pending', false).handle('edge') });
     * // => edge lost: holds
     */
    owed<
      N extends string,
      const I extends number | readonly ReplicaKey[] = never,
      const S extends 'allowed' | 'judged' = 'judged',
    >(name: N, title: string, options?: OwedOptions<I, S>): WithOwed<D, N, I, S>;
  }
}

/** Options of what is owed. */
export interface OwedOptions<I, S> extends Informational {
  /**
   * One for each index: a count, or a list of keys.
   * @defaultValue one
   */
  readonly each?: I;
  /**
   * `'allowed'`: handling where nothing is owed is right, and no property says otherwise.
   * @defaultValue `'judged'`
   */
  readonly spurious?: S;
}

export type WithOwed<D extends Declared, N extends string, I, S> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'] & {
      readonly [K in N]: [I] extends [never]
        ? Owed
        : Replicas<Owed, I extends readonly (infer K extends ReplicaKey)[] ? K : number>;
    };
    readonly processes: D['processes'];
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'] | `${N} lost` | (S extends 'allowed' ? never : `${N} spurious`);
  }>;
}['builder'];

/** What the declaration adds to a definition. */
export function owedOf(
  name: string,
  title: string,
  { each, spurious, informational = false }: OwedOptions<number | readonly ReplicaKey[], 'allowed' | 'judged'> = {},
): (before: Definition) => Partial<Definition> {
  const indices = each === undefined ? undefined : indicesOf(each);
  const isOwed = (s: StateReader, index?: ReplicaKey) => s.get(name, index) === true;
  const isAnyOwed = (s: StateReader) => (indices === undefined ? isOwed(s) : indices.some((index) => isOwed(s, index)));
  const lost: StateProperty<StateReader> = {
    kind: 'quiescence',
    id: lostId(name),
    title: `${title} is not lost`,
    informational,
    holds: (s) => !isAnyOwed(s),
    when: undefined,
  };
  const never: Assertion = {
    kind: 'assertion',
    id: spuriousId(name),
    title: `${title} is not handled where it is not owed`,
    informational,
  };
  return ({ components, properties, owed }) => {
    if (Object.hasOwn(components, name)) {
      throw new UserError('E_SYSTEM', `two declarations of component '${name}'.`, { hint: 'Rename one of them.' });
    }
    return {
      components: { ...components, [name]: indices === undefined ? OWES_NOTHING : replicated(indices, OWES_NOTHING) },
      properties: [...properties, lost, ...(spurious === 'allowed' ? [] : [never])],
      owed: [...owed, name],
    };
  };
}
