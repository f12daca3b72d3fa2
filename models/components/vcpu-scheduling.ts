/**
 * How a vCPU thread and those who want its attention meet in KVM: `vcpu->mode`, the task's state and its wait queue. They are
 * components apart, because they are touched apart; here stand their values, and what a kick and a wake do to them.
 */

/** `vcpu->mode`: outside the guest, on the way in or inside, told to leave. */
export type VcpuMode = 'OUT' | 'IN' | 'EXITING';
/** TASK_RUNNING or TASK_INTERRUPTIBLE: `schedule()` puts only an interruptible task to sleep. */
export type TaskState = 'Rn' | 'Intr';

/**
 * `kvm_vcpu_exiting_guest_mode`: cmpxchg(mode, IN_GUEST_MODE, EXITING_GUEST_MODE). An IPI is sent only by who changed it, so that a
 * vCPU that is told twice is interrupted once.
 */
export function exitGuestMode(mode: VcpuMode): { readonly mode: VcpuMode; readonly sendsIpi: boolean } {
  return mode === 'IN' ? { mode: 'EXITING', sendsIpi: true } : { mode, sendsIpi: false };
}

/** `wake_up_process`: a task that is running, or about to look again, stays so. */
export const WOKEN: TaskState = 'Rn';
