/** The scenarios of the matrix: those of the specification by default, each with every single deviation from the base for `--all`. */
import type { SomeParameters } from 'everywhen';
import { parameters, type Scenario, type ScenarioName, scenarioOf } from './parameters.ts';

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
export interface Setting {
  readonly cell: CellName;
  readonly name: ScenarioName;
  readonly scenario: Scenario;
  readonly hw: 'off' | 'on';
  readonly publish: 'sc' | 'weak';
  readonly tRun: 'sc' | 'buffered';
  readonly affinity: 'bounded' | 'unbounded';
}

export const settings: readonly Setting[] = Object.entries({ ...scenarios, ...moreScenarios }).map(
  ([cell, assumed]) => {
    const { scenario: name, ...rest } = assumed as Assumed & { readonly scenario: ScenarioName };
    return {
      hw: 'off',
      publish: 'sc',
      tRun: 'sc',
      affinity: 'bounded',
      ...rest,
      cell: cell as CellName,
      name,
      scenario: scenarioOf({ scenario: name, wfi: 'scenario', exits: 'scenario' }),
    };
  },
);
