/** The engine, with components in parts, against the reference on random systems of collections (random-collections.ts). */
import assert from 'node:assert';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { systemOf } from './explored.ts';
import { byEngineOf, byReferenceOf, differences, STATES_MAX, type Way } from './oracle.ts';
import { buildCollections, type RandomCollections, randomCollections } from './random-collections.ts';

export interface PartsOptions {
  readonly numRuns: number;
  readonly seed: number;
  readonly secondsMax: number;
}

/** States of a model, at most: more would take the reference minutes. */
const STATES = 800;

/** The ways for the model with a number. All but the first have components in parts. */
export function partWays(model: number): Way[] {
  const words = { wordBits: 10 + (model % 7) };
  // Otherwise the engine would mend what tracked values do wrong: it leaves the component whole.
  const parts = { auditOneIn: 0, parts: true, splitFrom: 1, mustSplit: true };
  const ways: Way[] = [
    { name: 'whole', auditOneIn: 0, statesMax: Math.min(STATES, STATES_MAX) },
    { name: 'parts', ...parts },
    { name: 'parts, audited', ...parts, auditOneIn: 1, tight: true },
    { name: 'parts in several words', ...parts, ...words, entriesFree: model % 4 },
    { name: 'few values in parts', ...parts, splitFrom: 2 + (model % 5), tight: true, ...(model % 2 === 0 && words) },
  ];
  if (model % 8 === 0) ways.push({ name: '2 threads', ...parts, workers: 2, poolStates: 0, tight: model % 16 === 0 });
  if (model % 8 === 4) ways.push({ name: '4 threads', ...parts, workers: 4, poolStates: 0, ...words });
  return ways;
}

/** Both explore every random system with equal results, and most methods of collections are used. */
export async function partsAgree(t: ExecutionContext, { numRuns, seed, secondsMax }: PartsOptions): Promise<void> {
  const used = new Map<string, number>();
  const explored = new Map<string, number>();
  let failing: Way | undefined;
  let model = 0;
  let compared = 0;
  const property = fc.asyncProperty(randomCollections, async (data) => {
    const number = model++;
    let expected: Awaited<ReturnType<typeof byReferenceOf>> | undefined;
    for (const way of failing === undefined ? partWays(number) : [failing]) {
      try {
        const { summary } = await byEngineOf(systemOf(buildCollections(data)), way);
        if (summary.stopped === 'max-states') return;
        expected ??= await byReferenceOf(
          systemOf(buildCollections(data, (method) => used.set(method, (used.get(method) ?? 0) + 1))),
        );
        assert.deepStrictEqual(differences(expected, summary), []);
        explored.set(way.name, (explored.get(way.name) ?? 0) + 1);
      } catch (error) {
        failing = way;
        throw new Error(`${JSON.stringify(way)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
    compared++;
  });
  await fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: 1000 * secondsMax,
    markInterruptAsFailure: true,
  });
  t.log(`${numRuns} systems, ${compared} compared; ${used.size} methods used`);
  t.log(`ways: ${[...explored].map(([name, n]) => `${name} ${n}`).join(', ')}`);
  t.true(compared > numRuns / 2);
  t.true(used.size > 110);
}

/** What the first system of a seed shows in which the engine differs from the reference; undefined if they agree in all. */
export async function firstDifference(systems: number, seed: number): Promise<string | undefined> {
  for (const [model, data] of fc.sample(randomCollections, { numRuns: systems, seed }).entries()) {
    const difference = await differenceIn(model, data);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** As `firstDifference`, in the system with a number alone. */
export async function partDifference(model: number, seed: number): Promise<string | undefined> {
  const data = fc.sample(randomCollections, { numRuns: model + 1, seed })[model];
  return data && (await differenceIn(model, data));
}

async function differenceIn(model: number, data: RandomCollections): Promise<string | undefined> {
  const expected = await byReferenceOf(systemOf(buildCollections(data)));
  for (const way of partWays(model).filter(({ workers }) => workers === undefined)) {
    try {
      const { summary } = await byEngineOf(systemOf(buildCollections(data)), way);
      if (summary.stopped === 'max-states' || expected.stopped === 'max-states') break;
      const [difference] = differences(expected, summary);
      if (difference !== undefined) return `system ${model}, ${way.name}: ${difference}`;
    } catch (error) {
      return `system ${model}, ${way.name}: ${error}`;
    }
  }
  return undefined;
}
