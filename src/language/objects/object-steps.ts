/** What a step may do with objects that are freed: part of `Snapshot` (snapshot.ts). */
import type { IndexOf, Replicas } from '../../model/declaration.ts';
import type { FreedObject } from '../../model/objects/object.ts';

/** Names of objects among components `C`. */
type ObjectNames<C, Shape extends 'single' | 'replicas'> = {
  [K in keyof C & string]: C[K] extends Replicas<infer E, infer _>
    ? [E, Shape] extends [FreedObject, 'replicas']
      ? K
      : never
    : [C[K], Shape] extends [FreedObject, 'single']
      ? K
      : never;
}[keyof C & string];

/** Objects are used, freed and allocated. What is replicated takes its index after its name. */
export interface ObjectSteps<C> {
  /**
   * The step uses the object, which must not be freed.
   *
   * @throws UserError `E_COMPONENT` for what `.object` does not declare.
   * @example
   * const system = defineSystem({})
   *   .object('info', 'the irq_info')
   *   .process('handler', { look: (s) => s.use('info') })
   *   .process('closer', { close: (s) => s.free('info') });
   * // => info use after free: violated
   */
  use<K extends ObjectNames<C, 'single'>>(object: K): this;
  use<K extends ObjectNames<C, 'replicas'>>(object: K, index: IndexOf<C[K]>): this;
  /**
   * The step frees the object, which must not be freed already.
   *
   * @throws UserError `E_COMPONENT` for what `.object` does not declare.
   * @example
   * const system = defineSystem({})
   *   .object('info', 'the irq_info')
   *   .process('closer', { close: (s) => s.free('info'), again: (s) => s.free('info') });
   * // => info use after free: violated
   */
  free<K extends ObjectNames<C, 'single'>>(object: K): this;
  free<K extends ObjectNames<C, 'replicas'>>(object: K, index: IndexOf<C[K]>): this;
  /**
   * The step allocates the object anew. A process that used it before it was freed uses the new one from then on, and is not found; where that
   * matters, let the new one be another object.
   *
   * @throws UserError `E_COMPONENT` for what `.object` does not declare.
   * @example
   * const system = defineSystem({})
   *   .object('buffer', 'the buffer', { initially: 'freed' })
   *   .process('p', { make: (s) => s.allocate('buffer'), use: (s) => s.use('buffer'), drop: (s) => s.free('buffer') });
   * // => holds
   */
  allocate<K extends ObjectNames<C, 'single'>>(object: K): this;
  allocate<K extends ObjectNames<C, 'replicas'>>(object: K, index: IndexOf<C[K]>): this;
}
