/** The parameters of the model, and what they mean for the vectors. */
import { assumption, assumptionSet, type Chosen, scenario, size, variant } from 'everywhen';
import { VECTORS, type Vector } from '../components/vlapic.ts';

/** Published designs, oldest base first apart from today's, which is the default. */
export const CANDIDATES = [
  'pending-flag',
  'initial-2016',
  'latched-vector',
  'latch-cleared-on-eoi',
  'latch-cleared-on-eoi+hook',
  'pending-flag+level',
  'pending-flag+strict',
  'pending-flag+level+strict',
  'resync-each-exit',
] as const;

/** `pending-flag` with one protective line removed. */
export const MUTANTS = [
  'noClearOnEOI',
  'noMissedInEOI',
  'noCompletedInHP',
  'clearBitOnlyInHP',
  'noClearOnLower',
  'noISRcheck',
  'noTMRcheck',
  'noRequery',
  'noKick',
  'noSoftirqRecheck',
] as const;

/** What a patch can add to a design, one line each. */
export const PATCHES = [
  'flag',
  'eoi-withdraws',
  'eoi-catches-up',
  'hook',
  'completes-as-eoi',
  'waiting-only',
  'strict',
  'level',
] as const;

export const parameters = {
  variant: variant('pending-flag', ...CANDIDATES.slice(1), ...MUTANTS),
  guest: scenario('mix', 'use', 'ignore', 'nonatomic', 'double'),
  config: scenario('E2', 'E1', 'E3', 'V1', 'V2', 'V3', 'E4'),
  INIT: assumption(0, 1, 2),
  MIGRATE: assumption(0, 1, 2),
  REMAP: assumption(0, 1, 2),
  AEOI: assumption('none', 'L', 'M', 'H'),
  EXITS: assumption(0, 1),
  fix: assumptionSet('reset-clears', 'restore-keeps-bit', 'unmap-syncs', 'aeoi-no-assist'),
  patch: assumptionSet(...PATCHES),
  budget: size('config', 1, 2, 3, 4),
};

export type Choice = Chosen<typeof parameters>;
export type Variant = Choice['variant'];
export type Patch = (typeof PATCHES)[number];

interface Configuration {
  /** How often each vector may be raised, lowest priority first. */
  readonly budgets: readonly number[];
  /** The place of the level-triggered vector among them. */
  readonly level?: number;
}

const CONFIGURATIONS: { readonly [name in Choice['config']]: Configuration } = {
  E1: { budgets: [2] },
  E2: { budgets: [2, 2] },
  E3: { budgets: [2, 2, 1] },
  V1: { budgets: [2], level: 0 },
  V2: { budgets: [2, 2], level: 1 },
  V3: { budgets: [2, 2, 2], level: 1 },
  E4: { budgets: [2, 2, 1, 1] },
};

/** The vectors of a choice, each with its trigger mode and budget. */
export interface Sources {
  readonly vectors: readonly Vector[];
  readonly edge: readonly Vector[];
  readonly level: readonly Vector[];
  readonly budget: (vector: Vector) => number;
}

/** Two vectors are called L and H, three L, M and H. */
export function sourcesOf({ config, budget }: Pick<Choice, 'config' | 'budget'>): Sources {
  const { budgets, level } = CONFIGURATIONS[config];
  const vectors: readonly Vector[] = budgets.length === 2 ? ['L', 'H'] : VECTORS.slice(0, budgets.length);
  return {
    vectors,
    edge: vectors.filter((_, place) => place !== level),
    level: vectors.filter((_, place) => place === level),
    budget: (vector) => (budget === 'config' ? (budgets[vectors.indexOf(vector)] as number) : budget),
  };
}

/** Combinations that mean nothing. */
export function refusal({ AEOI, config, patch }: Choice): string | undefined {
  if (patch.has('hook') && patch.has('completes-as-eoi'))
    return 'patch=hook,completes-as-eoi: an EOI that was avoided is completed in one of the two ways.';
  if (AEOI === 'none' || sourcesOf({ config, budget: 'config' }).vectors.includes(AEOI)) return undefined;
  return `config=${config} has no vector ${AEOI} that could be auto-EOI.`;
}
