/** The expected verdicts: a variant is violated where a cause strikes it, and holds everywhere else. */
import type { ExpectedOf } from 'everywhen';
import { causes } from './causes.ts';
import { struck } from './conditions.ts';
import { CANDIDATES, MUTANTS, type Variant } from './parameters.ts';
import type { Scenario } from './scenarios.ts';
import type { PropertyId } from './system.ts';

export const expected = Object.fromEntries(
  [...CANDIDATES, ...MUTANTS].map((variant) => [variant, struck(variant, causes)]),
) as { readonly [V in Variant]: ExpectedOf<PropertyId, Scenario> };
