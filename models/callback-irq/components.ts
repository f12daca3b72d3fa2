/** The state of two vCPUs, the wire between the event channels and the IO-APIC, and its senders. */
import { ghost, replicated, SpinLock, type StepOf, value } from 'everywhen';
import { RedirectionEntry } from '../components/redirection-entry.ts';
import { designOf } from './designs.ts';
import type { Choice } from './parameters.ts';

/** vCPU 0, whose flag the wire follows, and vCPU 1, which stands for every other one. */
export const VCPUS = [0, 1] as const;
export type Vcpu = (typeof VCPUS)[number];

/** Who takes irq_lock: the names of the processes. */
export type Taker = 'vcpu0' | 'vcpu1' | 'sender1' | 'sender2' | 'tasklet';
/** WHY: kick or another reason that needs no work, EOI, mask, unmask, halt. */
export type Why = 'none' | 'k' | 'e' | 'm' | 'u' | 'h';

/** Handlers by their style: `h.mask` and `h.unmask` are writes to the IO-APIC, `h.eoi` one to the local APIC. */
export type HandlerStep = 'h.mask' | 'h.eoi' | 'h.up' | 'h.work' | 'h.unmask';
export type VcpuLabel =
  | 'entry.0'
  | 'entry.L1'
  | 'entry.L2'
  | 'entry.L3'
  | 'entry.inj'
  | 'entry.soft'
  | 'guest'
  | HandlerStep
  | 'exit.0'
  | 'm.ca'
  | 'm.up'
  | 'm.L1'
  | 'm.L2'
  | 'm.L3'
  | 'exit.do'
  | 'exit.m'
  | 'exit.u'
  | 'exit.h'
  | 'halt'
  | 'eoi.L1'
  | 'eoi.L2'
  | 'eoi.isr'
  | 'eoi.io'
  | 'eoi.io1'
  | 'eoi.io2';
export type SenderLabel = 's.port' | 's.up' | 's.notify' | 's.L1' | 's.L2' | 's.L3';
export type TaskletLabel = 't.run' | 't.L1' | 't.L2' | 't.L3';
/** Where a vCPU resumes in the guest. */
export type Return = 'idle' | HandlerStep;

export function components(choice: Choice) {
  const takers: readonly Taker[] = [
    'vcpu0',
    'vcpu1',
    'sender1',
    ...(choice.k === 2 ? (['sender2'] as const) : []),
    ...(hasTasklet(choice) ? (['tasklet'] as const) : []),
  ];
  return {
    /** UP: vCPU 0's evtchn_upcall_pending, shared with the guest and changed without any lock. */
    up: false,
    /** WORK: some event port is pending. */
    work: ghost(false),
    /** CA: callback_via_asserted, what Xen believes of the wire. */
    ca: false,
    /** CNT: the assert count of the GSI; the wire is up while it is not 0. */
    cnt: 0,
    /** RIRR and MASK, with TRIG. */
    pin: new RedirectionEntry({ trigger: choice.TRIG }),
    /** DEST: the vCPU to which the entry delivers. */
    dest: value<Vcpu>(1),
    /** LK: the domain's irq_lock. */
    lk: new SpinLock(),
    /** The callback vector in each vCPU's APIC. */
    irr: replicated(VCPUS, false),
    isr: replicated(VCPUS, false),
    tmr: replicated(VCPUS, false),
    /** LEN: vCPU 1's APIC is software-enabled. vCPU 0's always is. */
    len: true,
    /** KICK: a kick softirq is pending. */
    kick: replicated(VCPUS, false),
    /** WIN: interrupt-window exiting is requested. */
    win: replicated(VCPUS, false),
    /** INJ: an event is in the VM-entry injection field. */
    inj: replicated(VCPUS, false),
    why: replicated(VCPUS, value<Why>('none')),
    ret: replicated(VCPUS, value<Return>('idle')),
    /** LA, SLA and TLA: the flag as it was read under the lock. */
    sampled: replicated(takers, false),
    /** NEV: events left. */
    nev: choice.n as number,
    /** TK: the tasklet is scheduled. */
    tk: false,
    polls: choice.POLLS as number,
    reroutes: choice.REROUTES as number,
    dis: choice.DIS as number,
  };
}

/** The tasklet is for senders in interrupt context: no other process schedules it. */
export function hasTasklet(choice: Choice): boolean {
  return designOf(choice).defers && choice.IRQCTX === 1;
}

/** What properties see of the processes besides components. */
export interface Processes {
  readonly vcpu0: { readonly labels: VcpuLabel; readonly locals: object; readonly index: never };
  readonly vcpu1: { readonly labels: VcpuLabel; readonly locals: object; readonly index: never };
  readonly sender1: { readonly labels: SenderLabel; readonly locals: object; readonly index: never };
  readonly sender2: { readonly labels: SenderLabel; readonly locals: object; readonly index: never };
  readonly tasklet: { readonly labels: TaskletLabel; readonly locals: object; readonly index: never };
}
export type Components = ReturnType<typeof components>;

/** The snapshot that the steps of this model run on. */
export type S = StepOf<Components, 'R', never, object, VcpuLabel | SenderLabel | TaskletLabel>;
