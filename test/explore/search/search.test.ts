/** Searching for a state: the nearest one, against a breadth-first search of this test; none; limits; and what is said of mistakes. */
import test from 'ava';
import { parseCondition } from '../../../src/explore/search/condition.ts';
import { Search } from '../../../src/explore/search/search.ts';
import { transitionsOf } from '../../../src/explore/transitions.ts';
import { positionAt, stateAt } from '../../../src/explore/walk.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { loadModel } from '../../../src/load/load-model.ts';
import type { State } from '../../../src/model/state.ts';
import type { System } from '../../../src/model/system.ts';
import { written } from '../../../src/page/condition-word.ts';
import type { Path } from '../../../src/page/position.ts';
import type { SearchResult } from '../../../src/page/search-status.ts';
import { wholeValueText } from '../../../src/trace/value-text.ts';

const cell = { model: 'test', parameters: {} };

async function modelSystem(name: string, parameters: Record<string, string> = {}): Promise<System> {
  const { model } = await loadModel(name);
  return instantiate(model, chooseParameters(model.parameters, parameters));
}

async function found(system: System, condition: string, from?: Path): Promise<SearchResult | undefined> {
  const search = new Search(system, cell, { workers: 1 });
  await search.start(condition, from);
  const { result, problem } = await search.finished();
  if (problem !== undefined) throw new Error(problem);
  return result;
}

/** Steps to the nearest state, found with nothing of the engine; undefined if there is none. */
function distanceOf(starts: readonly State[], system: System, isSo: (state: State) => boolean): number | undefined {
  let level = [...starts];
  const seen = level.slice();
  const isKnown = new Set(level.map(keyOf));
  for (let distance = 0; level.length > 0; distance++) {
    if (level.some(isSo)) return distance;
    const next: State[] = [];
    for (const state of level) {
      for (const { outcome } of transitionsOf(system, state)) {
        if (isKnown.has(keyOf(outcome.next))) continue;
        isKnown.add(keyOf(outcome.next));
        seen.push(outcome.next);
        next.push(outcome.next);
      }
    }
    level = next;
  }
  return undefined;
}
const ids = new Map<unknown, number>();
/** Canonical values are one object each. */
function keyOf({ values }: State): string {
  return values
    .map((value) => {
      if (!ids.has(value)) ids.set(value, ids.size);
      return ids.get(value);
    })
    .join();
}
const slotOf = (system: System, name: string) => {
  const slot = system.slots.find((one) => one.name === name);
  if (slot === undefined) throw new Error(name);
  return slot.position;
};

test('the nearest state is as far away as a breadth-first search finds it, from the beginning and from here', async (t) => {
  const system = await modelSystem('peterson');
  const here: Path = { start: 0, steps: [0, 0, 1] };
  const at = (process: string, label: string) => (state: State) =>
    String(state.at(slotOf(system, process)).value) === label;
  const process = system.processes[0];
  const other = system.processes[1];
  const labels = [...(process?.alternativesAt.keys() ?? [])];
  t.true(labels.length > 2);
  for (const label of labels) {
    for (const from of [undefined, here]) {
      const both = (state: State) => at(process?.name ?? '', label)(state) && at(other?.name ?? '', label)(state);
      const starts = from === undefined ? system.initials : [stateAt(system, from) as State];
      const expected = distanceOf(starts, system, both);
      const result = await found(system, `${process?.name} at ${label} and ${other?.name} at ${label}`, from);
      if (expected === undefined) {
        t.is(result?.kind, 'none', label);
        continue;
      }
      t.like(result, { kind: 'found', distance: expected }, label);
      if (result?.kind !== 'found') continue;
      const end = stateAt(system, result.path);
      t.true(end !== undefined && both(end), 'the walk leads there');
      t.is(result.path.steps.length, expected + (from?.steps.length ?? 0));
    }
  }
});

test('values, parts of values, steps, properties and rest can be asked for', async (t) => {
  const system = await modelSystem('dining-philosophers');
  for (const [condition, isSo] of [
    ['fork[1].holder = philosopher[1]', /fork\[1\]/],
    ['fork[0] != fork[1]', undefined],
    ['violated deadlock', /deadlock/],
    ['quiescent and fork[3].holder = philosopher[3]', undefined],
    ['philosopher[0] can hungry', undefined],
  ] as const) {
    const result = await found(system, condition);
    t.is(result?.kind, 'found', condition);
    if (result?.kind !== 'found' || isSo === undefined) continue;
    t.regex(JSON.stringify(positionAt(system, result.path)), isSo, condition);
  }
  const deadlock = await found(system, 'violated deadlock');
  t.like(deadlock, { kind: 'found', distance: 4 });
});

for (const name of ['vgic-queue', 'avic-ipi', 'upcall-vector']) {
  test(`every value that ${name} shows in a state can be searched for as it is printed`, async (t) => {
    const system = await modelSystem(name);
    const walk: number[] = [];
    for (let i = 0; i < 12; i++) {
      const count = transitionsOf(system, stateAt(system, { start: 0, steps: walk }) as State).length;
      if (count > 0) walk.push((7 * i) % count);
    }
    const { values } = positionAt(system, { start: 0, steps: walk });
    t.true(values.length > 3);
    for (const { name: slot, value, kind } of values) {
      if (kind === 'label' && typeof value !== 'string') continue;
      const result = await found(system, `${written(slot)} = ${wholeValueText(value)}`);
      t.is(result?.kind, 'found', slot);
      if (result?.kind !== 'found') continue;
      t.true(result.distance <= walk.length, `${slot} is no farther than on the walk`);
      const there = positionAt(system, result.path).values.find((one) => one.name === slot);
      t.deepEqual(there?.value, value, slot);
    }
  });
}

test('none is said after all states were visited only', async (t) => {
  const system = await modelSystem('dining-philosophers');
  t.like(await found(system, 'fork[0].holder = philosopher[0] and fork[0].holder = philosopher[1]'), { kind: 'none' });
  const search = new Search(system, cell, { workers: 1, statesMax: 10 });
  await search.start('fork[0].holder = nobody');
  t.like((await search.finished()).result, { kind: 'not found', stopped: 'max-states' });
});

test('a search can be stopped, and a new one ends the one before', async (t) => {
  const system = await modelSystem('two-phase-commit', { managers: '9' });
  const search = new Search(system, cell, { workers: 1 });
  const name = system.slots[0]?.name;
  await search.start(`${name} = never`);
  t.is(search.status().phase, 'running');
  await Promise.all([search.start(`${name} = neither`), search.start(`${name} = nor`)]);
  t.is(search.status().phase, 'running');
  await search.stop();
  t.like(search.status().result, { kind: 'not found', stopped: 'interrupted' });
});

test('a mistake is told with what there is, and nothing in a condition is run', async (t) => {
  const system = await modelSystem('dining-philosophers');
  for (const [condition, says] of [
    ['', /empty/],
    ['fork = 1 and', /no value 'fork'|no condition/],
    ['frok[1] = 3', /no value 'frok\[1\]'/],
    ['fork[1].owner = 3', /no field 'owner'/],
    ['fork[1].holder < many', /no number/],
    ['philosopher[9] at x', /no process 'philosopher\[9\]'/],
    ['philosopher[0] at nowhere', /no label 'nowhere'/],
    ['philosopher[0] can fly', /no step 'fly'/],
    ['violated everything', /no property 'everything'/],
    ['process.exit(1)', /no condition/],
    ['constructor.constructor = 1', /no value/],
    ['fork[1].constructor = 1', /no field/],
    ['fork[1].__proto__ = 1', /no field/],
  ] as const) {
    const error = t.throws(() => parseCondition(system, condition), undefined, condition) as Error & {
      readonly code: string;
      readonly advice: { readonly hint?: string };
    };
    t.is(error.code, 'E_USAGE', condition);
    t.regex(error.message, says, condition);
    t.true((error.advice.hint ?? '').length > 0, condition);
  }
});

test('names that look like the language are written in quotes and read back', (t) => {
  for (const name of [
    'a and b',
    'x = 1',
    'at',
    'p at q',
    '"',
    'a\\"b',
    '<img>',
    'violated',
    'plain[1].x',
    'two words',
  ]) {
    const text = written(name);
    t.true(text === name ? /^[\w.[\] ]+$/.test(name) : JSON.parse(text) === name, name);
  }
});
