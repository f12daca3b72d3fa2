/** The oracle for locks and interrupts: the engine finds in a random system whatever the reference finds. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { checkSystem } from '../../src/check/check.ts';
import { LOCK_RULES } from '../../src/model/locks/lock-event.ts';
import { replay } from '../../src/trace/replay.ts';
import { systemOf } from '../helpers/explored.ts';
import { buildLocks, KINDS, type RandomLocks, randomLocks } from '../helpers/random-locks.ts';

const NUM_RUNS = 300;

async function reported(data: RandomLocks, engine: 'kernel' | 'reference', note?: (feature: string) => void) {
  const system = systemOf(buildLocks(data, note));
  const report = await checkSystem(system, { model: 'random', parameters: {} }, { engine, workers: 1 });
  const { states, transitions, depth, quiescentStates, finalStates } = report.statistics;
  return {
    system,
    properties: report.properties,
    counts: { states, transitions, depth, quiescentStates, finalStates },
  };
}

test('engine and reference find the same in random systems of locks and handlers, and every trace replays', async (t) => {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const agree = fc.asyncProperty(randomLocks, async (data) => {
    const features = new Set<string>();
    const expected = await reported(data, 'reference', (feature) => features.add(feature));
    const found = await reported(data, 'kernel');
    t.deepEqual(found.counts, expected.counts);
    t.deepEqual(found.properties, expected.properties);
    const findings = found.properties.find(({ id }) => id === 'L')?.lockFindings ?? [];
    for (const rule of new Set(findings.map((finding) => finding.rule))) count(rule);
    for (const { traces } of findings)
      for (const { trace } of traces) t.is(replay(found.system, 'L', trace), undefined);
    for (const feature of features) count(feature);
    if (findings.length === 0) count('nothing');
  });
  await fc.assert(agree, { numRuns: NUM_RUNS, seed: 1 });
  t.log([...counts].map(([name, n]) => `${name} ${n}`).join(', '));
  const features = KINDS.flatMap((kind) => [`${kind} taken`, `${kind} awaited`, `${kind} taken in a handler`]);
  for (const name of [...LOCK_RULES, ...features, 'subclass', 'nothing'])
    t.true((counts.get(name) ?? 0) >= NUM_RUNS / 100, name);
});
