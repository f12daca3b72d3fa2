/**
 * Could it have failed? Every mutant shows what its missing line is for, or why nothing can show it; every property that holds
 * in MERGED is violated by some variant, or cannot be.
 */

import type { MUTANTS } from '../../../models/vgic-queue/designs.ts';
import type { ScenarioName } from '../../../models/vgic-queue/scripts.ts';
import type { PropertyId } from '../../../models/vgic-queue/system.ts';

type Mutant = (typeof MUTANTS)[number];

/** A property that MERGED holds in a scenario and the mutant violates there; or why the mutant is equivalent. */
export const mutantsShow: {
  readonly [M in Mutant]:
    | { readonly property: PropertyId; readonly scenario: ScenarioName }
    | { readonly equivalent: string };
} = {
  'M-late': { property: 'N3', scenario: 'S16' },
  // Interrupting nobody is what POSTED does; waking nobody takes an interrupt that is listed and disabled while its vCPU sleeps.
  'M-earlyNone': { property: 'N2', scenario: 'S4' },
  'M-lateNone': { property: 'N2', scenario: 'S16' },
  'M-noRecheck': { property: 'I1', scenario: 'S2' },
  'M-noRetry': { property: 'N1', scenario: 'S3a' },
  'M-invOrder': { property: 'L1', scenario: 'S16' },
  'M-mixedOrder': { property: 'D1', scenario: 'S7b' },
  'M-noIrqsave': { property: 'D1', scenario: 'S7b' },
  'M-noActive': { property: 'A4', scenario: 'S12' },
  'M-pruneOrder': { property: 'D1', scenario: 'S6' },
  'M-pruneRecheck': { property: 'A3', scenario: 'S15' },
  'M-noKref': { property: 'I4', scenario: 'S8' },
  'M-flushOracle': { property: 'A2', scenario: 'S13' },
  'M-foldLatch': { property: 'N1', scenario: 'S13' },
  'M-popClear': { property: 'A1', scenario: 'S13' },
  'M-checkThenBlock': { property: 'N2', scenario: 'S9' },
  'M-entryIrqOn': { property: 'N3', scenario: 'S16' },
  'M-runReadAfter': {
    equivalent:
      'Read after the vCPU was unblocked, running may say yes of one that was asleep: an IPI too many. If it says no, the vCPU has its look at the list still before it, and the insertion came first.',
  },
};

/** Properties that no variant violates in a bounded run, and why none can. */
export const cannotFail: { readonly [P in PropertyId]?: string } = {
  V1: 'Each round of the retry loop takes a change of the interrupt by another context, of which the scripts have a few.',
};
