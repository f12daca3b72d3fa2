/** The expected verdicts: every cause in every design and setting that it strikes. What no cause strikes, holds. */
import { type ExpectedOf, together, violated } from 'everywhen';
import { causes } from './causes.ts';
import { switchesOfVariant, type Variant, variants } from './designs.ts';
import { type CellName, settings } from './scenarios.ts';
import type { PropertyId } from './system.ts';

type Entry = ExpectedOf<PropertyId, CellName>;

export const expected = Object.fromEntries(
  Object.keys(variants).map((variant) => [variant, violationsOf(variant as Variant)]),
) as { readonly [V in Variant]: Entry };

function violationsOf(variant: Variant): Entry {
  const design = switchesOfVariant(variant);
  const entries = causes.map(({ because, properties, strikes }): Entry => {
    const cells = settings.filter((setting) => strikes({ ...setting, design })).map(({ cell }) => cell);
    return Object.fromEntries(properties.map((property) => [property, violated(because, cells)])) as Entry;
  });
  return together(...entries);
}
