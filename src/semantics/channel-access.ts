/** Sending on channels and receiving from queues. Their typed interface is `ChannelSteps` (language/channels/channel-steps.ts). */
import type { List } from 'immutable';
import { UserError } from '../errors.ts';
import type { Channel } from '../model/channels/channel.ts';
import { type ReplicaIndex, replicaName, type Value } from '../model/declaration.ts';
import { suggestion } from '../model/names.ts';
import { type Arrival, Arriver, Choice, type Claim, type Directed, outcomeNameOf, Sending } from './arrival.ts';
import { MemoryAccess } from './memory-access.ts';

export abstract class ChannelAccess extends MemoryAccess {
  abstract goto(label: string): Directed;

  send(name: string, ...rest: readonly unknown[]): this | Directed | Choice | Sending | undefined {
    const [channel, [message = null, next]] = this.#channel(name, rest);
    const sent = this.canonical(`a message on '${name}'`, message).value;
    const onwards = (at: this) => (next === undefined ? at : at.goto(next as string));
    if (channel.kind === 'rendezvous') {
      return new Sending(this.attempt, channel.receivers, sent, onwards(this).arrive());
    }
    const held = this.state.at(channel.slot).value as List<Value>;
    if (held.size >= channel.capacity) return undefined;
    const kept = onwards(this.#holding(channel.slot, held.push(sent)));
    return channel.lossy
      ? new Choice(this.attempt, [
          ['sent', kept],
          ['lost', onwards(this)],
        ])
      : kept;
  }

  receive(name: string, ...rest: readonly unknown[]): unknown {
    const [channel, [then]] = this.#channel(name, rest);
    if (channel.kind === 'rendezvous') {
      throw new UserError('E_STEP', `receives on the rendezvous '${name}' in a step of its own.`, {
        hint: `Receive by a label or alternative: { receives: (on) => on('${name}', (s, message) => ...) }.`,
      });
    }
    const held = this.state.at(channel.slot).value as List<Value>;
    const take = (i: number) => {
      const received: Claim = { id: name, holds: true };
      const without = this.#holding(channel.slot, held.delete(i), [received]);
      const result = (then as (message: Value, s: this) => unknown)(held.get(i) as Value, without);
      this.#mustHaveReceived(name, received, result);
      return result;
    };
    if (held.isEmpty()) return undefined;
    if (!channel.reordering) return take(0);
    // Equal messages are one outcome.
    const different = [...held.toOrderedSet()];
    return new Choice(
      this.attempt,
      different.map((message) => [outcomeNameOf(message), take(held.indexOf(message))] as const),
    );
  }

  /** The channel of a name, or of a name and an index, and the other arguments. */
  #channel(name: string, rest: readonly unknown[]): readonly [Channel, readonly unknown[]] {
    const { channels } = this.attempt.system;
    const single = channels.get(name);
    if (single !== undefined) return [single, rest];
    const one = channels.get(replicaName(name, rest[0] as ReplicaIndex));
    if (one !== undefined) return [one, rest.slice(1)];
    throw new UserError('E_COMPONENT', `no channel '${name}' is declared.`, {
      hint: suggestion(name, channels.keys()),
    });
  }

  /**
   * A function that ends with the snapshot around it, and not with the one that it is given, would receive without taking the message.
   * `received` is carried along every way from the snapshot that was given.
   */
  #mustHaveReceived(name: string, received: Claim, result: unknown): void {
    if (endsOf(result).every(({ judged }) => judged.includes(received))) return;
    throw new UserError('E_STEP', `receives from '${name}' and leaves the message there.`, {
      hint: `End with the snapshot that the function is given: s.receive('${name}', (message, t) => t.set(...)).`,
    });
  }

  #holding(slot: number, messages: List<Value>, onTheWay?: readonly Claim[]): this {
    return this.onward(this.state.with(slot, this.attempt.system.canon.of(messages)), onTheWay);
  }
}

/** Where a step that returned `result` ends; nowhere where it is blocked, or where it returned what no step may. */
function endsOf(result: unknown): readonly Arrival[] {
  if (result instanceof Choice) return result.arrivals.map(({ at }) => at);
  if (result instanceof Sending) return [result.at];
  return result instanceof Arriver ? [result.arrive()] : [];
}
