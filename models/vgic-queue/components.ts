/** The state of interrupts, lists, vCPUs and contexts, and the labels of their programs. */
import { ghost, type Reader, replicated, type StepOf, type SystemBuilder, spinLock, value } from 'everywhen';
import type { List } from 'immutable';
import { List as list } from 'immutable';
import { type ApList, type ListRegister, NO_IRQ, type Vcpu, VgicIrq } from '../components/vgic.ts';
import type { Choice } from './parameters.ts';
import type { Scenario } from './scripts.ts';

export const VCPUS: readonly Vcpu[] = [0, 1];
/** GICv2 has up to 64 list registers; two are enough for two interrupts (nLR). */
export const LIST_REGISTERS = 2;

export function components({ targets, level, dist, start, exits }: Scenario, locks: Choice['locks']) {
  const fair = locks === 'fair';
  const irqs = targets.length;
  return {
    irq: replicated(irqs, (k) => new VgicIrq({ level, tgt: targets[k] ?? null })),
    /** The reference count of an LPI: 1 while it is mapped. */
    ref: replicated(irqs, 1),
    ap: replicated(2, value<ApList>(NO_IRQ)),
    /** The distributor is enabled. */
    dist: dist as boolean,

    // xen/arch/arm/vgic/vgic.c, "Locking order": the list's lock, the LPI table's, the descriptor's, the interrupt's.
    apLock: replicated(2, spinLock({ class: 'ap', rank: 1, nesting: 'ascending', fair })),
    lpiLock: spinLock({ class: 'lpi', rank: 2, fair }),
    descLock: spinLock({ class: 'desc', rank: 3, fair }),
    irqLock: replicated(irqs, spinLock({ class: 'irq', rank: 4, fair })),

    /** `is_running`, as other CPUs see it. */
    running: replicated(2, (v) => start[v] === 'G'),
    /** tRun=buffered: a 1 for `running` is on its way. */
    runStore: replicated(2, false),
    /** `_VPF_blocked` */
    blocked: replicated(2, (v) => start[v] === 'S'),
    /** The list registers, which are the hardware's while the vCPU is in the guest. */
    lr: replicated(2, value<List<ListRegister>>(list())),
    /** An event-check IPI is pending on the CPU of the vCPU, and the maintenance interrupt. */
    kickIpi: replicated(2, false),
    maint: replicated(2, false),
    /** The exit is for a WFI. */
    wfi: replicated(2, false),
    /** The handler has asked the device to let go of its line. */
    svc: replicated(irqs, false),
    /** Unrelated exits and wake-ups left, for both vCPUs together. */
    exits: exits as number,

    /** Raised, and not acknowledged since. */
    unseen: replicated(irqs, ghost(false)),
    inj: replicated(irqs, ghost(0)),
    ack: replicated(irqs, ghost(0)),
  };
}
export type Components = ReturnType<typeof components>;

/** The labels of a context. */
export type ContextLabel =
  | 'idle'
  | 'HW'
  | 'GET'
  | 'GET count'
  | 'LOCK'
  | 'UNLOCK'
  | 'Q1'
  | 'Q3'
  | 'Q4'
  | 'Q5'
  | 'Q5 insert'
  | 'Q0'
  | 'KICK1'
  | 'KICK2'
  | 'KICK3'
  | 'UNBLOCK'
  | 'END'
  | 'PUT'
  | 'PUT count'
  | 'DSCAN'
  | 'DSCAN entry';

/** The labels of a vCPU. */
export type VcpuLabel =
  | 'guest'
  | 'X0'
  | 'F1'
  | 'F1 lock'
  | 'F2'
  | 'P0'
  | 'P1'
  | 'P2'
  | 'P2 put'
  | 'P3'
  | 'P4'
  | 'P5'
  | 'P6'
  | 'KICK1'
  | 'KICK2'
  | 'KICK3'
  | 'W'
  | 'W0'
  | 'W1'
  | 'W2'
  | 'W3'
  | 'W4'
  | 'asleep'
  | 'E0'
  | 'E1'
  | 'E2'
  | 'E3'
  | 'E5';

/** What a context remembers: its place in its script, the vCPU it tells, `running` as read (null: not yet), its place in a scan. */
export const contextLocals = {
  next: 0,
  v: value<Vcpu | null>(null),
  r: value<boolean | null>(null),
  scan: 0,
};

/** What a vCPU remembers: its place in a loop, what it moves and where to, `running` as read, and that a flush met another's. */
export const vcpuLocals = {
  i: 0,
  k: value<number | null>(null),
  t: value<Vcpu | null>(null),
  r: value<boolean | null>(null),
  foreign: false,
};

interface Program<L, V> {
  readonly labels: L;
  readonly locals: V;
  readonly index: never;
}
/** What steps and properties see of the processes. */
export interface Processes {
  readonly vCPU0: Program<VcpuLabel, typeof vcpuLocals>;
  readonly vCPU1: Program<VcpuLabel, typeof vcpuLocals>;
  readonly INJ: Program<ContextLabel, typeof contextLocals>;
  readonly INJ2: Program<ContextLabel, typeof contextLocals>;
  readonly CFG: Program<ContextLabel, typeof contextLocals>;
  readonly ISR: Program<ContextLabel, typeof contextLocals>;
}

/** A system of these processes, whatever more is declared of it. */
export type Declared = SystemBuilder<{
  readonly components: Components;
  readonly processes: Processes;
  readonly procedures: object;
  readonly assertions: StepAssertion;
  readonly unreachables: never;
  readonly properties: StepAssertion;
}>;

export type StepAssertion = 'A1' | 'A2' | 'A3' | 'A4' | 'A5' | 'LS';
/** The snapshots that the steps run on: what they share, a context's, a vCPU's. */
export type S = StepOf<Components, StepAssertion, never, Processes>;
export type ContextS = StepOf<Components & typeof contextLocals, StepAssertion, never, Processes, ContextLabel>;
export type VcpuS = StepOf<Components & typeof vcpuLocals, StepAssertion, never, Processes, VcpuLabel>;
/** What properties read. */
export type State = Reader<Components, Processes>;

export const VCPU_NAMES = ['vCPU0', 'vCPU1'] as const;

/** Where a vCPU is. */
export function placeOf(s: Pick<State, 'at'>, v: Vcpu): string {
  return s.at(v === 0 ? 'vCPU0' : 'vCPU1');
}
