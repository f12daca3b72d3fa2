/** Steps and predicates whose values hardly ever recur: they are evaluated in every state, and their tables stop growing. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { systemOf } from '../helpers/explored.ts';

const SIDE = 45;
const host = { breathe: async () => undefined, mayGrow: () => true };

/** Three counters. The invariant and the last step read all of them, so no two states share an evaluation. */
function cube() {
  return systemOf(
    defineSystem({ x: 0, y: 0, z: 0, last: 0 }, { deadlock: 'allowed' })
      .rules('r', {
        x: (s) => s.when(s.get('x') < SIDE - 1)?.update('x', (x) => x + 1),
        y: (s) => s.when(s.get('y') < SIDE - 1)?.update('y', (y) => y + 1),
        z: (s) => s.when(s.get('z') < SIDE - 1)?.update('z', (z) => z + 1),
        sum: (s) => (s.get('x') + s.get('y') + s.get('z') === 3 * SIDE - 3 ? s.set('last', 1) : undefined),
      })
      .invariant('I', 'the farthest corner is never left', (s) => s.get('x') + s.get('y') + s.get('z') < 3 * SIDE - 3),
  );
}

test('a subject whose values hardly ever recur is evaluated in every state, gives the same result, and is named', async (t) => {
  const explorer = new Explorer(cube());
  await explorer.run(host);
  const corners = SIDE ** 3;
  t.is(explorer.states, corners + 1, 'and the one that the last step leads to');
  t.is(explorer.transitions, 3 * SIDE ** 2 * (SIDE - 1) + 2, 'the edges of the cube, the last step, and itself again');
  t.deepEqual(explorer.found, new Map([['I', 3 * SIDE - 3]]));
  t.is(explorer.pathTo('I').steps.length, 3 * SIDE - 3);
  // The invariant is tabulated (tabulation.test.ts).
  t.deepEqual(explorer.notLearnt, ["rule 'sum' of process 'r' (test)"]);
  t.true(explorer.packed.tables.bytes < 4 * 1024 ** 2, 'the tables stopped growing');
  await explorer.close();
});
