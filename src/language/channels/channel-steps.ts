/** What a step may do with channels, and how a program receives on a rendezvous: part of `Snapshot` and of `Label`. */

import { UserError } from '../../errors.ts';
import type { ChannelNames, MessageOf, QueueDeclaration } from '../../model/channels/channel.ts';
import type { IndexOf, Rendezvous, ReplicaKey, Value } from '../../model/declaration.ts';

type Signals<C, K extends keyof C> = { [N in K]: null extends MessageOf<C[N]> ? N : never }[K];

/** Channels. A channel that is replicated takes its index after its name. `L`: the labels of the program; `End`: where a step arrives. */
export interface ChannelSteps<C, L, End> {
  /**
   * Sends a message and ends the step. On a rendezvous it waits for a receiver, and both take one transition: what the step has written so far is
   * what the receiver sees. On a queue it waits for room. `next`: the label at which the sender continues instead of the next one.
   *
   * @throws UserError `E_COMPONENT` for what is no channel, `E_VALUE` for a message that cannot be part of a state.
   * @example
   * const system = defineSystem({ bell: replicated(2, rendezvous()), rung: 0 })
   *   .processes('door', 2, { ring: (s) => s.send('bell', s.index) })
   *   .processes('host', 2, { open: { receives: (on) => on('bell', (s) => s.update('rung', (n) => n + 1)) } })
   *   .quiescent('both', 'both are heard', (s) => s.get('rung') === 2);
   * // => holds
   */
  send<K extends Signals<C, ChannelNames<C, 'single'>>>(channel: K): End | undefined;
  send<K extends ChannelNames<C, 'single'>>(channel: K, message: NoInfer<MessageOf<C[K]>>, next?: L): End | undefined;
  send<K extends Signals<C, ChannelNames<C, 'replicas'>>>(channel: K, index: IndexOf<C[K]>): End | undefined;
  send<K extends ChannelNames<C, 'replicas'>>(
    channel: K,
    index: IndexOf<C[K]>,
    message: NoInfer<MessageOf<C[K]>>,
    next?: L,
  ): End | undefined;
  /**
   * Receives from a queue and ends the step: `then` gets the message and the snapshot without it. An empty queue blocks the step. If the queue is
   * reordering, each of its different messages is an outcome.
   *
   * @throws UserError `E_COMPONENT` for what is no queue. `E_STEP` if `then` ends with another snapshot than the one that it is given, which
   * would leave the message in the queue.
   * @example
   * const system = defineSystem({ link: queue<string>(2, { reordering: true }), first: '' })
   *   .process('p', { a: (s) => s.send('link', 'a'), b: (s) => s.send('link', 'b') })
   *   .process('q', { get: (s) => s.receive('link', (message, t) => t.set('first', message)) })
   *   .reachable('overtaken', 'b comes first', (s) => s.get('first') === 'b');
   * // => overtaken: holds
   */
  receive<K extends ChannelNames<C, 'single', QueueDeclaration<Value>>>(
    queue: K,
    then: (message: MessageOf<C[K]>, s: this) => End | undefined | false,
  ): End | undefined;
  receive<K extends ChannelNames<C, 'replicas', QueueDeclaration<Value>>>(
    queue: K,
    index: IndexOf<C[K]>,
    then: (message: MessageOf<C[K]>, s: this) => End | undefined | false,
  ): End | undefined;
}

/**
 * What a label or alternative receives: `{ receives: (on) => on(channel, (s, message) => ...) }`. It is never taken by itself: it is the
 * receiver's part of a transition of the sender. The system asks once, when it is built.
 */
export type Receives<S, C, End> = {
  bivarianceHack(on: On<S, C, End>, index: never): Received;
}['bivarianceHack'];

declare const received: unique symbol;
/** What a label receives. Opaque: only `on` makes one. */
export interface Received {
  readonly [received]: true;
}

/**
 * Names a rendezvous and says what the receiver does with a message. A handler may refuse the message by `undefined`; without a handler
 * the program moves on to the next label. Of a replicated channel it is the one with the index of the process, or the one that is named.
 */
export interface On<S, C, End> {
  <K extends RendezvousNames<C>>(channel: K, take?: Take<S, C, K, End>): Received;
  <K extends RendezvousNames<C>>(channel: K, index: IndexOf<C[K]>, take?: Take<S, C, K, End>): Received;
}

type RendezvousNames<C> = ChannelNames<C, 'single', Rendezvous<Value>> | ChannelNames<C, 'replicas', Rendezvous<Value>>;
type Take<S, C, K extends keyof C, End> = (s: S, message: MessageOf<C[K]>) => End | undefined | false;

/** As data. */
export interface ParsedReceive {
  /** The name of the rendezvous. */
  readonly channel: string;
  /** Of a replicated channel. */
  readonly index: ReplicaKey | undefined;
  /** What the receiver does with a message. */
  readonly take: (s: unknown, message: unknown) => unknown;
}

/** What a process receives, by its index. Throws `E_LABEL` for what `on` did not make. */
export function receiveOf(receives: unknown, process: string, index: ReplicaKey | undefined): ParsedReceive {
  const on = (channel: string, ...rest: readonly unknown[]): ParsedReceive => {
    const [which, take] = typeof rest[0] === 'string' || typeof rest[0] === 'number' ? rest : [undefined, rest[0]];
    return {
      channel,
      index: (which as ReplicaKey | undefined) ?? index,
      take: (take as ParsedReceive['take'] | undefined) ?? ((s) => s),
    };
  };
  const made = (receives as (on: unknown, index: unknown) => unknown)(on, index) as ParsedReceive | undefined;
  if (typeof made?.channel === 'string') return made;
  throw new UserError('E_LABEL', `process '${process}' has a label that receives nothing.`, {
    hint: "Write { receives: (on) => on('channel', (s, message) => ...) }.",
  });
}
