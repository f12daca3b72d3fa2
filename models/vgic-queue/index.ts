/** The model with its matrix: designs by default, mutants and single deviations from the base with `--all`; and its candidate lines. */
import { expecting, repairs } from 'everywhen';
import { CANDIDATES, MUTANTS } from './designs.ts';
import { expected } from './expected.ts';
import { lines } from './lines.ts';
import { nightly } from './nightly.ts';
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

export default repairs(judged, { lines });
