/**
 * The designs, by what they do differently: what the sender's exit handler does after an incomplete IPI, the generation of
 * the receiver's code, and, in a mutant, the line that is missing.
 */
import type { Choice, Variant } from './parameters.ts';

/** What `avic_incomplete_ipi_interception` does about a target that is not running: see handlers.ts. */
export type Handler =
  | 'none'
  | 'wake'
  | 'wakeNoCheck'
  | 'reemulate'
  | 'reemulateKick'
  | 'kick'
  | 'wakePend'
  | 'final'
  | 'finalNoAct'
  | 'finalActFirst';

export interface Design {
  readonly handler: Handler;
  /**
   * 2019: `avic_is_running` decides what a load writes to IsRunning, and the unblocking hook rewrites the entry. 2022: load and hooks
   * ask whether the thread is on its wait queue (af52f5aa5c1b, 782f64558de7), and the sender of an interrupt asks `vcpu->mode`
   * (31f251d4ddfa, 202470d536b2).
   */
  readonly generation: 2019 | 2022;
  /** The handler's `irr_pending = true`; a mutant's step does nothing. */
  readonly setsHint: boolean;
  /** The handler's KVM_REQ_EVENT; a mutant's step does nothing. */
  readonly requests: boolean;
  /** A mutant's own settings win over the parameters. */
  readonly own: Partial<Choice>;
}

const base = { setsHint: true, requests: true, own: {} };
const design2019 = (handler: Handler): Design => ({ ...base, handler, generation: 2019 });
const final = (own: Partial<Choice> = {}): Design => ({ ...base, handler: 'final', generation: 2022, own });

const designs: { readonly [V in Variant]: Design } = {
  FINAL: final(),
  // The situation that the author of bb218fbcfaaa described: the hint is stale.
  'ORIGINAL-WAKE': { ...design2019('wake'), own: { irrPendInit: 0 } },
  WAKE: design2019('wake'),
  REEMULATE: design2019('reemulate'),
  'REEMULATE+KICK': design2019('reemulateKick'),
  KICK: design2019('kick'),
  'WAKE+PEND': design2019('wakePend'),
  M1: design2019('none'),
  M2: final({ rxBarrier: 'off' }),
  M3: final({ rxOrder: 'scanThenClear' }),
  M4: final({ prepOrder: 'scanThenArm' }),
  M5: final({ hookPreemptible: 'on' }),
  M6: final({ modeBarrier: 'off' }),
  M7: { ...final(), setsHint: false },
  M8: { ...final(), handler: 'finalNoAct' },
  M9: final({ tOrder: 'actThenIrr' }),
  M10: final({ inhIp: 'rescan' }),
  M11: { ...design2019('kick'), requests: false },
  M12: { ...final(), handler: 'finalActFirst' },
  M13: design2019('wakeNoCheck'),
};

/** What is modelled: a design, and the parameters as it leaves them. */
export interface Setup extends Omit<Design, 'own'> {
  readonly choice: Choice;
  /** When `kvm_vcpu_kick` reads `vcpu->cpu`: before it changes the mode, or after. */
  readonly kickReadsCpu: 'early' | 'late';
}

export function setupOf(choice: Choice): Setup {
  const { own, ...design } = designs[choice.variant];
  // 85b640450ddc (2021) moved the read.
  const kickOfItsTime = design.generation === 2019 ? 'early' : 'late';
  return {
    ...design,
    choice: { ...choice, ...own },
    kickReadsCpu: choice.kickCpu === 'variant' ? kickOfItsTime : choice.kickCpu,
  };
}
