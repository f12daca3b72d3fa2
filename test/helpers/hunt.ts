/** The oracle in a copy of the sources with a seeded bug: finds the random systems that show it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import { byEngine, byReference, differences, STATES_MAX, type Summary, type Way, waysOf } from './oracle.ts';
import { type RandomSystem, randomWideSystem } from './random-system.ts';

/** The findings of the reference in the first systems of a seed, null if there are too many states. */
export type Expectations = readonly (Summary | null)[];
const SEED = 4;
const THREADED_ONE_IN = 8;
/** The codes of the errors that an audit throws. */
const CODES: readonly string[] = ['E_INTERNAL', 'E_IMPURE'];

/** The evidence that a system shows a bug. */
export interface Trail {
  readonly model: number;
  readonly way: string;
  readonly shown: string;
}

export async function expectations(count: number): Promise<Expectations> {
  const expected: (Summary | null)[] = [];
  for (const data of drawn(count)) {
    const { summary } = await byEngine(data, waysOf(0)[0] as Way);
    expected.push(summary.stopped === null ? await byReference(data) : null);
  }
  return expected;
}

/** Prints a line of JSON for each system that shows a bug, with its first trail, until there are enough; and null at the end. */
export async function hunt(expectationsFile: string, enough: number): Promise<void> {
  let found = 0;
  await everyModel(expectationsFile, async (model, data, expected) => {
    if (found === enough) return;
    for (const way of waysOf(model, THREADED_ONE_IN)) {
      const shown = await firstDifference(data, way, expected);
      if (shown === undefined) continue;
      found++;
      print({ model, way: way.name, shown });
      return;
    }
  });
}

/** Like `hunt`, for some systems, but every state is audited, and only errors of the audit are trails. */
export async function audit(expectationsFile: string, models: readonly number[]): Promise<void> {
  await everyModel(expectationsFile, async (model, data) => {
    if (!models.includes(model)) return;
    for (const way of waysOf(model).slice(0, 4)) {
      const shown = await byEngine(data, { ...way, auditOneIn: 1 }).then(
        () => undefined,
        (error) => (error instanceof UserError && CODES.includes(error.code) ? error.message : undefined),
      );
      if (shown === undefined) continue;
      print({ model, way: way.name, shown });
      return;
    }
  });
}

async function everyModel(
  expectationsFile: string,
  look: (model: number, data: RandomSystem, expected: Summary) => Promise<void>,
): Promise<void> {
  const all: Expectations = JSON.parse(readFileSync(expectationsFile, 'utf8'));
  for (const [model, data] of drawn(all.length).entries()) {
    const expected = all[model];
    if (expected !== null && expected !== undefined) await look(model, data, expected);
  }
  print(null);
}

async function firstDifference(data: RandomSystem, way: Way, expected: Summary): Promise<string | undefined> {
  try {
    const { summary } = await byEngine(data, { statesMax: 2 * STATES_MAX, ...way });
    // The expectations were read from JSON, which has no undefined values.
    return differences(expected, JSON.parse(JSON.stringify(summary)))[0];
  } catch (error) {
    return String(error);
  }
}

function drawn(count: number): RandomSystem[] {
  return fc.sample(randomWideSystem, { numRuns: count, seed: SEED });
}

function print(trail: Trail | null): void {
  process.stdout.write(`${JSON.stringify(trail)}\n`);
}
