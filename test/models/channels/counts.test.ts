/**
 * Models of BEEM (R. Pelánek, "BEEM: benchmarks for explicit model checkers", SPIN 2007) whose automata meet on channels: the numbers of states
 * and transitions are those of the same automata made of rules, which were compared with the published ones. counts.full.ts has larger sizes.
 */
import test from 'ava';
import { check } from 'everywhen';
import type { AnyModel } from '../../../src/language/model.ts';
import { property } from '../../helpers/explored.ts';
import iprotocol from './iprotocol.ts';
import lann from './lann.ts';
import trainGate from './train-gate.ts';

/** Found with a rule for each pair of a sending and a receiving move. */
const cells: readonly (readonly [model: AnyModel, parameters: object, states: number, transitions: number])[] = [
  [iprotocol, { W: 2, SEQ: 4 }, 29_994, 100_489],
  [trainGate, { N: 3 }, 1_006, 2_110],
  [lann, { N: 3 }, 18_424, 39_673],
  [lann, { N: 3, RELIABLE: 0, CR: 1 }, 34_637, 122_209],
  [lann, { N: 3, PRECEDENCE: 1 }, 2_372, 5_321],
];

for (const [model, parameters, states, transitions] of cells) {
  test(`${model.name} ${JSON.stringify(parameters)} has the counts of the same automata made of rules`, async (t) => {
    t.like((await check(model as never, parameters as never)).statistics, { states, transitions });
  });
}

test('lann.1 has its 17 published deadlocks, and two processes in their critical sections in 14 steps', async (t) => {
  for (const engine of ['kernel', 'reference'] as const) {
    const report = await check(lann, { N: 3 }, { engine });
    t.is(report.statistics.finalStates, 17);
    t.is(property(report, 'deadlock').verdict, 'violated');
    t.is(property(report, 'one').counterexample?.steps.length, 14);
  }
});

test('the two parts of a meeting stand in the lanes of their processes', async (t) => {
  const [first] = property(await check(lann, { N: 3 }), 'one').counterexample?.steps ?? [];
  t.like(first, { process: 'p[0]', label: 'CS', with: { process: 'link process[1]', label: 'ready' } });
});
