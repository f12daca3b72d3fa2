/** The parameters of the model. */
import { assumption, type Chosen, scenario, size, text, variant } from 'everywhen';
import { CANDIDATES, MUTANTS, SWITCHES, type Switch, type Switches, switchesOfVariant } from './designs.ts';
import { refusalOfScript, SCENARIO_NAMES, SCRIPT, scenarioOf } from './scripts.ts';

export const parameters = {
  variant: variant('MERGED', ...CANDIDATES.slice(1), ...MUTANTS),
  scenario: scenario(...SCENARIO_NAMES),
  /** What happens, instead of a scenario: `INJ:edge0,CFG:move0>1`. */
  script: text(SCRIPT),
  /** Interrupts backed by hardware: their descriptor's lock is held around an injection by the handler, and around a fold. */
  hw: assumption('off', 'on'),
  /** `weak`: the read of `running` may come before the insertion is seen, as without the barrier of the unlock. */
  publish: assumption('sc', 'weak'),
  /** `buffered`: a woken vCPU's `running` is seen late, as without a barrier between it and the look at the list. */
  tRun: assumption('sc', 'buffered'),
  affinity: assumption('bounded', 'unbounded'),
  /** `fair`: a context that waits for a lock gets it, as with Xen's ticket locks. It matters for V2 alone. */
  locks: assumption('fair', 'unfair'),
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

/** The variant's switches; one that is given by itself overrides it. */
export function designOf(choice: Choice): Switches {
  const given = (Object.keys(SWITCHES) as Switch[]).filter((name) => choice[name] !== 'variant');
  return { ...switchesOfVariant(choice.variant), ...Object.fromEntries(given.map((name) => [name, choice[name]])) };
}

/** Combinations that mean nothing. */
export function refusal(choice: Choice): string | undefined {
  const refused = refusalOfScript(choice.script);
  if (refused !== undefined) return refused;
  const { scripts } = scenarioOf(choice);
  if (choice.affinity === 'bounded' || scripts.CFG?.every(({ does }) => does === 'retarget')) return undefined;
  return `scenario=${choice.scenario} has no affinity writes alone that CFG could repeat (affinity=unbounded).`;
}
