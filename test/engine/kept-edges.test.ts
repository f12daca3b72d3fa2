/** The edges that are kept for properties of infinite runs are those that a visit of each state forms, and lead to the same verdicts. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem, ghost } from 'everywhen';
import fc from 'fast-check';
import avicIpi from '../../models/avic-ipi/index.ts';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { judgeLasting } from '../../src/check/liveness/liveness.ts';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import type { Host } from '../../src/model/exploration.ts';
import { constraintsOf, servedBy } from '../../src/model/fairness/constraints.ts';
import type { KeptEdges } from '../../src/model/kept-edges.ts';
import type { EdgeLabel } from '../../src/model/state-graph.ts';
import type { System } from '../../src/model/system.ts';
import { systemOf } from '../helpers/explored.ts';
import { randomGraph, systemOfGraph } from '../helpers/fairness-oracle.ts';

const HOST: Host = { breathe: async () => undefined, mayGrow: () => true };

/** `wordBits`: a word in which a run begins, and that some of the states outgrow. */
const SYSTEMS: readonly { readonly name: string; readonly system: () => System; readonly wordBits: number }[] = [
  {
    name: 'two-phase commit',
    system: () =>
      instantiate(twoPhaseCommit, chooseParameters(twoPhaseCommit.parameters, { managers: 4, liveness: 'on' })),
    wordBits: 19,
  },
  { name: 'avic-ipi', system: () => instantiate(avicIpi, chooseParameters(avicIpi.parameters, {})), wordBits: 42 },
  {
    name: 'a system with ghosts, a crash and a choice',
    system: () =>
      systemOf(
        defineSystem({ n: 0, seen: ghost(0) }, { deadlock: 'allowed' })
          .unreachable('crash', 'no crash')
          .rules('r', {
            up: (s) => s.chooseFrom([0, 1, 2], (more) => s.set('n', (s.get('n') + more) % 5)),
            look: (s) => s.update('seen', (seen) => (seen + s.get('n')) % 3),
            crash: { environment: (s) => s.when(s.get('n') === 4)?.unreachable('crash') },
          })
          .infinitelyOften('zero', 'n comes back', (s) => s.get('n') === 0)
          .storm('looks', 'it does not look for ever', (_, __, step) => step.label === 'look'),
      ),
    wordBits: 4,
  },
];

const WAYS: readonly (EngineOptions & { readonly name: string; readonly outgrown?: boolean })[] = [
  { name: 'one thread' },
  { name: 'several words', wordBits: 9 },
  { name: 'steps that are not memoised', entriesFree: 0 },
  { name: 'two threads', workers: 2, poolStates: 0 },
  { name: 'four threads and several words', workers: 4, poolStates: 0, wordBits: 9 },
  { name: 'one word, outgrown', outgrown: true },
  { name: 'four threads and one word, outgrown', workers: 4, poolStates: 0, outgrown: true },
];

for (const { name, system, wordBits } of SYSTEMS) {
  for (const { name: way, outgrown = false, ...options } of WAYS) {
    test(`kept edges of ${name} are the transitions of its states: ${way}`, async (t) => {
      const explorer = new Explorer(system(), { ...options, ...(outgrown && { tight: true, wordBits }) });
      try {
        t.is(await explorer.run(HOST), undefined);
        t.is(explorer.packed.layout.narrow !== undefined, outgrown);
        const kept = (await explorer.keepEdges(HOST)) as KeptEdges;
        const graph = explorer.graph();
        const constraints = constraintsOf(explorer.system);
        // What a property of infinite runs can tell apart.
        const textOf = (label: EdgeLabel, changes: boolean, target: number) =>
          [label.alternative.tag, label.marks, servedBy(constraints, label), changes, target].join(' ');
        let transitions = 0;
        let states = 0;
        const numbers = new Set<number>();
        for (let node = graph.nodeFrom(0); node !== undefined; node = graph.nodeFrom(node + 1)) {
          states++;
          const number = kept.numberOf(node);
          numbers.add(number);
          const { labels, targets, changes, holds } = graph.visit(node);
          const expected = labels.map((label, i) =>
            textOf(label, changes[i] as boolean, kept.numberOf(targets[i] as number)),
          );
          const first = kept.begins[number] as number;
          const found = Array.from({ length: kept.degrees[number] as number }, (_, i) => {
            const edgeWay = kept.ways[first + i] as number;
            return textOf(kept.kinds[edgeWay >> 1] as EdgeLabel, edgeWay % 2 === 1, kept.targets[first + i] as number);
          });
          transitions += labels.length;
          // Edges from a node to itself that differ in nothing are one.
          const loops = new Set(expected.filter((_, i) => targets[i] === node));
          const kinds = [...expected.filter((_, i) => targets[i] !== node), ...loops];
          if (kinds.sort().join() !== found.sort().join()) t.deepEqual(found, kinds);
          const bits = holds.reduce((sum, isSo, i) => sum + (isSo ? 2 ** i : 0), 0);
          if (kept.holds[number] !== bits) t.is(kept.holds[number], bits);
        }
        t.is(states, explorer.states);
        t.is(transitions, explorer.transitions);
        t.is(numbers.size, states);
        t.is(kept.begins.length, states);
      } finally {
        await explorer.close();
      }
    });
  }
}

test('the index of nodes notices two that it cannot tell apart, and is empty behind the judgement', async (t) => {
  const explorer = new Explorer(
    instantiate(twoPhaseCommit, chooseParameters(twoPhaseCommit.parameters, { managers: 3, liveness: 'on' })),
  );
  try {
    await explorer.run(HOST);
    const kept = (await explorer.keepEdges(HOST)) as KeptEdges;
    const { run } = explorer.packed.kernel;
    const numbers = explorer.graph().initials.map(kept.numberOf);
    t.deepEqual(numbers, [0]);
    // Each node is there already.
    t.is(run.index(0, 0, 1, 0), 0);
    kept.release();
    t.is(run.index(0, 0, 1, 7), 1);
    t.deepEqual(explorer.graph().initials.map(kept.numberOf), [7]);
    kept.release();
    t.true((explorer.digests()?.length ?? 0) > 0);
  } finally {
    await explorer.close();
  }
});

test('where memory has no room for edges, 100 random graphs have the same lassos', async (t) => {
  let violated = 0;
  await fc.assert(
    fc.asyncProperty(randomGraph, async (graph) => {
      const judged = async (host: Host) => {
        const explorer = new Explorer(systemOf(systemOfGraph(graph)));
        try {
          await explorer.run(HOST);
          const { lassos, unassumed } = await judgeLasting(explorer, host);
          violated += lassos.size;
          return {
            unassumed,
            lassos: [...lassos].map(([id, { path, cycleStart }]) => [
              id,
              cycleStart,
              ...path.steps.map(({ alternative, place }) => `${alternative.position} ${place}`),
            ]),
          };
        } finally {
          await explorer.close();
        }
      };
      const kept = await judged(HOST);
      const formedAgain = await judged({ ...HOST, mayGrow: () => false });
      if (JSON.stringify(kept.lassos) !== JSON.stringify(formedAgain.lassos)) t.deepEqual(kept, formedAgain);
      t.deepEqual([...kept.unassumed], [...formedAgain.unassumed]);
    }),
    { numRuns: 100, seed: 3 },
  );
  t.true(violated > 500);
});

test('while edges are formed a run can be interrupted, and says what it does', async (t) => {
  const explorer = new Explorer(
    instantiate(twoPhaseCommit, chooseParameters(twoPhaseCommit.parameters, { managers: 7, liveness: 'on' })),
  );
  try {
    await explorer.run(HOST);
    const doings = new Set<string | undefined>();
    const breathe = async (doing?: string) => {
      doings.add(doing);
      return 'interrupted' as const;
    };
    const { stopped, judged } = await judgeLasting(explorer, { ...HOST, breathe });
    t.is(stopped, 'interrupted');
    t.is(judged.size, 0);
    t.deepEqual([...doings], ['forming all transitions']);
    // The tables are those of the exploration again.
    t.is((await judgeLasting(explorer, HOST)).judged.size, 3);
    t.true((explorer.digests()?.length ?? 0) > 0);
  } finally {
    await explorer.close();
  }
});
