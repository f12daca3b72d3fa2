/** The parameters of the model, and the programs of BSP and AP for each ORDER. */
import { assumption, assumptionSet, type Chosen, scenario, size, variant } from 'everywhen';

/** Published and proposed designs, upstream's first. */
export const CANDIDATES = [
  'assert-on-enable',
  'no-raise',
  'raise-on-set',
  'lost-when-disabled',
  'online-only',
  'online-only+check',
  'self-enabled-only',
  'self-enabled-only+check',
  'guest-clears',
  'guest-self-ipi',
  'poll-on-entry',
] as const;

/** A design with one protective line removed or moved: the last one `guest-clears`, the others `assert-on-enable`. */
export const MUTANTS = [
  'comp-reads-first',
  'no-check',
  'set-no-raise',
  'comp-ignores-up',
  'comp-ignores-vec',
  'assert-before-up',
  'guest-clears-early',
] as const;

/** What a patch can add to a design, one line each. */
export const PATCHES = [
  'check',
  'compensate',
  'online-only',
  'refuse-others',
  'guest-clears',
  'guest-self-ipi',
  'poll-on-entry',
] as const;

export const ORDERS = [
  'linux',
  'set-then-reg',
  'norereg',
  'concurrent',
  'self',
  'self-reg-set',
  'self-enabled',
] as const;
export type Order = (typeof ORDERS)[number];

export const parameters = {
  variant: variant('assert-on-enable', ...CANDIDATES.slice(1), ...MUTANTS),
  ORDER: scenario('linux', ...ORDERS.slice(1)),
  SPIV: assumption('exit', 'accel-live', 'accel-cached'),
  CYC: assumption(0, 1, 2),
  MEM: assumption('SC', 'TSO'),
  APFENCE: assumption(0, 1),
  HCFENCE: assumption(0, 1),
  k: size(1, 2, 3),
  GCLR: assumption('xchg', 'plain'),
  patch: assumptionSet(...PATCHES),
};

export type Choice = Chosen<typeof parameters>;
export type Variant = Choice['variant'];
export type Patch = (typeof PATCHES)[number];

/** Combinations that mean nothing. */
export function refusal({ GCLR, MEM, patch }: Choice): string | undefined {
  if (patch.has('guest-clears') && patch.has('guest-self-ipi'))
    return 'patch=guest-clears,guest-self-ipi: the guest does one of the two about a pending upcall.';
  if (GCLR === 'xchg' || MEM === 'SC') return undefined;
  return 'GCLR=plain is for MEM=SC: what a store buffer does to the plain store of a guest is not specified.';
}

/** The first step of registering the vcpu_info page, of setting the vector, of SIPI and of opening the interrupt flag. */
export type Act = 'r.sel' | 'h.vec' | 'b.sipi' | 'a.sti';
interface Programs {
  readonly bsp: readonly Act[];
  /** Between ENABLE and idle. */
  readonly ap: readonly Act[];
}

export const PROGRAMS: { readonly [O in Order]: Programs } = {
  linux: { bsp: ['r.sel', 'h.vec', 'b.sipi'], ap: ['a.sti'] },
  'set-then-reg': { bsp: ['h.vec', 'r.sel', 'b.sipi'], ap: ['a.sti'] },
  norereg: { bsp: ['h.vec', 'b.sipi'], ap: ['a.sti'] },
  concurrent: { bsp: ['r.sel', 'b.sipi', 'h.vec'], ap: ['a.sti'] },
  self: { bsp: ['b.sipi'], ap: ['a.sti', 'h.vec', 'r.sel'] },
  'self-reg-set': { bsp: ['b.sipi'], ap: ['a.sti', 'r.sel', 'h.vec'] },
  'self-enabled': { bsp: ['r.sel', 'b.sipi'], ap: ['h.vec', 'a.sti'] },
};
