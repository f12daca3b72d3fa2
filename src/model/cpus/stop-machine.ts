/** All CPUs stopped for a step of one of them, as values: `stop_machine()` (Linux, kernel/stop_machine.c) and `stop_machine_run()` (Xen). */
import { Set as ImmutableSet, Record } from 'immutable';
import { UserError } from '../../errors.ts';
import type { Domain } from '../declaration.ts';

/**
 * A rendezvous of CPUs as a value. `by` is the process that stops them, or null; `asked` are the CPUs that have not arrived yet, and `stopped`
 * those that have arrived and have not resumed.
 *
 * @example
 * const system = defineSystem({ stop: stopMachine() })
 *   .process('patcher', { stop: (s) => s.stopCpus('stop', ['cpu1']), wait: (s) => s.awaitStopped('stop'), go: (s) => s.resumeCpus('stop') }, { cpu: 'cpu0' })
 *   .interrupt('stopper', { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' })
 *   .quiescent('none', 'in the end no CPU is stopped', (s) => s.get('stop').equals(new StopMachine()));
 * // => holds
 */
export class StopMachine extends Record({
  by: null as string | null,
  asked: ImmutableSet<string>(),
  stopped: ImmutableSet<string>(),
}) {
  /** The value with a rendezvous that begins; undefined where another has not ended on all CPUs. */
  stop(process: string, cpus: Iterable<string>): this | undefined {
    if (this.by !== null || !this.stopped.isEmpty()) return undefined;
    return this.merge({ by: process, asked: ImmutableSet(cpus) });
  }

  /** The value after the CPU has arrived; undefined where it is not asked to. */
  enter(cpu: string): this | undefined {
    if (!this.asked.has(cpu)) return undefined;
    return this.merge({ asked: this.asked.remove(cpu), stopped: this.stopped.add(cpu) });
  }

  /** Whether all have arrived. Throws `E_STEP` where the process stops none. */
  isStoppedBy(process: string): boolean {
    if (this.by === process) return this.asked.isEmpty();
    throw new UserError('E_STEP', `waits for CPUs, or resumes them, but '${process}' stops none.`, {
      hint: 'First s.stopCpus(stop, cpus), then s.awaitStopped(stop), at last s.resumeCpus(stop), all by one process.',
    });
  }

  /** The value after the process has let all CPUs resume. Throws `E_STEP` where it stops none, or one has not arrived. */
  resume(process: string): this {
    if (this.isStoppedBy(process)) return this.set('by', null);
    throw new UserError('E_STEP', `resumes CPUs of which ${[...this.asked].sort().join(', ')} has not arrived.`, {
      hint: 'Wait for all of them: s.awaitStopped(stop), in a step before.',
    });
  }

  /** The value after the CPU has resumed; undefined where it may not yet. Throws `E_STEP` where it has not arrived. */
  leave(cpu: string): this | undefined {
    if (!this.stopped.has(cpu)) {
      throw new UserError('E_STEP', `resumes '${cpu}', which is not stopped.`, {
        hint: 'It arrives first: s.enterStop(stop), in a step before.',
      });
    }
    return this.by === null ? this.set('stopped', this.stopped.remove(cpu)) : undefined;
  }
}

/**
 * Declares a rendezvous in which CPUs stop with interrupts off while one of them runs (`s.stopCpus`, `s.enterStop`, `s.awaitStopped`,
 * `s.resumeCpus`, `s.leaveStop`).
 *
 * @example
 * const system = defineSystem({ stop: stopMachine(), patching: false })
 *   .process('patcher', {
 *     stop: (s) => s.stopCpus('stop', ['cpu1']),
 *     first: (s) => s.awaitStopped('stop')?.set('patching', true),
 *     second: (s) => s.set('patching', false).resumeCpus('stop'),
 *   }, { cpu: 'cpu0' })
 *   .process('runner', { run: (s) => s.assert('whole', !s.get('patching')) }, { cpu: 'cpu1' })
 *   .interrupt('stopper', { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' }).assertion('whole', 'no CPU runs half a patch');
 * // => whole: holds
 */
export function stopMachine(): Domain<StopMachine> {
  return { kind: 'domain', initial: new StopMachine() };
}
