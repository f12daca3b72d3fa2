/** Counts from other sources: a test for each cell. */
import test from 'ava';
import { check, type Model, type SomeParameters } from 'everywhen';
import type { Parameters } from '../../src/language/parameter.ts';

/** The number of quiescent states, if the source has it. */
export type Counted<C> = readonly (readonly [
  cell: C,
  states: number,
  transitions: number,
  depth: number,
  quiescentStates?: number,
])[];

export function testCounts<M extends Parameters>(model: Model<M, string>, counted: Counted<SomeParameters<M>>): void {
  for (const [parameters, states, transitions, depth, quiescentStates] of counted) {
    test(`${JSON.stringify(parameters)} has ${states} states and ${transitions} transitions`, async (t) => {
      const { statistics } = await check(model, parameters);
      t.like(statistics, { states, transitions, depth, ...(quiescentStates !== undefined && { quiescentStates }) });
    });
  }
}
