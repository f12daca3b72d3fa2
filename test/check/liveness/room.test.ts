/** Properties of infinite runs of more states than there is memory for. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { judgeLasting } from '../../../src/check/liveness/liveness.ts';
import { Explorer } from '../../../src/engine/exploring/explorer.ts';
import type { StateGraph } from '../../../src/model/state-graph.ts';
import { systemOf } from '../../helpers/explored.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };

test('a graph with more states than an array can have numbers is not judged, and the reason is memory', async (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }, { deadlock: 'allowed' })
      .rules('r', { next: (s) => s.set('n', (s.get('n') + 1) % 4) })
      .eventually('L', 'it comes to 3', (s) => s.get('n') === 3),
  );
  const explorer = new Explorer(system);
  await explorer.run(host);
  // Edges that are kept have room, or are not kept.
  explorer.keepEdges = async () => undefined;
  const graph = explorer.graph();
  t.is((await judgeLasting(explorer, host)).stopped, undefined);
  const larger = (bound: number): StateGraph => ({
    bound,
    initials: graph.initials,
    nodeFrom: (number, predicate) => graph.nodeFrom(number, predicate),
    visit: (node) => graph.visit(node),
    stateOf: (node) => graph.stateOf(node),
  });
  explorer.graph = () => larger(2 ** 50);
  const { stopped, judged } = await judgeLasting(explorer, host);
  t.is(stopped, 'memory');
  t.deepEqual([...judged], []);
  // More than 4 GiB of numbers, of which pages are taken only where a node is visited.
  explorer.graph = () => larger(2 ** 31);
  t.is((await judgeLasting(explorer, host)).stopped, undefined);
  await explorer.close();
});
