/** The methods of a system that declare properties of infinite runs: they augment `SystemBuilder` (builder.ts). */
import type { StatePredicate, StepName, StepPredicate } from '../../model/property.ts';
import type { Declared, Informational, ReaderOf, WithProperty } from '../builder.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Claims that wherever `from` holds, `to` holds then or later, in every fair run. With `each`, for each of the items by itself.
     *
     * Like all properties of infinite runs it is judged when all states are known, on their graph; a run that stops early leaves it
     * inconclusive. Costs a pass over all transitions for each item.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ asked: replicated(2, true) }, { mayRest: (s) => !s.get('asked', 0) && !s.get('asked', 1) })
     *   .ruleSets('server', 2, { serve: (s) => s.when(s.get('asked', s.index))?.set('asked', s.index, false) })
     *   .leadsTo('served', 'every request is served', (s, i) => s.get('asked', i), (s, i) => !s.get('asked', i), { each: [0, 1] });
     * // => holds
     */
    leadsTo<N extends string, I = undefined>(
      id: N,
      title: string,
      from: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      to: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      options?: RunOption<D, I>,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate holds in some state of every fair run. With `each`, of each of the items by itself. Judged as `leadsTo`.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ on: false })
     *   .process('p', { switch: (s) => s.set('on', true) }, { fairness: 'none' })
     *   .rules('clock', { tick: (s) => s })
     *   .eventually('on', 'it is switched on', (s) => s.get('on'));
     * // => on: violated
     */
    eventually<N extends string, I = undefined>(
      id: N,
      title: string,
      holds: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      options?: RunOption<D, I>,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate holds infinitely often in every fair run. With `each`, of each of the items by itself. Judged
     * as `leadsTo`.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ on: false })
     *   .process('p', { flip: (s) => s.update('on', (on) => !on) }, { end: 'loop' })
     *   .infinitelyOften('off', 'it is off infinitely often', (s) => !s.get('on'));
     * // => holds
     */
    infinitelyOften<N extends string, I = undefined>(
      id: N,
      title: string,
      holds: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      options?: RunOption<D, I>,
    ): WithProperty<D, N>;
    /**
     * Claims that from some state on a predicate holds in every state, in every fair run: `<>[]P` of temporal logic. With `each`, of each of
     * the items by itself. Judged as `leadsTo`.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ leader: false })
     *   .process('p', { elect: (s) => s.set('leader', true) })
     *   .stabilises('leader', 'a leader stays', (s) => s.get('leader'));
     * // => holds
     */
    stabilises<N extends string, I = undefined>(
      id: N,
      title: string,
      holds: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      options?: RunOption<D, I>,
    ): WithProperty<D, N>;
    /**
     * Claims that every fair run takes a marked step infinitely often: `[]<><<A>>_vars` of temporal logic. A step that changes nothing but
     * ghosts does not count. With `each`, of each of the items by itself. Judged as `leadsTo`.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ n: 0, link: value<'up' | 'down'>('up') })
     *   .rules('net', { flap: { environment: (s) => s.update('link', (link) => (link === 'up' ? 'down' : 'up')) } })
     *   .process('p', { send: (s) => s.when(s.get('link') === 'up')?.update('n', (n) => 1 - n) }, { end: 'loop', mayWaitAt: ['send'] })
     *   .stepInfinitelyOften('sends', 'p never ceases to send', (_before, _after, step) => step.label === 'send')
     *   .stepInfinitelyOften('sends on', 'p never ceases to send on a link that stays up', (_before, _after, step) => step.label === 'send', {
     *     assuming: { stabilises: (s) => s.get('link') === 'up' },
     *   });
     * // => sends: violated, sends on: holds
     */
    stepInfinitelyOften<N extends string, I = undefined>(
      id: N,
      title: string,
      marked: (before: ReaderOf<D>, after: ReaderOf<D>, step: StepName, item: NoInfer<I>) => boolean,
      options?: RunOption<D, I>,
    ): WithProperty<D, N>;
    /**
     * Claims that no fair run takes a marked step infinitely often: no cycle that a fair run may repeat for ever has a marked step. Use it for an
     * interrupt that is delivered for ever. Judged as `leadsTo`.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ line: true })
     *   .rules('irq', { deliver: (s) => s.when(s.get('line')) })
     *   .storm('storm', 'no interrupt storm', (_before, _after, step) => step.label === 'deliver');
     * // => storm: violated
     */
    storm<N extends string>(
      id: N,
      title: string,
      marked: StepPredicate<ReaderOf<D>>,
      options?: Informational & Assuming<D>,
    ): WithProperty<D, N>;
    /**
     * Claims that every cycle of system steps alone has a marked step: no livelock, no endless retry. Judged as `leadsTo`, whatever the
     * fairness.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ n: 0 })
     *   .process('p', { retry: (s) => s, work: (s) => s.update('n', (n) => 1 - n) }, { end: 'loop' })
     *   .progress('works', 'it does not retry for ever', (_before, _after, step) => step.label === 'work');
     * // => holds
     */
    progress<N extends string>(
      id: N,
      title: string,
      marked: StepPredicate<ReaderOf<D>>,
      options?: Informational,
    ): WithProperty<D, N>;
    /**
     * Claims that there is no cycle of system steps alone: what the design does by itself ends. Judged as `progress` with no step marked.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ n: 0 })
     *   .process('p', { retry: (s) => s.update('n', (n) => 1 - n) }, { end: 'loop' })
     *   .acyclic('ends', 'it ends by itself');
     * // => ends: violated
     */
    acyclic<N extends string>(id: N, title: string, options?: Informational): WithProperty<D, N>;
  }
}

/** The assumption of a property of infinite runs. */
interface Assuming<D extends Declared> {
  /**
   * The property is claimed only of runs of which these hold: that a predicate holds infinitely often, that it holds in every state from
   * some point on, that a marked step that changes something is taken infinitely often. Several by an array. A property whose assumptions no
   * fair run satisfies is vacuous.
   * @defaultValue it is claimed of every fair run
   */
  readonly assuming?: {
    readonly infinitelyOften?: OneOrMore<StatePredicate<ReaderOf<D>>>;
    readonly stabilises?: OneOrMore<StatePredicate<ReaderOf<D>>>;
    readonly stepInfinitelyOften?: OneOrMore<StepPredicate<ReaderOf<D>>>;
  };
}
type OneOrMore<T> = T | readonly T[];

/** The options of a property of infinite runs. */
interface RunOption<D extends Declared, I> extends Informational, Assuming<D> {
  /**
   * The items that it is claimed of, each by itself: the predicates get the item as their last argument.
   * @defaultValue it is claimed once
   */
  readonly each?: readonly I[];
}
