/** The scenarios of the matrix: which guest, which vectors, and for `--all` which deviation from the base assumptions. */
import { defaultsOf, type SomeParameters } from 'everywhen';
import { type Choice, parameters } from './parameters.ts';

type Guest = Choice['guest'];
type Config = Choice['config'];
type Assumed = SomeParameters<Omit<typeof parameters, 'variant'>>;

/** Deviations of one assumption from the base, each with the fix that answers it, and all events at once. */
const DEVIATIONS = {
  'INIT=1': { INIT: 1 },
  'INIT=1 reset-clears': { INIT: 1, fix: ['reset-clears'] },
  'INIT=2': { INIT: 2 },
  'MIGRATE=1': { MIGRATE: 1 },
  'MIGRATE=1 restore-keeps-bit': { MIGRATE: 1, fix: ['restore-keeps-bit'] },
  'MIGRATE=2': { MIGRATE: 2 },
  'REMAP=1': { REMAP: 1 },
  'REMAP=1 unmap-syncs': { REMAP: 1, fix: ['unmap-syncs'] },
  'REMAP=2': { REMAP: 2 },
  'REMAP=2 unmap-syncs': { REMAP: 2, fix: ['unmap-syncs'] },
  'AEOI=L': { AEOI: 'L' },
  'AEOI=L aeoi-no-assist': { AEOI: 'L', fix: ['aeoi-no-assist'] },
  'AEOI=H': { AEOI: 'H' },
  'AEOI=H aeoi-no-assist': { AEOI: 'H', fix: ['aeoi-no-assist'] },
  'EXITS=1': { EXITS: 1 },
  'reset-clears': { fix: ['reset-clears'] },
  'restore-keeps-bit': { fix: ['restore-keeps-bit'] },
  'unmap-syncs': { fix: ['unmap-syncs'] },
  'aeoi-no-assist': { fix: ['aeoi-no-assist'] },
  'all events': { INIT: 1, MIGRATE: 1, REMAP: 2 },
  'all events, all fixes': {
    INIT: 1,
    MIGRATE: 1,
    REMAP: 2,
    fix: ['reset-clears', 'restore-keeps-bit', 'unmap-syncs', 'aeoi-no-assist'],
  },
} as const satisfies { readonly [name: string]: Assumed };
type Deviation = keyof typeof DEVIATIONS;

/** The default matrix: guests that keep to the rules, with edge interrupts alone and with a level one among them. */
export const scenarios = across(['mix', 'use', 'ignore'], ['E1', 'E2', 'V2']);

/**
 * More for `--all`. Three vectors with the guest `mix` only: it may do at every step whatever `use` or `ignore` do, so what
 * holds for it holds for them.
 */
export const moreScenarios = {
  ...across(['mix', 'use', 'ignore'], ['V1']),
  ...across(['mix'], ['E3', 'V3']),
  ...across(['nonatomic', 'double'], ['E1', 'E2', 'V2']),
  ...deviating(['E2', 'V2']),
};

export type Scenario = keyof typeof scenarios | keyof typeof moreScenarios;

/** What is assumed in a scenario, defaults included. */
export interface Setting extends Omit<Choice, 'variant' | 'fix' | 'patch'> {
  readonly fix: readonly string[];
}

const BASE: Setting = { ...defaultsOf(parameters), fix: [] };

/** The scenarios, default ones and more, in which something is so. */
export function scenariosWhere(holds: (setting: Setting) => boolean): readonly Scenario[] {
  return Object.entries({ ...scenarios, ...moreScenarios })
    .filter(([, assumed]) => holds({ ...BASE, ...assumed } as Setting))
    .map(([name]) => name as Scenario);
}

function across<const G extends Guest, const C extends Config>(guests: readonly G[], configs: readonly C[]) {
  const entries = guests.flatMap((guest) =>
    configs.map((config) => [`${guest} ${config}`, { guest, config }] as const),
  );
  return Object.fromEntries(entries) as { readonly [N in `${G} ${C}`]: { readonly guest: G; readonly config: C } };
}

function deviating<const C extends Config>(configs: readonly C[]) {
  const entries = configs.flatMap((config) =>
    Object.entries(DEVIATIONS).map(([name, assumed]): [string, Assumed] => [
      `mix ${config} ${name}`,
      { guest: 'mix', config, ...assumed },
    ]),
  );
  return Object.fromEntries(entries) as { readonly [N in `mix ${C} ${Deviation}`]: Assumed };
}
