/** The declaration of an object that is freed: a ghost, and the property of it. */
import { UserError } from '../../errors.ts';
import { indicesOf, type ReplicaKey, type Replicas, replicated } from '../../model/declaration.ts';
import { type FreedObject, type Life, objectOf, useAfterFreeId } from '../../model/objects/object.ts';
import type { Assertion } from '../../model/property.ts';
import type { Declared, Informational, SystemBuilder } from '../builder.ts';
import type { Definition } from '../definition.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Declares an object that steps use (`s.use`), free (`s.free`) and allocate (`s.allocate`), with the property `name use after free`: no step
     * that is taken uses the object, or frees it, between its free and its next allocation. It is a ghost, so what happens cannot depend on it:
     * whether a process still finds the object is for the design to say. With `each`, there is one for each index, and one property of them all.
     *
     * Costs states as a ghost does: where it tells apart what nothing else does.
     *
     * @throws UserError `E_SYSTEM`, when the system is built, for two components or two properties of one name.
     * @example
     * const system = defineSystem({ rcu: rcu(), published: true })
     *   .object('info', 'the irq_info')
     *   .process('reader', {
     *     enter: (s) => s.rcuReadLock('rcu'),
     *     look: (s) => (s.get('published') ? s : s.goto('leave')),
     *     use: (s) => s.use('info'),
     *     leave: (s) => s.rcuReadUnlock('rcu'),
     *   })
     *   .process('closer', { hide: (s) => s.set('published', false), wait: (s) => s.synchronizeRcu('rcu'), free: (s) => s.free('info') });
     * // => info use after free: holds
     */
    object<N extends string, const I extends number | readonly ReplicaKey[] = never>(
      name: N,
      title: string,
      options?: ObjectOptions<I>,
    ): WithObject<D, N, I>;
  }
}

/** Options of an object that is freed. */
export interface ObjectOptions<I> extends Informational {
  /**
   * One for each index: a count, or a list of keys.
   * @defaultValue one
   */
  readonly each?: I;
  /**
   * Whether it is there initially.
   * @defaultValue `'live'`
   */
  readonly initially?: Life;
}

export type WithObject<D extends Declared, N extends string, I> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'] & {
      readonly [K in N]: [I] extends [never]
        ? FreedObject
        : Replicas<FreedObject, I extends readonly (infer K extends ReplicaKey)[] ? K : number>;
    };
    readonly processes: D['processes'];
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'] | `${N} use after free`;
  }>;
}['builder'];

/** What the declaration adds to a definition. */
export function freedObjectOf(
  name: string,
  title: string,
  { each, initially = 'live', informational = false }: ObjectOptions<number | readonly ReplicaKey[]> = {},
): (before: Definition) => Partial<Definition> {
  const used: Assertion = {
    kind: 'assertion',
    id: useAfterFreeId(name),
    title: `${title} is not used after it is freed`,
    informational,
  };
  return ({ components, properties, objects }) => {
    if (Object.hasOwn(components, name)) {
      throw new UserError('E_SYSTEM', `two declarations of component '${name}'.`, { hint: 'Rename one of them.' });
    }
    const one = objectOf(initially);
    return {
      components: { ...components, [name]: each === undefined ? one : replicated(indicesOf(each), one) },
      properties: [...properties, used],
      objects: [...objects, name],
    };
  };
}
