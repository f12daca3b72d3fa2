/** The model with its matrix: designs by default, mutants and single deviations from the base with `--all`. */
import { expecting } from 'everywhen';
import { CANDIDATES, MUTANTS } from './designs.ts';
import { expected } from './expected.ts';
import { nightly } from './nightly.ts';
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
