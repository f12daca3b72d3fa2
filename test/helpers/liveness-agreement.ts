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
  let run = 0;
  await fc.assert(
    fc.asyncProperty(randomGraph, async (graph) => {
      const system = systemOf(systemOfGraph(graph));
      const way = WAYS[run++ % WAYS.length] as Way;
      const found = way === 'two words' ? await inTwoWords(system) : await checked(system, way);
      for (const [id, depth] of expectedOf(graph)) {
        if (found.get(id) !== depth) {
          throw new Error(`${id}, ${way}: ${found.get(id)} and not ${depth}\n${JSON.stringify(graph)}`);
        }
        if (depth !== undefined) violated.set(id, (violated.get(id) ?? 0) + 1);
      }
    }),
    { numRuns, seed, endOnFailure: false },
  );
  t.log([...violated].map(([id, count]) => `${id} violated ${count}`).join(', '), `of ${run} graphs`);
  for (const [id, count] of violated) {
    // Each verdict must be common, or the comparison would mean nothing.
    t.true(
      count > numRuns / 20 && count < (numRuns * 19) / 20,
      `${id} is violated in some of the systems, not in most`,
    );
  }
  t.is(violated.size, 6);
}

/** The lengths of the stems of violated properties; every lasso is checked to violate its property. */
async function checked(system: System, way: Way): Promise<Map<string, number | undefined>> {
  const engine = way === 'reference' ? way : 'kernel';
  const { properties } = await checkSystem(system, { model: 'test', parameters: {} }, { engine, workers: 1 });
  return new Map(properties.map(({ id, counterexample }) => [id, counterexample?.cycleStart]));
}

async function inTwoWords(system: System): Promise<Map<string, number>> {
  const explorer = new Explorer(system, { wordBits: 2 });
  try {
    await explorer.run(HOST);
    const { lassos } = await judgeLasting(explorer, HOST);
    return new Map([...lassos].map(([id, { cycleStart }]) => [id, cycleStart]));
  } finally {
    await explorer.close();
  }
}
