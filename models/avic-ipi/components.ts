/** The state of receivers and senders. */
import { ghost, grid, replicated, type StepOf, shared, value } from 'everywhen';
import { PhysicalIdEntry } from '../components/avic.ts';
import type { TaskState, VcpuMode } from '../components/vcpu-scheduling.ts';
import type { Choice } from './parameters.ts';

/** The vectors: the IPI, and what the timer of receiver 0 raises. */
export type InService = 'none' | 'V' | 'T';

/**
 * Components of the receivers by index. `shared` are those whose stores may wait in the receiver's store buffer. `cpu` is both the
 * pCPU that the thread is on and `vcpu->cpu`: they change together, when the thread is scheduled in.
 */
export function components(choice: Choice) {
  const { start, ipiv, irrPendInit, senders, receivers, cpus, preempts, unrelatedExits, inhibits, hlts } = choice;
  const asleep = start === 'asleep';
  return {
    /** `run` and `host`: the entry of the physical APIC-ID table, one 64-bit word. */
    entry: replicated(receivers, shared(new PhysicalIdEntry({ isRunning: !asleep && ipiv === 'on' }))),
    irr: replicated(receivers, false),
    irrT: replicated(receivers, false),
    isr: replicated(receivers, value<InService>('none')),
    /** `apic->irr_pending`: whether it is worth while to scan the IRR. */
    irrPend: replicated(receivers, irrPendInit === 1),
    /** KVM_REQ_EVENT and KVM_REQ_APICV_UPDATE. */
    req: replicated(receivers, false),
    reqU: replicated(receivers, false),
    /** `apicv_active`. */
    act: replicated(receivers, true),
    mode: replicated(receivers, shared(value<VcpuMode>(asleep ? 'OUT' : 'IN'))),
    /** `avic_is_running`, of the generation of 2019 only. */
    wantRun: replicated(receivers, !asleep),
    cpu: replicated(receivers, 0),
    /** Registered on the wait queue, which is what `kvm_vcpu_is_blocking` asks. */
    onWq: replicated(receivers, shared(asleep)),
    tstate: replicated(receivers, shared(value<TaskState>(asleep ? 'Intr' : 'Rn'))),
    /** Doorbells and reschedule IPIs on their way to a pCPU of a receiver. */
    db: grid(receivers, cpus, false),
    ipi: grid(receivers, cpus, false),
    /** The sender's store buffer: for which receiver a set IRR bit waits in it. */
    sb: replicated(senders, value<number | null>(null)),
    preempts: preempts as number,
    unrelatedExits: unrelatedExits as number,
    inhibits: inhibits as number,
    hlts: hlts === 'unlimited' ? value<number | null>(null) : value<number | null>(hlts),
    /** A guest's write to ICR has set the IRR since V was last accepted. */
    owed: replicated(receivers, ghost(false)),
  };
}

export type Components = ReturnType<typeof components>;
/** The snapshot of every step; of a step of one replica of several. */
export type S = StepOf<Components, 'P1', never, Processes>;
export type ReplicaS = StepOf<Components, 'P1', never, Processes, never, number>;

/** Where a receiver's thread is. `preempted` remembers where it resumes; N2 to N4 update the APICv state. */
export type Place =
  | 'guest'
  | 'E0'
  | 'E0c'
  | 'E0d'
  | 'E1'
  | 'E2'
  | 'E3'
  | 'B0'
  | 'B1'
  | 'B1b'
  | 'B2'
  | 'B2arm'
  | 'C1'
  | 'C2'
  | 'B4'
  | 'asleep'
  | 'B5'
  | 'U0'
  | 'U1'
  | 'preempted'
  | 'N2'
  | 'N3'
  | 'N4';

/** What is read of processes by others and by properties. */
export interface Processes {
  readonly receiver: { readonly labels: Place; readonly locals: object; readonly index: number };
}
