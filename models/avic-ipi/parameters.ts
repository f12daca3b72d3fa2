/** The parameters of the model. */
import { assumption, type Chosen, scenario, size, variant } from 'everywhen';

/** Published and proposed handlers. The first is today's, and the default. */
export const CANDIDATES = [
  'FINAL',
  'ORIGINAL-WAKE',
  'WAKE',
  'REEMULATE',
  'REEMULATE+KICK',
  'KICK',
  'WAKE+PEND',
] as const;

/** A candidate with one protective line removed. */
export const MUTANTS = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10', 'M11', 'M12', 'M13'] as const;

export const parameters = {
  variant: variant('FINAL', ...CANDIDATES.slice(1), ...MUTANTS),
  start: scenario('guest', 'asleep'),
  hw: assumption('irrFirst', 'readFirst', 'storeBuffer'),
  bellAfterDrain: assumption('on', 'off'),
  ipiv: assumption('on', 'off'),
  irrPendInit: assumption(1, 0),
  cpus: assumption(1, 2),
  inhibits: assumption(0, 1),
  rxBarrier: assumption('on', 'off'),
  modeBarrier: assumption('on', 'off'),
  hookPreemptible: assumption('off', 'on'),
  swInject: assumption('off', 'on'),
  rxOrder: assumption('clearThenScan', 'scanThenClear'),
  prepOrder: assumption('armThenScan', 'scanThenArm'),
  tOrder: assumption('irrThenAct', 'actThenIrr'),
  inhIp: assumption('keep', 'rescan'),
  /**
   * When `kvm_vcpu_kick` reads `vcpu->cpu`: before it changes the mode (`early`), or after (`late`, since 85b640450ddc "KVM: Clean up
   * benign vcpu->cpu data races when kicking vCPUs", 2021). By default the variant's own: `late` in FINAL and its mutants, `early`
   * in the handlers of 2019.
   */
  kickCpu: assumption('variant', 'early', 'late'),
  senders: size(1, 2),
  sends: size(1, 2),
  receivers: size(1, 2, 3),
  timer: size(1, 0),
  preempts: size(1, 0, 2),
  unrelatedExits: size(0, 1),
  hlts: size('unlimited', 0, 1, 2),
};

export type Choice = Chosen<typeof parameters>;
export type Variant = Choice['variant'];

/** Combinations that mean nothing. */
export function refusal({ hw, bellAfterDrain }: Choice): string | undefined {
  if (bellAfterDrain === 'off' && hw !== 'storeBuffer')
    return `hw=${hw} has no store buffer that the doorbell could overtake (bellAfterDrain=off needs hw=storeBuffer).`;
  return undefined;
}
