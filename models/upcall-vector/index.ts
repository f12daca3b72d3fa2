/** The model with its matrix: published designs by default, mutants and deviations from the base with `--all`; and its candidate lines. */
import { expecting, repairs } from 'everywhen';
import { expected } from './expected.ts';
import { lines } from './lines.ts';
import { nightly } from './nightly.ts';
import { CANDIDATES, MUTANTS } from './parameters.ts';
import { moreScenarios, scenarios } from './scenarios.ts';
import { model } from './system.ts';
import { vacuous } from './vacuous.ts';

const judged = expecting(model, {
  variants: CANDIDATES,
  moreVariants: MUTANTS,
  scenarios,
  moreScenarios,
  expected,
  vacuous,
  nightly,
});

export default repairs(judged, { base: { variant: 'raise-on-set' }, lines });
