/** The model with its matrix: published designs by default, mutants and deviations from the base with `--all`. */
import { expecting } from 'everywhen';
import { expected } from './expected.ts';
import { nightly } from './nightly.ts';
import { CANDIDATES, MUTANTS } from './parameters.ts';
import { moreScenarios, scenarios } from './scenarios.ts';
import { model } from './system.ts';
import { vacuous } from './vacuous.ts';

export default expecting(model, {
  variants: CANDIDATES,
  moreVariants: MUTANTS,
  scenarios,
  moreScenarios,
  expected,
  vacuous,
  nightly,
});
