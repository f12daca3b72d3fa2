/** The scenarios of the matrix: each script by default, and with every single deviation from the base for `--all`. */
import { defaultsOf, type SomeParameters } from 'everywhen';
import { type Choice, parameters } from './parameters.ts';
import { type Scenario, type ScenarioName, scenarioOf } from './scripts.ts';

const NAMES = parameters.scenario.values;
type Assumed = SomeParameters<Omit<typeof parameters, 'variant'>>;

const DEVIATIONS = {
  'hw=on': { hw: 'on' },
  'publish=weak': { publish: 'weak' },
  'tRun=buffered': { tRun: 'buffered' },
} as const satisfies { readonly [name: string]: Assumed };
type Deviation = keyof typeof DEVIATIONS;

export const scenarios = Object.fromEntries(NAMES.map((scenario) => [scenario, { scenario }])) as {
  readonly [S in ScenarioName]: { readonly scenario: S };
};

/** Affinity writes for ever concern S14 alone, where they are all that CFG does. */
export const moreScenarios = {
  ...(Object.fromEntries(
    Object.entries(DEVIATIONS).flatMap(([name, assumed]) =>
      NAMES.map((scenario) => [`${scenario} ${name}`, { scenario, ...assumed }]),
    ),
  ) as { readonly [N in `${ScenarioName} ${Deviation}`]: Assumed }),
  'S14 affinity=unbounded': { scenario: 'S14', affinity: 'unbounded' },
} as const;

export type CellName = keyof typeof scenarios | keyof typeof moreScenarios;

/** A scenario of the matrix with everything that it assumes. */
export interface Setting extends Pick<Choice, 'hw' | 'publish' | 'tRun' | 'affinity'> {
  readonly cell: CellName;
  readonly name: ScenarioName;
  readonly scenario: Scenario;
}

export const settings: readonly Setting[] = Object.entries({ ...scenarios, ...moreScenarios }).map(
  ([cell, assumed]) => {
    const { scenario: name, ...rest } = assumed as Assumed & { readonly scenario: ScenarioName };
    const choice = { ...defaultsOf(parameters), ...rest, scenario: name };
    return { ...choice, cell: cell as CellName, name, scenario: scenarioOf(choice) };
  },
);
