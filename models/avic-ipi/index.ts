/** The model with its matrix: handlers by default, mutants and deviations from the base with `--all`. */
import { expecting, repairs } from 'everywhen';
import { expected } from './expected.ts';
import { base, lines } from './lines.ts';
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

export default repairs(judged, { base, lines });
