/**
 * Could it have failed? For every property that no variant violates in a scenario of the default matrix there is a setting in which
 * it is violated, or a reason why there can be none. And every mutant shows what its missing line is for.
 */
import type { SomeParameters } from 'everywhen';
import type { Choice, MUTANTS, parameters } from '../../../models/callback-irq/parameters.ts';
import type { PropertyId } from '../../../models/callback-irq/system.ts';

type Mutant = (typeof MUTANTS)[number];
type Parameters = SomeParameters<Omit<typeof parameters, 'variant'>>;

interface Shown {
  readonly property: PropertyId;
  /** The smallest setting, from the base assumptions on, that shows it. */
  readonly parameters: Parameters;
  /** A setting that does not show it. */
  readonly survives?: Parameters;
}

/** What each mutant must violate where `send+exit` does not. */
export const mutantsShow: { readonly [M in Mutant]: Shown } = {
  'no-deassert': { property: 'ST', parameters: { n: 1 } },
  // It takes a second event between the look and the lock, and no delivery that is under way anyway.
  'no-reread': { property: 'DL', parameters: {}, survives: { style: 'eoifirst' } },
  'no-lock': { property: 'DL', parameters: {}, survives: { style: 'eoifirst' } },
  // Unmasking looks at the wire by itself.
  'no-resample': { property: 'DL', parameters: {}, survives: { style: 'maskack' } },
  // A second delivery to one vCPU sets the same IRR bit: equivalent until the guest reroutes.
  'no-rirr-guard': { property: 'R', parameters: { REROUTES: 1 }, survives: {} },
  'assert-before-up': { property: 'R', parameters: { n: 1 } },
};

export interface ShownElsewhere {
  readonly property: PropertyId;
  /** All of them if none is named. */
  readonly styles?: readonly string[];
  /** What, added to the scenario, violates the property; or why nothing can. */
  readonly by: (Parameters & { readonly variant?: Choice['variant'] }) | { readonly cannot: string };
}

/** For the scenarios of the default matrix, the properties that no variant violates in the same scenario. */
export const shownElsewhere: readonly ShownElsewhere[] = [
  // Unmasking looks at the wire, so that nobody leaves it up for good; on edge there is nothing to look at.
  { property: 'Q2', styles: ['maskack'], by: { TRIG: 'edge' } },
  { property: 'K1', by: { variant: 'send+exit', IRQCTX: 1 } },
  {
    property: 'C1',
    by: {
      cannot:
        'What Xen believes of the wire and the count change in one step, and only where they differ from what is wanted: even without the lock. It says that the model keeps the books.',
    },
  },
];
