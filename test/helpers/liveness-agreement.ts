/** The verdicts on random graphs must equal those of the brute force in fairness-oracle.ts. */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { checkSystem } from '../../src/check/check.ts';
import { judgeLasting } from '../../src/check/liveness/liveness.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import type { Host } from '../../src/model/exploration.ts';
import type { System } from '../../src/model/system.ts';
import { systemOf } from './explored.ts';
import { expectedOf, randomGraph, systemOfGraph } from './fairness-oracle.ts';

/** The explorer of each run: mostly the engine, with states of one or two words. */
const WAYS = ['one word', 'two words', 'one word', 'reference'] as const;
type Way = (typeof WAYS)[number];
const HOST: Host = { breathe: async () => undefined, mayGrow: () => true };

export async function agreeOnLiveness(
  t: ExecutionContext,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Promise<void> {
  const violated = new Map<string, number>();
  const unassumed = new Map<string, number>();
  const count = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(randomGraph, async (graph) => {
      const system = systemOf(systemOfGraph(graph));
      const way = WAYS[run++ % WAYS.length] as Way;
      const found = way === 'two words' ? await inTwoWords(system) : await checked(system, way);
      for (const [id, expected] of expectedOf(graph)) {
        const here = found.get(id);
        if (here === undefined) continue;
        const isUnassumed = expected.isUnassumed && expected.depth === undefined;
        if (here.depth !== expected.depth || here.isUnassumed !== isUnassumed) {
          throw new Error(`${id}, ${way}: ${JSON.stringify(here)} and not ${JSON.stringify(expected)}`);
        }
        if (expected.depth !== undefined) count(violated, id);
        if (isUnassumed) count(unassumed, id);
      }
    }),
    { numRuns, seed, endOnFailure: false },
  );
  const list = (counts: ReadonlyMap<string, number>) => [...counts].map(([id, n]) => `${id} ${n}`).join(', ');
  t.log(`of ${run} graphs, violated ${list(violated)}; without a run that is assumed ${list(unassumed)}`);
  for (const [id, n] of violated) {
    // Each verdict must be common, or the comparison would mean nothing.
    t.true(n > numRuns / 20 && n < (numRuns * 19) / 20, `${id} is violated in some of the systems, not in most`);
  }
  t.is(violated.size, 16);
  t.is(unassumed.size, 6);
}

interface FoundHere {
  /** The length of the stem of a lasso, or of the path to a deadlock; every lasso is checked to violate its property. */
  readonly depth: number | undefined;
  readonly isUnassumed: boolean;
}

async function checked(system: System, way: Way): Promise<Map<string, FoundHere>> {
  const engine = way === 'reference' ? way : 'kernel';
  const { properties } = await checkSystem(system, { model: 'test', parameters: {} }, { engine, workers: 1 });
  return new Map(
    properties.map(({ id, kind, counterexample, vacuousBecause }) => [
      id,
      {
        depth: kind === 'deadlock' ? counterexample?.steps.length : counterexample?.cycleStart,
        isUnassumed: vacuousBecause === 'no fair run satisfies its assumptions',
      },
    ]),
  );
}

async function inTwoWords(system: System): Promise<Map<string, FoundHere>> {
  const explorer = new Explorer(system, { wordBits: 2 });
  try {
    await explorer.run(HOST);
    const { lassos, judged, unassumed } = await judgeLasting(explorer, HOST);
    const deadlock = { depth: explorer.found.get('deadlock'), isUnassumed: false };
    return new Map([
      ['deadlock', deadlock],
      ...[...judged].map((id): [string, FoundHere] => [
        id,
        { depth: lassos.get(id)?.cycleStart, isUnassumed: unassumed.has(id) },
      ]),
    ]);
  } finally {
    await explorer.close();
  }
}
