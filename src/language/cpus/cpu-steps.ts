/** What a step may do with other CPUs: part of `Snapshot` (snapshot.ts). */
import type { Ipi } from '../../model/cpus/ipi.ts';
import type { StopMachine } from '../../model/cpus/stop-machine.ts';
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../../model/declaration.ts';

/** CPUs by their names, as `s.thisCpu` gives them. */
type CpuNames = Iterable<string>;

/**
 * Acknowledged IPIs and the rendezvous of CPUs. A component that is replicated takes its index as the second argument. The CPU is that of the
 * process, `s.thisCpu`.
 *
 * Every method throws `E_COMPONENT` for a component that is not declared and `E_INDEX` for a replica that does not exist.
 */
export interface CpuSteps<C> {
  /**
   * Sends an IPI to CPUs, and does not wait. A CPU that has not taken the last one takes both at once.
   *
   * @throws UserError `E_STEP` for the CPU of the process, and `E_COMPONENT` for a CPU on which no process runs.
   * @example
   * const system = defineSystem({ call: ipi() })
   *   .processes('p', 2, { send: (s) => s.sendIpi('call', [`cpu${1 - s.index}`]), wait: (s) => s.awaitIpi('call') }, { cpu: (i) => `cpu${i}` })
   *   .interrupts('ipi', 2, { arrive: (s) => s.takeIpi('call'), ack: (s) => s.acknowledgeIpi('call') }, { cpu: (i) => `cpu${i}` });
   * // => holds
   */
  sendIpi<K extends Ipis<C, SingleNames<C>>>(ipi: K, cpus: CpuNames): this;
  sendIpi<K extends Ipis<C, ReplicaNames<C>>>(ipi: K, index: IndexOf<C[K]>, cpus: CpuNames): this;
  /**
   * The CPU takes what was sent to it so far; blocks the step while nothing was. Usually the arrival of an interrupt handler; a thread that
   * takes it polls.
   *
   * @example
   * const system = defineSystem({ call: ipi() })
   *   .process('sender', { send: (s) => s.sendIpi('call', ['cpu1']) }, { cpu: 'cpu0' })
   *   .interrupt('ipi', { arrive: (s) => s.takeIpi('call'), ack: (s) => s.acknowledgeIpi('call') }, { cpu: 'cpu1' })
   *   .quiescent('taken', 'it is taken', (s) => s.get('call').pending.isEmpty());
   * // => taken: holds
   */
  takeIpi<K extends Ipis<C, SingleNames<C>>>(ipi: K): this | undefined;
  takeIpi<K extends Ipis<C, ReplicaNames<C>>>(ipi: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * The CPU acknowledges all that it has taken, to each sender.
   *
   * @throws UserError `E_STEP` where it has taken nothing.
   * @example
   * const system = defineSystem({ call: ipi(), done: false })
   *   .process('sender', { send: (s) => s.sendIpi('call', ['cpu1']), wait: (s) => s.awaitIpi('call'), look: (s) => s.assert('done', s.get('done')) }, { cpu: 'cpu0' })
   *   .interrupt('ipi', { arrive: (s) => s.takeIpi('call'), ack: (s) => s.acknowledgeIpi('call'), work: (s) => s.set('done', true) }, { cpu: 'cpu1' })
   *   .assertion('done', 'the work is done before it is acknowledged');
   * // => done: violated
   */
  acknowledgeIpi<K extends Ipis<C, SingleNames<C>>>(ipi: K): this;
  acknowledgeIpi<K extends Ipis<C, ReplicaNames<C>>>(ipi: K, index: IndexOf<C[K]>): this;
  /**
   * Blocks the step until each CPU has acknowledged what this process sent to it. Interrupts stay as they are; with interrupts off, two
   * processes may wait for each other.
   *
   * @example
   * const system = defineSystem({ call: ipi() })
   *   .process('sender', { send: (s) => s.sendIpi('call', ['cpu1']), wait: (s) => s.awaitIpi('call') }, { cpu: 'cpu0' })
   *   .process('deaf', { off: (s) => s.disableInterrupts(), wait: (s) => s.when(s.at('sender') === 'halted') }, { cpu: 'cpu1' })
   *   .interrupt('ipi', { arrive: (s) => s.takeIpi('call'), ack: (s) => s.acknowledgeIpi('call') }, { cpu: 'cpu1' });
   * // => deadlock: violated
   */
  awaitIpi<K extends Ipis<C, SingleNames<C>>>(ipi: K): this | undefined;
  awaitIpi<K extends Ipis<C, ReplicaNames<C>>>(ipi: K, index: IndexOf<C[K]>): this | undefined;

  /**
   * Asks CPUs to stop, and does not wait for them. Blocks the step while another process stops CPUs, and until the last CPU has resumed.
   *
   * @throws UserError `E_STEP` for the CPU of the process, and `E_COMPONENT` for a CPU on which no process runs.
   * @example
   * const system = defineSystem({ stop: stopMachine() })
   *   .process('p', { stop: (s) => s.stopCpus('stop', ['cpu1']), wait: (s) => s.awaitStopped('stop') }, { cpu: 'cpu0' })
   *   .process('q', { spin: (s) => s.when(s.at('p') === 'halted') }, { cpu: 'cpu1' });
   * // => deadlock: violated
   */
  stopCpus<K extends Stops<C, SingleNames<C>>>(stop: K, cpus: CpuNames): this | undefined;
  stopCpus<K extends Stops<C, ReplicaNames<C>>>(stop: K, index: IndexOf<C[K]>, cpus: CpuNames): this | undefined;
  /**
   * The CPU arrives, with interrupts off from here on; blocks the step while it is not asked to. In a handler, it stops what the handler
   * interrupted; in a thread, where that thread lets it.
   *
   * @example
   * const system = defineSystem({ stop: stopMachine() })
   *   .process('p', { stop: (s) => s.stopCpus('stop', ['cpu1']), wait: (s) => s.awaitStopped('stop'), go: (s) => s.resumeCpus('stop') }, { cpu: 'cpu0' })
   *   .process('loop', { check: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' });
   * // => deadlock: holds
   */
  enterStop<K extends Stops<C, SingleNames<C>>>(stop: K): this | undefined;
  enterStop<K extends Stops<C, ReplicaNames<C>>>(stop: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * Blocks the step until every CPU that was asked has arrived; then turns interrupts off, and the process runs alone.
   *
   * @throws UserError `E_STEP` where the process stops no CPUs.
   * @example
   * const system = defineSystem({ stop: stopMachine() })
   *   .process('p', { stop: (s) => s.stopCpus('stop', ['cpu1']), wait: (s) => s.awaitStopped('stop'), alone: (s) => s.resumeCpus('stop') }, { cpu: 'cpu0' })
   *   .interrupt('stopper', { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' })
   *   .invariant('alone', 'the other is stopped', (s) => s.at('p') !== 'alone' || s.current('cpu1') === 'stopper');
   * // => alone: holds
   */
  awaitStopped<K extends Stops<C, SingleNames<C>>>(stop: K): this | undefined;
  awaitStopped<K extends Stops<C, ReplicaNames<C>>>(stop: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * Lets all CPUs resume, and puts interrupts back to what they were before `s.awaitStopped`.
   *
   * @throws UserError `E_STEP` where the process stops no CPUs, or has not waited until all had arrived.
   * @example
   * const system = defineSystem({ stop: stopMachine() })
   *   .process('p', { stop: (s) => s.stopCpus('stop', []), wait: (s) => s.awaitStopped('stop'), go: (s) => s.resumeCpus('stop') });
   * // => holds
   */
  resumeCpus<K extends Stops<C, SingleNames<C>>>(stop: K): this;
  resumeCpus<K extends Stops<C, ReplicaNames<C>>>(stop: K, index: IndexOf<C[K]>): this;
  /**
   * Blocks the step until the CPU may resume; then puts interrupts back to what they were before `s.enterStop`.
   *
   * @throws UserError `E_STEP` where the CPU has not arrived.
   * @example
   * const system = defineSystem({ stop: stopMachine() })
   *   .process('p', { stop: (s) => s.stopCpus('stop', ['cpu1']), wait: (s) => s.awaitStopped('stop') }, { cpu: 'cpu0' })
   *   .interrupt('stopper', { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' });
   * // => deadlock: violated
   */
  leaveStop<K extends Stops<C, SingleNames<C>>>(stop: K): this | undefined;
  leaveStop<K extends Stops<C, ReplicaNames<C>>>(stop: K, index: IndexOf<C[K]>): this | undefined;
}

type NamesOf<C, K extends keyof C, T> = K extends keyof C ? (ValueOf<C[K]> extends T ? K : never) : never;
type Ipis<C, K extends keyof C> = NamesOf<C, K, Ipi>;
type Stops<C, K extends keyof C> = NamesOf<C, K, StopMachine>;
