/** The parameters of the model. */
import { assumption, assumptionSet, type Chosen, scenario, size, variant } from 'everywhen';

/** Published designs: today's first, then the code before the fix and what was proposed and merged on the way. */
export const CANDIDATES = [
  'send+exit+tasklet',
  'vcpu0-only',
  'deassert-at-eoi',
  'any-vcpu-entry',
  'send+entry',
  'send+exit',
] as const;

/** `send+exit` with one protective line removed. */
export const MUTANTS = [
  'no-deassert',
  'no-reread',
  'no-lock',
  'no-resample',
  'no-rirr-guard',
  'assert-before-up',
] as const;

/** What a patch can add to a design, one line each: who raises the wire, and where it is taken down. */
export const PATCHES = [
  'raise-at-any-entry',
  'raise-on-send',
  'lower-at-eoi',
  'lower-at-entry',
  'lower-at-exit',
  'tasklet',
] as const;
const EXCLUSIVE = [
  ['raise-at-any-entry', 'raise-on-send'],
  ['lower-at-eoi', 'lower-at-entry', 'lower-at-exit'],
] as const;

export const parameters = {
  variant: variant('send+exit+tasklet', ...CANDIDATES.slice(1), ...MUTANTS),
  style: scenario('fasteoi', 'maskack', 'eoifirst'),
  V0: scenario('halt', 'never', 'tick'),
  TRIG: assumption('level', 'edge'),
  IRQCTX: assumption(0, 1),
  TMRLATE: assumption(0, 1),
  DROPLOCK: assumption(0, 1),
  RECHECK: assumption(1, 0),
  POLLS: assumption(0, 1, 2),
  REROUTES: assumption(0, 1, 2),
  DIS: assumption(0, 1, 2),
  DROPDIS: assumption(1, 0),
  k: size(1, 2),
  n: size(2, 1, 3, 4),
  patch: assumptionSet(...PATCHES),
  module: scenario('callback', 'k2-real', 'k2-mutant'),
};

export type Choice = Chosen<typeof parameters>;
export type Variant = Choice['variant'];
export type Patch = (typeof PATCHES)[number];

/** Combinations that mean nothing. */
export function refusal({ DROPLOCK, RECHECK, module, patch }: Choice): string | undefined {
  for (const group of EXCLUSIVE) {
    const chosen = group.filter((one) => patch.has(one));
    if (chosen.length > 1) return `patch=${chosen.join()}: a design does one of these.`;
  }
  if (module !== 'callback' || RECHECK === 1 || DROPLOCK === 1) return undefined;
  return 'RECHECK=0 says what happens after the lock was dropped at EOI: it needs DROPLOCK=1.';
}
