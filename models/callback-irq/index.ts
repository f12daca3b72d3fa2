/** The model with its matrix: published designs by default, mutants and deviations from the base with `--all`; and its candidate lines. */
import { expecting, repairs } from 'everywhen';
import { expected } from './expected.ts';
import { lines } from './lines.ts';
import { nightly } from './nightly.ts';
import { CANDIDATES, MUTANTS } from './parameters.ts';
import { modules, moreScenarios, scenarios } from './scenarios.ts';
import { model } from './system.ts';
import { vacuous } from './vacuous.ts';

const callbackIrq = expecting(model, {
  variants: CANDIDATES,
  moreVariants: MUTANTS,
  scenarios,
  moreScenarios,
  expected,
  vacuous,
  nightly,
});

/** The lock order has neither handlers nor variants: its two cells are not multiplied by them. */
const cells = callbackIrq.matrix?.cells.filter(
  ({ variant, scenario }) => variant === CANDIDATES[0] || !Object.hasOwn(modules, scenario),
);
const judged =
  callbackIrq.matrix === undefined || cells === undefined
    ? callbackIrq
    : { ...callbackIrq, matrix: { ...callbackIrq.matrix, cells } };

export default repairs(judged, { base: { variant: 'vcpu0-only' }, lines });
