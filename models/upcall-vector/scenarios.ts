/** The scenarios of the matrix: who does what in which order, and for `--all` which deviation from the base assumptions. */
import { defaultsOf, type SomeParameters } from 'everywhen';
import { type Choice, ORDERS, type Order, parameters } from './parameters.ts';

type Assumed = SomeParameters<Omit<typeof parameters, 'variant'>>;

/** Every single deviation; MEM=TSO with each setting of the fences, which do nothing without it. */
const SINGLE = {
  'SPIV=accel-live': { SPIV: 'accel-live' },
  'SPIV=accel-cached': { SPIV: 'accel-cached' },
  'CYC=1': { CYC: 1 },
  'CYC=2': { CYC: 2 },
  'APFENCE=1': { APFENCE: 1 },
  'HCFENCE=1': { HCFENCE: 1 },
  'GCLR=plain': { GCLR: 'plain' },
  TSO: { MEM: 'TSO' },
  'TSO APFENCE=1': { MEM: 'TSO', APFENCE: 1 },
  'TSO HCFENCE=1': { MEM: 'TSO', HCFENCE: 1 },
  'TSO both fences': { MEM: 'TSO', APFENCE: 1, HCFENCE: 1 },
} as const satisfies { readonly [name: string]: Assumed };

/** Each of them with two senders, too; and each setting of the fences with an AP that disables its APIC again. */
const PAIRS = {
  'TSO CYC=1': { MEM: 'TSO', CYC: 1 },
  'TSO APFENCE=1 CYC=1': { MEM: 'TSO', APFENCE: 1, CYC: 1 },
  'TSO HCFENCE=1 CYC=1': { MEM: 'TSO', HCFENCE: 1, CYC: 1 },
  'TSO both fences CYC=1': { MEM: 'TSO', APFENCE: 1, HCFENCE: 1, CYC: 1 },
} as const satisfies { readonly [name: string]: Assumed };

type Deviation = keyof typeof SINGLE | keyof typeof PAIRS | 'k=2' | `${keyof typeof SINGLE} k=2`;

/** The default matrix: one sender, in every order. */
export const scenarios = Object.fromEntries(ORDERS.map((ORDER) => [ORDER, { ORDER }])) as {
  readonly [O in Order]: { readonly ORDER: O };
};

/** More for `--all`. */
export const moreScenarios = Object.fromEntries(
  ORDERS.flatMap((ORDER) => deviations().map(([name, assumed]) => [`${ORDER} ${name}`, { ORDER, ...assumed }])),
) as { readonly [N in `${Order} ${Deviation}`]: Assumed };

export type Scenario = keyof typeof scenarios | keyof typeof moreScenarios;

/** What is assumed in a scenario, defaults included. */
export type Setting = Omit<Choice, 'variant' | 'patch'>;

/** The scenarios, default ones and more, in which something is so. */
export function scenariosWhere(holds: (setting: Setting) => boolean): readonly Scenario[] {
  return Object.entries({ ...scenarios, ...moreScenarios })
    .filter(([, assumed]) => holds({ ...defaultsOf(parameters), ...assumed }))
    .map(([name]) => name as Scenario);
}

function deviations(): readonly (readonly [Deviation, Assumed])[] {
  const single = Object.entries(SINGLE) as [keyof typeof SINGLE, Assumed][];
  return [
    ...single,
    ...(Object.entries(PAIRS) as [keyof typeof PAIRS, Assumed][]),
    ['k=2', { k: 2 }],
    ...single.map(([name, assumed]) => [`${name} k=2`, { ...assumed, k: 2 }] as const),
  ];
}
