/** What may be asked of the model: its parameters with the specification's names, and the scripts behind a scenario's name. */
import { assumption, type Chosen, scenario, size, variant } from 'everywhen';
import type { Vcpu } from '../components/vgic.ts';
import { CANDIDATES, MUTANTS, SWITCHES, type Switch, type Switches, switchesOfVariant } from './designs.ts';

export const parameters = {
  variant: variant('MERGED', ...CANDIDATES.slice(1), ...MUTANTS),
  scenario: scenario(
    ...(['S1', 'S2', 'S3a', 'S3b', 'S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7a', 'S7b', 'S8', 'S8i', 'S9', 'S9b'] as const),
    ...(['S10', 'S11', 'S12', 'S13', 'S14', 'S15', 'S16'] as const),
  ),
  /** Interrupts backed by hardware: their descriptor's lock is held around an injection by the handler, and around a fold. */
  hw: assumption('off', 'on'),
  /** `weak`: the read of `running` may come before the insertion is seen, as without the barrier of the unlock. */
  publish: assumption('sc', 'weak'),
  /** `buffered`: a woken vCPU's `running` is seen late, as without a barrier between it and the look at the list. */
  tRun: assumption('sc', 'buffered'),
  affinity: assumption('bounded', 'unbounded'),
  wfi: size('scenario', 'off', 'on'),
  exits: size('scenario', 0, 1, 2),

  early: variant('variant', ...SWITCHES.early),
  late: variant('variant', ...SWITCHES.late),
  earlyTo: variant('variant', ...SWITCHES.earlyTo),
  order: variant('variant', ...SWITCHES.order),
  blockOrder: variant('variant', ...SWITCHES.blockOrder),
  entryIrq: variant('variant', ...SWITCHES.entryIrq),
  runRead: variant('variant', ...SWITCHES.runRead),
  distScan: variant('variant', ...SWITCHES.distScan),
  recheck: variant('variant', ...SWITCHES.recheck),
  retry: variant('variant', ...SWITCHES.retry),
  irqsave: variant('variant', ...SWITCHES.irqsave),
  activeRule: variant('variant', ...SWITCHES.activeRule),
  pruneOrder: variant('variant', ...SWITCHES.pruneOrder),
  pruneRecheck: variant('variant', ...SWITCHES.pruneRecheck),
  kref: variant('variant', ...SWITCHES.kref),
  flushOracle: variant('variant', ...SWITCHES.flushOracle),
  foldLatch: variant('variant', ...SWITCHES.foldLatch),
  popClear: variant('variant', ...SWITCHES.popClear),
  migKick: variant('variant', ...SWITCHES.migKick),
  tgtQueue: variant('variant', ...SWITCHES.tgtQueue),
  flushResync: variant('variant', ...SWITCHES.flushResync),
  lpiIrqsave: variant('variant', ...SWITCHES.lpiIrqsave),
};

export type Choice = Chosen<typeof parameters>;
export type ScenarioName = Choice['scenario'];

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

export function scenarioOf({ scenario, wfi, exits }: Pick<Choice, 'scenario' | 'wfi' | 'exits'>): Scenario {
  const named = { ...BASE, ...SCENARIOS[scenario] };
  return {
    ...named,
    wfi: wfi === 'scenario' ? named.wfi : wfi === 'on',
    exits: exits === 'scenario' ? named.exits : exits,
  };
}

/** The variant's switches; one that is given by itself overrides it. */
export function designOf(choice: Choice): Switches {
  const given = (Object.keys(SWITCHES) as Switch[]).filter((name) => choice[name] !== 'variant');
  return { ...switchesOfVariant(choice.variant), ...Object.fromEntries(given.map((name) => [name, choice[name]])) };
}

/** Combinations that mean nothing. */
export function refusal(choice: Choice): string | undefined {
  const { scripts } = scenarioOf(choice);
  if (choice.affinity === 'bounded' || scripts.CFG?.every(({ does }) => does === 'retarget')) return undefined;
  return `scenario=${choice.scenario} has no affinity writes alone that CFG could repeat (affinity=unbounded).`;
}
