/** Acknowledged inter-processor interrupts as values: as `smp_call_function_many()` with `wait` (Linux, kernel/smp.c). */
import { Map as ImmutableMap, Set as ImmutableSet, Record } from 'immutable';
import { UserError } from '../../errors.ts';
import type { Domain } from '../declaration.ts';

type BySenders = ImmutableMap<string, ImmutableSet<string>>;

/**
 * An acknowledged interrupt as a value. `pending` has each CPU to which it was sent and which has not taken it, and `handling` each that has taken
 * it and has not acknowledged it, both with the processes that sent it.
 *
 * @example
 * const system = defineSystem({ flush: ipi() })
 *   .process('sender', { send: (s) => s.sendIpi('flush', ['cpu1']), wait: (s) => s.awaitIpi('flush') }, { cpu: 'cpu0' })
 *   .process('idle', { poll: (s) => s.takeIpi('flush')?.acknowledgeIpi('flush') }, { cpu: 'cpu1' })
 *   .quiescent('none', 'in the end none is under way', (s) => s.get('flush').equals(new Ipi()));
 * // => holds
 */
export class Ipi extends Record({
  pending: ImmutableMap<string, ImmutableSet<string>>(),
  handling: ImmutableMap<string, ImmutableSet<string>>(),
}) {
  /** The value after the process has sent it to the CPUs. To a CPU that has not taken the last one it is the same one. */
  send(process: string, cpus: Iterable<string>): this {
    return this.set('pending', added(this.pending, cpus, [process]));
  }

  /** The value after the CPU has taken all that was sent to it so far; undefined where nothing was. */
  take(cpu: string): this | undefined {
    const senders = this.pending.get(cpu);
    if (senders === undefined) return undefined;
    return this.merge({ pending: this.pending.remove(cpu), handling: added(this.handling, [cpu], senders) });
  }

  /** The value after the CPU has acknowledged all that it has taken. Throws `E_STEP` where it has taken none. */
  acknowledge(cpu: string): this {
    if (this.handling.has(cpu)) return this.set('handling', this.handling.remove(cpu));
    throw new UserError('E_STEP', `acknowledges an IPI that '${cpu}' has not taken.`, {
      hint: 'The handler takes it first: s.takeIpi(ipi), usually in the step that is its arrival.',
    });
  }

  /** The CPUs that have not acknowledged what the process sent, in alphabetical order. */
  unacknowledged(process: string): readonly string[] {
    const cpus = [this.pending, this.handling].flatMap((some) => [...some].filter(([, by]) => by.has(process)));
    return [...new Set(cpus.map(([cpu]) => cpu))].sort();
  }
}

/** A function, because a Record's `set` makes instances without private methods. */
function added(to: BySenders, cpus: Iterable<string>, senders: Iterable<string>): BySenders {
  return to.withMutations((all) => {
    for (const cpu of cpus) all.update(cpu, ImmutableSet(), (some) => some.union(senders));
  });
}

/**
 * Declares an acknowledged inter-processor interrupt (`s.sendIpi`, `s.takeIpi`, `s.acknowledgeIpi`, `s.awaitIpi`).
 *
 * @example
 * const system = defineSystem({ flush: ipi(), cached: perCpu(2, true) })
 *   .process('sender', {
 *     send: (s) => s.set('cached', 'cpu0', false).sendIpi('flush', ['cpu1']),
 *     wait: (s) => s.awaitIpi('flush'),
 *     after: (s) => s.assert('flushed', !s.get('cached', 'cpu1')),
 *   }, { cpu: 'cpu0' })
 *   .interrupt('ipi', { arrive: (s) => s.takeIpi('flush'), flush: (s) => s.set('cached', s.thisCpu, false), ack: (s) => s.acknowledgeIpi('flush') }, { cpu: 'cpu1' })
 *   .assertion('flushed', 'no CPU caches it');
 * // => flushed: holds
 */
export function ipi(): Domain<Ipi> {
  return { kind: 'domain', initial: new Ipi() };
}
