/** The engine, with the outcomes of choices learnt by themselves, against the reference on random systems (random-choices.ts). */
import assert from 'node:assert';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { systemOf } from './explored.ts';
import { byEngineOf, byReferenceOf, differences, STATES_MAX, type Way } from './oracle.ts';
import { buildChoices, randomChoices } from './random-choices.ts';

export interface ChoicesOptions {
  readonly numRuns: number;
  readonly seed: number;
  readonly secondsMax: number;
}

/** States of a model, at most: more would take the reference minutes. */
const STATES = 800;

/** The ways for the model with a number. All but the first divide choices. */
export function choiceWays(model: number, threadedOneIn = 8): Way[] {
  const words = { wordBits: 10 + (model % 7) };
  const divided = { auditOneIn: 0, divideAt: 1 };
  const ways: Way[] = [
    { name: 'whole', auditOneIn: 0, divideAt: Number.POSITIVE_INFINITY, statesMax: Math.min(STATES, STATES_MAX) },
    { name: 'divided, audited', ...divided, auditOneIn: 1, ...(model % 2 === 0 && words) },
    { name: 'divided', ...divided },
    { name: 'divided while exploring', ...divided, divideAt: 2 + (model % 5), tight: true, entriesFree: model % 4 },
    { name: 'divided in several words', ...divided, ...words, tight: true, divideAt: 1 + (model % 3) },
  ];
  if (model % threadedOneIn === 0)
    ways.push({ name: '2 threads', ...divided, workers: 2, poolStates: 0, tight: model % 16 === 0 });
  if (model % threadedOneIn === threadedOneIn / 2)
    ways.push({ name: '4 threads', ...divided, workers: 4, poolStates: 0, tight: true, divideAt: 2, ...words });
  return ways;
}

/** Both explore every random system with equal results, and every feature is used. */
export async function choicesAgree(t: ExecutionContext, { numRuns, seed, secondsMax }: ChoicesOptions): Promise<void> {
  const used = new Map<string, number>();
  const explored = new Map<string, number>();
  let failing: Way | undefined;
  let model = 0;
  let compared = 0;
  const property = fc.asyncProperty(randomChoices, async (data) => {
    const number = model++;
    let expected: Awaited<ReturnType<typeof byReferenceOf>> | undefined;
    for (const way of failing === undefined ? choiceWays(number) : [failing]) {
      try {
        const { summary } = await byEngineOf(systemOf(buildChoices(data)), way);
        if (summary.stopped === 'max-states') return;
        expected ??= await byReferenceOf(
          systemOf(buildChoices(data, (feature) => used.set(feature, (used.get(feature) ?? 0) + 1))),
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
  t.log(`${numRuns} systems, ${compared} compared; ${used.size} features used`);
  t.log(`ways: ${[...explored].map(([name, n]) => `${name} ${n}`).join(', ')}`);
  t.true(compared > numRuns / 2);
  t.true(used.size === 28);
}

/** What the first system of a seed shows in which the engine differs from the reference; undefined if they agree in all. */
export async function firstDifference(systems: number, seed: number): Promise<string | undefined> {
  for (const [model, data] of fc.sample(randomChoices, { numRuns: systems, seed }).entries()) {
    const expected = await byReferenceOf(systemOf(buildChoices(data)));
    if (expected.stopped !== null) continue;
    for (const way of choiceWays(model).filter(
      ({ workers, auditOneIn }) => workers === undefined && auditOneIn === 0,
    )) {
      try {
        const { summary } = await byEngineOf(systemOf(buildChoices(data)), way);
        if (summary.stopped === 'max-states') break;
        const [difference] = differences(expected, summary);
        if (difference !== undefined) return `system ${model}, ${way.name}: ${difference}`;
      } catch (error) {
        return `system ${model}, ${way.name}: ${error}`;
      }
    }
  }
  return undefined;
}
