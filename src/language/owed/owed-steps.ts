/** What a step may do with what is owed: part of `Snapshot`. */
import type { IndexOf, Replicas } from '../../model/declaration.ts';
import type { Owed } from '../../model/owed/owed.ts';

/** Names of what is owed among components `C`. */
type OwedNames<C, Shape extends 'single' | 'replicas'> = {
  [K in keyof C & string]: C[K] extends Replicas<infer E, infer _>
    ? [E, Shape] extends [Owed, 'replicas']
      ? K
      : never
    : [C[K], Shape] extends [Owed, 'single']
      ? K
      : never;
}[keyof C & string];

/** Something is raised, and handled. What is replicated takes its index after its name. */
export interface OwedSteps<C> {
  /**
   * Something must be handled from now on. What is owed already stays owed: as an interrupt that is pending, it is not counted.
   *
   * @throws UserError `E_COMPONENT` for what `.owed` does not declare.
   * @example
   * const system = defineSystem({ wire: false })
   *   .owed('edge', 'an edge of the device')
   *   .process('device', { edge: (s) => s.set('wire', true).raise('edge') })
   *   .rules('cpu', { serve: (s) => s.when(s.get('wire'))?.set('wire', false).handle('edge') });
   * // => holds
   */
  raise<K extends OwedNames<C, 'single'>>(owed: K): this;
  raise<K extends OwedNames<C, 'replicas'>>(owed: K, index: IndexOf<C[K]>): this;
  /**
   * It is handled: nothing is owed from now on. Where nothing was owed, it is spurious.
   *
   * @throws UserError `E_COMPONENT` for what `.owed` does not declare.
   * @example
   * const system = defineSystem({ wire: false })
   *   .owed('edge', 'an edge of the device')
   *   .process('cpu', { look: (s) => s.handle('edge') });
   * // => edge spurious: violated
   */
  handle<K extends OwedNames<C, 'single'>>(owed: K): this;
  handle<K extends OwedNames<C, 'replicas'>>(owed: K, index: IndexOf<C[K]>): this;
}
