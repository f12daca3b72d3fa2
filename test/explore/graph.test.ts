/** The graph of states: all of a small system, those around a walk in a large one, and what leads to a state, against a search of this test. */
import test from 'ava';
import { check } from '../../src/check/check.ts';
import { apiOf } from '../../src/explore/api.ts';
import { Background } from '../../src/explore/background.ts';
import { GraphViews } from '../../src/explore/graph/graph-views.ts';
import { KnownGraph } from '../../src/explore/graph/known-graph.ts';
import { transitionsOf } from '../../src/explore/transitions.ts';
import { positionAt, stateAt } from '../../src/explore/walk.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import type { State } from '../../src/model/state.ts';
import type { System } from '../../src/model/system.ts';
import { type GraphView, NODES_MAX } from '../../src/page/graph-view.ts';
import type { Path } from '../../src/page/position.ts';

const START: Path = { start: 0, steps: [] };

async function systemOf(name: string, parameters: Record<string, string> = {}): Promise<System> {
  const { model } = await loadModel(name);
  return instantiate(model, chooseParameters(model.parameters, parameters));
}
const viewsOf = (system: System, known = new KnownGraph(system)) => new GraphViews(system, known);
const stateOf = (system: System, path: Path) => stateAt(system, path) as State;
const hasState = (states: readonly State[], state: State) => states.some((one) => one.equals(state));

test('the whole graph has the states and transitions of check, and shortest paths', async (t) => {
  for (const [name, parameters] of [
    ['dining-philosophers', {}],
    ['viridian-assist', { variant: 'latched-vector', guest: 'ignore', config: 'E1' }],
  ] as const) {
    const { model } = await loadModel(name);
    const { statistics, properties } = await check(model, chooseParameters(model.parameters, parameters) as object);
    const system = await systemOf(name, parameters);
    const view = await viewsOf(system).around({ start: 0, steps: [0] }, { ahead: 2, back: 2 });
    t.true(view.isWhole, name);
    t.is(view.nodes.length, statistics.states, name);
    t.is(view.edges.length, statistics.transitions, name);
    t.is(Math.max(...view.nodes.map(({ path }) => path.steps.length)), statistics.depth, name);
    t.is(view.walk.length, 2);
    const violated = properties.filter(({ verdict, kind }) => verdict === 'violated' && kind !== 'reachable');
    for (const { id, counterexample } of violated) {
      const bad = [
        ...view.nodes.filter(({ violates }) => violates.includes(id)).map(({ path }) => path.steps.length),
        ...view.edges
          .filter(({ violates }) => violates.includes(id))
          .map(({ from }) => (view.nodes[from]?.path.steps.length ?? 0) + 1),
      ];
      if (counterexample?.cycleStart === undefined)
        t.is(Math.min(...bad), counterexample?.steps.length ?? -1, `${name} ${id}`);
    }
    for (const { from, to, index } of view.edges.slice(0, 100)) {
      const path = view.nodes[from]?.path ?? START;
      const end = stateOf(system, { ...path, steps: [...path.steps, index] });
      t.true(end.equals(stateOf(system, view.nodes[to]?.path ?? START)), 'a step leads where it is drawn');
    }
  }
});

test('a neighbourhood has what lies within its steps, and counts what is left out', async (t) => {
  const system = await systemOf('peterson');
  const here: Path = { start: 0, steps: [0, 1, 1] };
  const view = await viewsOf(system).around(here, { ahead: 2, back: 2 });
  t.false(view.isWhole);
  const ring = [stateOf(system, here)];
  for (let distance = 0, level = ring.slice(); distance < 2; distance++) {
    level = level.flatMap((state) => transitionsOf(system, state).map(({ outcome }) => outcome.next));
    for (const state of level) if (!hasState(ring, state)) ring.push(state);
  }
  const walked = [1, 2].map((steps) => stateOf(system, { start: 0, steps: here.steps.slice(0, steps) }));
  const expected = [...ring, ...walked.filter((state) => !hasState(ring, state))];
  const drawn = view.nodes.map(({ path }) => stateOf(system, path));
  t.is(drawn.length, expected.length);
  t.true(expected.every((state) => hasState(drawn, state)));
  for (const [i, { more }] of view.nodes.entries()) {
    const outside = transitionsOf(system, drawn[i] as State).filter(({ outcome }) => !hasState(drawn, outcome.next));
    t.is(more, outside.length, `state ${i}`);
  }
  t.is(view.leftOut.before, 'unknown');
  t.deepEqual(view.walk, [-1, ...view.walk.slice(1)]);

  const far = await viewsOf(system).around(here, { ahead: 20, back: 0 });
  t.is(far.nodes.length, NODES_MAX);
  t.true(far.leftOut.isCut);
});

test('once all states are explored, all that lead to a state are drawn, each along a shortest path', async (t) => {
  const system = await systemOf('dining-philosophers', { philosophers: '5' });
  const states = [...system.initials];
  const depths = states.map(() => 0);
  const before: number[][] = [[]];
  for (let i = 0; i < states.length; i++) {
    for (const { outcome } of transitionsOf(system, states[i] as State)) {
      let to = states.findIndex((state) => state.equals(outcome.next));
      if (to === -1) {
        to = states.push(outcome.next) - 1;
        depths.push((depths[i] as number) + 1);
        before.push([]);
      }
      before[to]?.push(i);
    }
  }
  t.true(states.length > NODES_MAX);
  const background = new Background(system, { model: 'test', parameters: {} }, { workers: 1 });
  const api = apiOf(system, { model: 'test' } as never, background);
  const ask = async (body: object) => (await api.get('POST /api/graph')?.(body)) as GraphView;
  // A detour: the state of the walk has a shorter path.
  const here = { start: 0, steps: [0, 0] };
  t.is((await ask({ ...here, ahead: 0, back: 1 })).leftOut.before, 'unknown');
  background.start();
  await background.ended();
  let view = await ask({ ...here, ahead: 0, back: 1 });
  while (view.leftOut.before === 'being found') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    view = await ask({ ...here, ahead: 0, back: 1 });
  }
  t.is(view.leftOut.before, 'known');
  const end = stateOf(system, here);
  const number = states.findIndex((state) => state.equals(end));
  const expected = new Set([number, ...(before[number] ?? [])]);
  t.is(view.nodes.length, expected.size);
  for (const { path } of view.nodes) {
    const state = stateOf(system, path);
    const found = states.findIndex((one) => one.equals(state));
    t.true(expected.has(found));
    t.is(path.steps.length, depths[found] ?? -1, 'a shortest path');
    t.is(positionAt(system, path).misfit, undefined);
  }
});
