/** What happens in each scenario: the scripts of the contexts, and how the vCPUs begin. */
import type { Vcpu } from '../components/vgic.ts';

export const SCENARIO_NAMES = [
  ...(['S1', 'S2', 'S3a', 'S3b', 'S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7a', 'S7b', 'S8', 'S8i', 'S9', 'S9b'] as const),
  ...(['S10', 'S11', 'S12', 'S13', 'S14', 'S15', 'S16'] as const),
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export type Operation =
  | { readonly does: 'edge' | 'raise' | 'lower' | 'enable' | 'disable'; readonly irq: number }
  | { readonly does: 'retarget'; readonly irq: number; readonly to: Vcpu }
  | { readonly does: 'dist'; readonly to: boolean };

export const CONTEXTS = ['INJ', 'INJ2', 'CFG', 'ISR'] as const;
export type Context = (typeof CONTEXTS)[number];

export interface Scenario {
  /** What each context does, in this order. */
  readonly scripts: { readonly [C in Context]?: readonly Operation[] };
  /** The affinity of each interrupt; all are edge-triggered, or all level-triggered. */
  readonly targets: readonly (Vcpu | null)[];
  readonly level: boolean;
  readonly dist: boolean;
  /** Where the vCPUs start: in the guest, or asleep. */
  readonly start: readonly ['G' | 'S', 'G' | 'S'];
  readonly exits: number;
  readonly wfi: boolean;
  readonly lpi: boolean;
  /** On whose CPU the handler ISR arrives. */
  readonly isrOn: 'INJ' | 'vCPU0';
}

const edge = (irq: number): Operation => ({ does: 'edge', irq });
const raise: Operation = { does: 'raise', irq: 0 };
const lower: Operation = { does: 'lower', irq: 0 };
const enable: Operation = { does: 'enable', irq: 0 };
const disable: Operation = { does: 'disable', irq: 0 };
const retarget = (irq: number, to: Vcpu): Operation => ({ does: 'retarget', irq, to });
const dist = (to: boolean): Operation => ({ does: 'dist', to });

const BASE = {
  targets: [0],
  level: false,
  dist: true,
  start: ['G', 'S'],
  exits: 0,
  wfi: true,
  lpi: false,
  isrOn: 'INJ',
} as const satisfies Partial<Scenario>;
const IN_GUEST = ['G', 'G'] as const;

const SCENARIOS: { readonly [S in ScenarioName]: Partial<Scenario> & Pick<Scenario, 'scripts'> } = {
  S1: { scripts: { INJ: [edge(0), edge(0)] } },
  S2: { scripts: { INJ: [edge(0)], INJ2: [edge(0)] } },
  S3a: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 1)] } },
  S3b: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 1)] }, start: IN_GUEST },
  S4: { scripts: { INJ: [edge(0)], CFG: [disable, enable] } },
  S5a: { scripts: { INJ: [edge(0)], CFG: [dist(true)] }, dist: false },
  S5b: { scripts: { INJ: [raise, lower], CFG: [dist(true)] }, level: true, dist: false },
  S5c: { scripts: { INJ: [edge(0)], CFG: [dist(false), dist(true)] } },
  S6: {
    scripts: { INJ: [edge(0), edge(1)], CFG: [retarget(0, 1), retarget(1, 0)] },
    targets: [0, 1],
    start: IN_GUEST,
    wfi: false,
  },
  S7a: { scripts: { INJ: [edge(0)], ISR: [edge(0)] } },
  S7b: { scripts: { INJ: [edge(0)], ISR: [edge(0)] }, isrOn: 'vCPU0', exits: 1, wfi: false },
  S8: { scripts: { INJ: [edge(0), edge(0)] }, lpi: true, wfi: false },
  S8i: { scripts: { INJ: [edge(0)], ISR: [edge(0)] }, lpi: true, wfi: false },
  S9: { scripts: { INJ: [raise, lower] }, level: true },
  S9b: { scripts: { INJ: [raise, lower, raise, lower] }, level: true, wfi: false },
  S10: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 0)] }, targets: [null] },
  S11: { scripts: { INJ: [edge(0)], CFG: [disable, retarget(0, 1), enable] } },
  S12: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 1)] }, start: IN_GUEST, exits: 1, wfi: false },
  S13: { scripts: { INJ: [edge(0)], CFG: [disable] }, exits: 1, wfi: false },
  S14: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 1), retarget(0, 0)] }, start: IN_GUEST, wfi: false },
  S15: { scripts: { INJ: [edge(0)], CFG: [retarget(0, 1), disable] }, start: IN_GUEST, wfi: false },
  S16: { scripts: { INJ: [edge(0)] }, start: ['S', 'S'], exits: 1 },
};

/** Of a script that is given as a text: operations of contexts in order, and words about the interrupts and the vCPUs. */
const OPERATION = /(INJ2|INJ|CFG|ISR):(?:(edge|raise|lower|enable|disable)([01])|move([01])>([01])|dist-(on|off))/;
const WORD = /lpi|in-guest/;
const ITEM = `(?:${OPERATION.source}|${WORD.source})`;
/** `INJ:edge0,CFG:move0>1`; `lpi` makes the interrupts LPIs, `in-guest` lets both vCPUs begin in the guest. */
export const SCRIPT = { like: 'INJ:edge0,CFG:move0>1', matches: new RegExp(`${ITEM}(?:,${ITEM})*`) };

/** The scenario of a text that `SCRIPT` matches. Interrupt 0 begins at vCPU 0 and interrupt 1, where it is named, at vCPU 1. */
function scenarioOfScript(script: string): Partial<Scenario> & Pick<Scenario, 'scripts'> {
  const items = script.split(',');
  const operations = items.flatMap((item) => {
    const [, context, does, irq, moved, to, power] = OPERATION.exec(item) ?? [];
    if (context === undefined) return [];
    const operation =
      does !== undefined
        ? { does, irq: Number(irq) }
        : moved !== undefined
          ? { does: 'retarget', irq: Number(moved), to: Number(to) }
          : { does: 'dist', to: power === 'on' };
    return [{ context: context as Context, operation: operation as Operation }];
  });
  const scripts = Object.fromEntries(
    CONTEXTS.map((context) => [context, operations.flatMap((one) => (one.context === context ? [one.operation] : []))]),
  );
  const isSecond = ({ operation }: (typeof operations)[number]) => 'irq' in operation && operation.irq === 1;
  return {
    scripts: Object.fromEntries(Object.entries(scripts).filter(([, steps]) => steps.length > 0)),
    targets: operations.some(isSecond) ? [0, 1] : [0],
    level: operations.some(({ operation: { does } }) => does === 'raise' || does === 'lower'),
    lpi: items.includes('lpi'),
    ...(items.includes('in-guest') && { start: IN_GUEST }),
  };
}

/** Why a script means nothing. */
export function refusalOfScript(script: string): string | undefined {
  if (/edge/.test(script) && /raise|lower/.test(script)) return 'a script has edges or levels, and not both.';
  return script === '' || /INJ2?:/.test(script) ? undefined : 'a script has at least one operation of INJ or INJ2.';
}

/** A scenario, and what a choice says instead of it. */
export interface Sized {
  readonly scenario: ScenarioName;
  /** Instead of the scenario; empty where the scenario is meant. */
  readonly script: string;
  readonly wfi: 'scenario' | 'off' | 'on';
  readonly exits: 'scenario' | number;
}

export function scenarioOf({ scenario, script, wfi, exits }: Sized): Scenario {
  const named = { ...BASE, ...(script === '' ? SCENARIOS[scenario] : scenarioOfScript(script)) };
  return {
    ...named,
    wfi: wfi === 'scenario' ? named.wfi : wfi === 'on',
    exits: exits === 'scenario' ? named.exits : exits,
  };
}
