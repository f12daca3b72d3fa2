/** `compare` against its definition, on 2,000 random pairs of automata. */
import test from 'ava';
import fc from 'fast-check';
import { compare } from '../../src/compare/compare.ts';
import type { Comparison, ShownDifference, ShownObservation } from '../../src/compare/comparison.ts';
import { build } from '../../src/language/define-system.ts';
import { builderOf, MARKS, missingAfter, Oracle, randomPair } from '../helpers/random-automata.ts';

const systemOf = (automaton: Parameters<typeof builderOf>[0], name: string) => build(builderOf(automaton), name);
const symbolOf = ({ event, values }: ShownObservation) => `${event === undefined ? '' : 'e'}${values['shows']}`;

/** The parts of a difference that are wrong. */
function wrongParts(found: ShownDifference, A: Oracle, B: Oracle, steps: number): readonly string[] {
  const { by, run, observations, instead } = found;
  const word = observations.map(symbolOf);
  const before = by === 'observation' ? word.slice(0, -1) : word;
  const isTrace = by === 'observation' ? A.after(word).size > 0 : A.marks(word).includes(by);
  const isMissing = by === 'observation' ? B.after(word).size === 0 : !B.marks(word).includes(by);
  const next = before.length === 0 ? [...new Set(B.initials.map((one) => B.shows(one)))].toSorted() : B.next(before);
  const isLongEnough = by === 'diverges' ? (run.cycleStart ?? -1) >= steps : run.steps.length === steps;
  const parts = {
    'not a trace of A': !isTrace,
    'a trace of B': !isMissing,
    'not a shortest run': !isLongEnough,
    'other observations instead': instead.observations.map(symbolOf).toSorted().join() !== next.join(),
    'other marks instead': instead.marks.join() !== (before.length === 0 ? [] : B.marks(before)).join(),
    'a cycle that is none':
      by === 'diverges' ? !(run.steps.length > (run.cycleStart ?? Infinity)) : 'cycleStart' in run,
  };
  return Object.entries(parts).flatMap(([part, isWrong]) => (isWrong ? [part] : []));
}

test('2,000 random pairs are included, or differ after as many steps, as the definition says', async (t) => {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  let pairs = 0;
  const agrees = fc.asyncProperty(randomPair, async ([one, other]) => {
    const [A, B] = [new Oracle(one), new Oracle(other)];
    const engine = pairs++ % 8 === 0 ? 'kernel' : 'reference';
    const found: Comparison = await compare(systemOf(one, 'one'), systemOf(other, 'other'), {
      both: true,
      engine,
      workers: 1,
    });
    const expected = [missingAfter(A, B), missingAfter(B, A)];
    for (const [i, { difference }] of found.directions.entries()) {
      const steps = expected[i];
      count(difference?.by ?? 'included');
      if ((steps === undefined) !== (difference === undefined)) return false;
      const [left, right] = i === 0 ? [A, B] : [B, A];
      if (difference === undefined || steps === undefined) continue;
      const wrong = wrongParts(difference, left, right, steps);
      if (wrong.length > 0) throw new Error(wrong.join());
    }
    const isEqual = expected.every((steps) => steps === undefined);
    return found.verdict === (isEqual ? 'equal' : 'different');
  });
  await t.notThrowsAsync(async () => {
    await fc.assert(agrees, { numRuns: 2000, seed: 23 });
  });
  for (const what of ['included', 'observation', ...MARKS])
    t.true((counts.get(what) ?? 0) > 100, `${what}: ${counts.get(what)}`);
  t.log(Object.fromEntries(counts));
});
