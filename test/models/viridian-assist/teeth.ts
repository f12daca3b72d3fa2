/**
 * Could it have failed? For every *holds* of a published design there is a run, here or in a larger setting, in which the
 * same property is violated; or a reason why there can be none. And every mutant shows what its missing line is for.
 */
import type { Choice, MUTANTS } from '../../../models/viridian-assist/parameters.ts';
import type { PropertyId } from '../../../models/viridian-assist/system.ts';

type Mutant = (typeof MUTANTS)[number];
type Config = Choice['config'];
type Guest = Choice['guest'];

/** The property that each mutant must violate with the guest `mix`, and the smallest configuration that shows it. */
export const mutantsShow: { readonly [M in Mutant]: { readonly property: PropertyId; readonly config: Config } } = {
  noClearOnEOI: { property: 'P1', config: 'E1' },
  // It takes a nested interrupt: one EOI avoided, the next one written.
  noMissedInEOI: { property: 'P4', config: 'E2' },
  noCompletedInHP: { property: 'P4', config: 'E1' },
  clearBitOnlyInHP: { property: 'P6', config: 'E1' },
  noClearOnLower: { property: 'P4', config: 'E1' },
  // Two vectors that are both offered the assist: with a level one on top (V2) the mutant survives.
  noISRcheck: { property: 'P1', config: 'E2' },
  noTMRcheck: { property: 'P5', config: 'V1' },
  // Something must be queued behind another vector that is elided; a level one is not (V2).
  noRequery: { property: 'P4', config: 'E2' },
  noKick: { property: 'P4', config: 'E1' },
  noSoftirqRecheck: { property: 'P4', config: 'E1' },
};

/** Configurations from the smallest on: fewer vectors first, edge before level. */
export const CONFIGS_BY_SIZE: readonly Config[] = ['E1', 'V1', 'E2', 'V2', 'E3', 'V3'];

export interface ShownElsewhere {
  readonly properties: readonly PropertyId[];
  readonly guests: readonly Guest[];
  readonly configs: readonly Config[];
  /** What, added to the guest and the configuration, violates the property; or why nothing can. */
  readonly by:
    | { readonly variant: Choice['variant']; readonly INIT?: 1; readonly MIGRATE?: 1 }
    | { readonly cannot: string };
}

const GUESTS: readonly Guest[] = ['mix', 'use', 'ignore'];
const CONFIGS: readonly Config[] = ['E1', 'E2', 'V2'];

/** For the scenarios of the default matrix, the properties that no variant violates in the same scenario. */
export const shownElsewhere: readonly ShownElsewhere[] = [
  // A handler that is interrupted by one it should outrank takes an EOI in its place first: migration gives one.
  { properties: ['P9'], guests: GUESTS, configs: CONFIGS, by: { variant: 'pending-flag', MIGRATE: 1 } },
  { properties: ['P2'], guests: ['mix', 'use'], configs: ['E1'], by: { variant: 'pending-flag', MIGRATE: 1 } },
  { properties: ['P2'], guests: ['ignore'], configs: CONFIGS, by: { variant: 'pending-flag', MIGRATE: 1 } },
  // A guest that always honours the bit never leaves an offer out by itself; INIT does.
  { properties: ['P1'], guests: ['use'], configs: ['E1', 'V2'], by: { variant: 'pending-flag', INIT: 1 } },
  // A guest that never clears the bit avoids no EOI that could be completed; migration clears it in its place.
  { properties: ['P6'], guests: ['ignore'], configs: CONFIGS, by: { variant: 'latched-vector', MIGRATE: 1 } },
  {
    properties: ['P3', 'P3b'],
    guests: ['ignore'],
    configs: CONFIGS,
    by: { cannot: 'A guest that ends every handler by an EOI never leaves a vector in service without one.' },
  },
  {
    properties: ['P5', 'P7', 'P8'],
    guests: ['ignore'],
    configs: CONFIGS,
    by: { cannot: 'A guest that never looks at the bit never ends a handler by it, and only such an end is judged.' },
  },
  {
    properties: ['P5'],
    guests: ['mix', 'use'],
    configs: ['E1', 'E2'],
    by: { cannot: 'No vector is level-triggered.' },
  },
  {
    properties: ['P4s'],
    guests: GUESTS,
    configs: CONFIGS,
    by: { cannot: 'It is about the tags of this model and not about a design: where it fails, the model is wrong.' },
  },
];
