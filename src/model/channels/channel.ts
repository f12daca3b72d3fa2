/**
 * Channels: rendezvous, on which a sender and a receiver take one transition together, and bounded queues.
 *
 * A rendezvous is a transition of the sender: its place in the order, its context switches, its tag and its obligation are those of the sender's
 * alternative. It serves the obligation of the receiver, too (C. A. R. Hoare, "Communicating sequential processes", CACM 21(8), 1978;
 * Promela's channels of capacity 0: G. Holzmann, "The SPIN model checker", 2003, chapter 3). The place of its outcome says who received.
 */
import { List } from 'immutable';
import { UserError } from '../../errors.ts';
import type { Domain, Rendezvous, Replicas, Single, Value } from '../declaration.ts';
import type { Alternative } from '../process.ts';

/** What happens to messages of a queue. */
export interface QueueOptions {
  /**
   * A message may be lost when it is sent: sending has the outcomes `sent` and `lost`.
   * @defaultValue `false`
   */
  readonly lossy?: boolean;
  /**
   * Any message of the queue may be received next, not only the first.
   * @defaultValue `false`
   */
  readonly reordering?: boolean;
}

/** A declaration of a component that is a queue: its value is the list of its messages, the first sent first. */
export interface QueueDeclaration<T extends Value> extends Domain<List<T>> {
  /** What it holds, and what happens to messages. */
  readonly queue: QueueOptions & { readonly capacity: number };
}

/**
 * Declares a bounded queue of messages. Sending to a full queue and receiving from an empty one block the step. Its value is the list of
 * its messages, which steps and properties may read.
 *
 * Costs states as any component does: one for each content.
 * @throws UserError `E_SYSTEM` for a capacity that is no whole number from 1 on.
 * @example
 * const system = defineSystem({ link: queue<number>(2, { lossy: true }), got: 0 })
 *   .process('p', { one: (s) => s.send('link', 1), two: (s) => s.send('link', 2) })
 *   .process('q', { get: (s) => s.receive('link', (message, t) => t.set('got', message)) }, { mayWaitAt: ['get'] })
 *   .reachable('skipped', 'only the second arrives', (s) => s.get('got') === 2);
 * // => skipped: holds
 */
export function queue<T extends Value>(capacity: number, options: QueueOptions = {}): QueueDeclaration<T> {
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new UserError('E_SYSTEM', `a queue cannot hold ${capacity} messages.`, {
      hint: 'queue(capacity) takes a whole number from 1 on. A channel without room for a message is rendezvous().',
    });
  }
  return { kind: 'domain', initial: List<T>(), queue: { ...options, capacity } };
}

/**
 * Declares a channel on which a sender waits for a receiver: both take one transition. `s.send(channel, message)` sends, the label or
 * alternative `{ receives: (on) => on(channel, (s, message) => ...) }` receives. It has no value.
 *
 * @example
 * const system = defineSystem({ order: rendezvous<number>(), got: 0 })
 *   .process('guest', { ask: (s) => s.send('order', 7) })
 *   .process('waiter', { take: { receives: (on) => on('order', (s, dish) => s.set('got', dish)) } })
 *   .quiescent('served', 'the order is taken', (s) => s.get('got') === 7);
 * // => holds
 */
export function rendezvous<T extends Value = null>(): Rendezvous<T> {
  return { kind: 'rendezvous' } as Rendezvous<T>;
}

export type Channel =
  /** By position: the alternatives that receive on it. */
  | { readonly kind: 'rendezvous'; readonly receivers: Alternative[] }
  | ({ readonly kind: 'queue'; readonly slot: number } & QueueDeclaration<Value>['queue']);

export function isRendezvous(single: Single): single is Rendezvous<Value> {
  return typeof single === 'object' && single !== null && 'kind' in single && single.kind === 'rendezvous';
}

export function queueOf(single: Single): QueueDeclaration<Value>['queue'] | undefined {
  const declared = single as Partial<QueueDeclaration<Value>> | null;
  return typeof declared === 'object' && declared?.kind === 'domain' ? declared.queue : undefined;
}

/** The limit of one choice, and the places that the outcomes of each receiver have. */
export const OUTCOMES_MAX = 16_384;

/** The place of an outcome of a rendezvous: behind those of choices, by receiver in the order of declaration. */
export function placeOfMeeting(receiver: Alternative, place: number): number {
  return (receiver.position + 1) * OUTCOMES_MAX + place;
}

/** The alternative that received, by the place of the outcome; undefined where that is no rendezvous. */
export function receiverAt(alternatives: readonly Alternative[], place: number): Alternative | undefined {
  return place < OUTCOMES_MAX ? undefined : alternatives[Math.floor(place / OUTCOMES_MAX) - 1];
}

// ---- what the compiler knows of channels --------------------------------------------------------------------------

/** The type of the messages of a channel `D`. */
export type MessageOf<D> =
  D extends Replicas<infer E, infer _>
    ? MessageOf<E>
    : D extends Rendezvous<infer T>
      ? T
      : D extends QueueDeclaration<infer T>
        ? T
        : never;
type IsChannel<D, Kind> = D extends Replicas<infer E, infer _> ? IsChannel<E, Kind> : D extends Kind ? true : false;
/** Names of the channels of a kind among components `C`. */
export type ChannelNames<C, Shape extends 'single' | 'replicas', Kind = Rendezvous<Value> | QueueDeclaration<Value>> = {
  [K in keyof C & string]: [
    C[K] extends Replicas<Single, infer _> ? 'replicas' : 'single',
    IsChannel<C[K], Kind>,
  ] extends [Shape, true]
    ? K
    : never;
}[keyof C & string];
