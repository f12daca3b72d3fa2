/** The scenarios of the matrix: handler style and what vCPU 0 does, and for `--all` which deviation from the base assumptions. */
import { defaultsOf, type SomeParameters } from 'everywhen';
import { type Choice, parameters } from './parameters.ts';

type Assumed = SomeParameters<Omit<typeof parameters, 'variant'>>;

const STYLES = ['fasteoi', 'maskack', 'eoifirst'] as const;
const VCPU_0 = ['halt', 'never', 'tick'] as const;
type Base = `${(typeof STYLES)[number]} ${(typeof VCPU_0)[number]}`;

/** Deviations of one assumption or size from the base, and the pairs that belong together. */
const DEVIATIONS = {
  'TRIG=edge': { TRIG: 'edge' },
  'IRQCTX=1': { IRQCTX: 1 },
  'TMRLATE=1': { TMRLATE: 1 },
  'DROPLOCK=1': { DROPLOCK: 1 },
  'POLLS=1': { POLLS: 1 },
  'POLLS=2': { POLLS: 2 },
  'REROUTES=1': { REROUTES: 1 },
  'REROUTES=2': { REROUTES: 2 },
  'DIS=1': { DIS: 1 },
  'DIS=2': { DIS: 2 },
  'DROPDIS=0': { DROPDIS: 0 },
  'k=2': { k: 2 },
  'n=1': { n: 1 },
  'TMRLATE=1 k=2': { TMRLATE: 1, k: 2 },
  'DROPLOCK=1 RECHECK=0': { DROPLOCK: 1, RECHECK: 0 },
  'DROPLOCK=1 REROUTES=1': { DROPLOCK: 1, REROUTES: 1 },
  'DROPLOCK=1 RECHECK=0 REROUTES=1': { DROPLOCK: 1, RECHECK: 0, REROUTES: 1 },
  'DIS=2 DROPDIS=0': { DIS: 2, DROPDIS: 0 },
  'IRQCTX=1 TMRLATE=1': { IRQCTX: 1, TMRLATE: 1 },
} as const satisfies { readonly [name: string]: Assumed };
type Deviation = keyof typeof DEVIATIONS;

const BASES = STYLES.flatMap((style) =>
  VCPU_0.map((V0): readonly [Base, Assumed] => [`${style} ${V0}`, { style, V0 }]),
);

/** The two cells of the lock order alone: it has neither handlers nor variants. */
export const modules = { 'k2-real': { module: 'k2-real' }, 'k2-mutant': { module: 'k2-mutant' } } as const;

export const scenarios = { ...(Object.fromEntries(BASES) as { readonly [N in Base]: Assumed }), ...modules };

export const moreScenarios = Object.fromEntries(
  Object.entries(DEVIATIONS).flatMap(([name, assumed]) =>
    BASES.map(([base, parameters]) => [`${base} ${name}`, { ...parameters, ...assumed }]),
  ),
) as { readonly [N in `${Base} ${Deviation}`]: Assumed };

export type Scenario = keyof typeof scenarios | keyof typeof moreScenarios;

/** What is assumed in a scenario, defaults included. */
export type Setting = Omit<Choice, 'variant' | 'patch'>;

const DEFAULTS: Setting = defaultsOf(parameters);

/** The scenarios, default ones and more, in which something is so. */
export function scenariosWhere(holds: (setting: Setting) => boolean): readonly Scenario[] {
  return Object.entries({ ...scenarios, ...moreScenarios })
    .filter(([, parameters]) => holds({ ...DEFAULTS, ...parameters }))
    .map(([name]) => name as Scenario);
}
