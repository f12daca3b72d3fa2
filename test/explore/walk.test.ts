/** Walks reach exactly what the reference explores: every state, transition and verdict, and the end of every counterexample. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem, SpinLock } from 'everywhen';
import fc from 'fast-check';
import diningPhilosophers from '../../models/classics/dining-philosophers.ts';
import lockedQueue from '../../models/classics/locked-queue.ts';
import { checkSystem } from '../../src/check/check.ts';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { initialStatesFrom } from '../../src/explore/initial-states.ts';
import { pathOf, positionAt } from '../../src/explore/walk.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import type { PropertyKind } from '../../src/model/property.ts';
import { isLasting } from '../../src/model/property-kinds.ts';
import type { System } from '../../src/model/system.ts';
import { LISTED_MAX } from '../../src/page/initial-states.ts';
import { INDEX_MAX, parsePath, pathFlag, pathText, START_MAX } from '../../src/page/path-text.ts';
import type { Enabled, Path, Position } from '../../src/page/position.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf } from '../helpers/explored.ts';
import { buildRandom, randomSystem, randomWideSystem } from '../helpers/random-system.ts';

const enabledAt = ({ processes }: Position): Enabled[] =>
  processes.flatMap(({ enabled }) => enabled).toSorted((a, b) => a.index - b.index);
const violated = ({ properties }: Position): string[] =>
  properties.flatMap(({ id, standing }) => (standing === 'violated' ? [id] : []));
const byName = ({ values }: Position) => Object.fromEntries(values.map(({ name, value }) => [name, value]));

const first = (...steps: number[]): Path => ({ start: 0, steps });
const stepped = ({ path: { start, steps } }: Position, index: number): Path => ({ start, steps: [...steps, index] });

/** The position of every state, by its values, at the end of the first path to it. */
function walkEverywhere(system: System, statesMax: number): Map<string, Position> | undefined {
  const known = new Map<string, Position>();
  const arrive = (path: Path) => {
    const position = positionAt(system, path);
    const key = JSON.stringify(byName(position));
    if (!known.has(key)) known.set(key, position);
  };
  for (const start of system.initials.keys()) arrive({ start, steps: [] });
  for (const position of known.values()) {
    for (const { index } of enabledAt(position)) arrive(stepped(position, index));
    if (known.size > statesMax) return undefined;
  }
  return known;
}

async function referenceOf(system: System): Promise<ReferenceExplorer> {
  const reference = new ReferenceExplorer(system);
  await reference.run({ breathe: async () => undefined, mayGrow: () => true });
  return reference;
}

test('walks reach everything that the reference explores, and nothing else', async (t) => {
  const seen = { systems: 0, states: 0, violations: 0, kinds: new Set<PropertyKind>() };
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomSystem, randomWideSystem), async (data) => {
      const system = systemOf(buildRandom(data));
      const positions = walkEverywhere(system, 100);
      if (positions === undefined) return;
      const reference = await referenceOf(system);
      const all = [...positions.values()];
      t.is(positions.size, reference.states);
      t.is(all.flatMap(enabledAt).length, reference.transitions);
      t.is(all.filter(({ situation }) => situation.quiescent).length, reference.quiescentStates);
      t.is(all.filter(({ situation }) => situation.final).length, reference.finalStates);
      // A property is violated somewhere if and only if the walk shows it: in a state, or by a step to one.
      const anywhere = new Set([
        ...all.flatMap(violated),
        ...all.flatMap((at) => enabledAt(at).flatMap((e) => e.violates)),
      ]);
      for (const { id, kind } of system.properties.filter((property) => !isLasting(property))) {
        if (kind === 'lock order') continue;
        const reached = all.some(({ properties }) => properties.some((p) => p.id === id && p.standing === 'reached'));
        t.is(anywhere.has(id) || reached, reference.found.has(id), `${kind} ${id}`);
        if (reference.found.has(id)) seen.kinds.add(kind);
      }
      seen.systems++;
      seen.states += all.length;
      seen.violations += anywhere.size;
    }),
    { numRuns: 120, seed: 13 },
  );
  t.log(seen);
  t.true(seen.systems > 50 && seen.states > 800 && seen.violations > 60);
  for (const kind of [
    'invariant',
    'step invariant',
    'quiescence',
    'assertion',
    'unreachable',
    'deadlock',
    'reachable',
  ]) {
    t.true(seen.kinds.has(kind as PropertyKind), kind);
  }
});

test('a step has exactly the changes and the violations that were announced', async (t) => {
  let steps = 0;
  fc.assert(
    fc.property(
      fc.oneof(randomSystem, randomWideSystem),
      fc.nat(),
      fc.array(fc.nat(), { maxLength: 8 }),
      (data, start, choices) => {
        const system = systemOf(buildRandom(data));
        let here = positionAt(system, { start: start % system.initials.length, steps: [] });
        for (const choice of choices) {
          const enabled = enabledAt(here);
          const chosen = enabled[choice % Math.max(1, enabled.length)];
          if (chosen === undefined) break;
          const next = positionAt(system, stepped(here, chosen.index));
          const after = Object.entries(chosen.changes).map(([name, [, to]]) => [name, to]);
          t.deepEqual(byName(next), { ...byName(here), ...Object.fromEntries(after) });
          t.deepEqual(violated(next), chosen.violates);
          t.deepEqual(next.trace.steps.at(-1), { ...next.trace.steps.at(-1), changes: chosen.changes } as never);
          here = next;
          steps++;
        }
      },
    ),
    { numRuns: 80, seed: 12 },
  );
  t.true(steps > 150, `${steps}`);
});

test('a blocked step is blocked in every state that agrees on its reads', (t) => {
  let compared = 0;
  fc.assert(
    fc.property(fc.oneof(randomSystem, randomWideSystem), (data) => {
      const positions = [...(walkEverywhere(systemOf(buildRandom(data)), 60)?.values() ?? [])];
      const nameOf = (step: { process: string; label: string; alternative?: string }) =>
        `${step.process} ${step.label} ${step.alternative}`;
      // The process' own label, with its value while it runs a procedure, identifies the step.
      const standsAt = (position: Position, process: string) => JSON.stringify(byName(position)[process]);
      for (const here of positions) {
        for (const blocked of here.processes.flatMap((process) => process.blocked)) {
          if (blocked.why.kind !== 'guard' || blocked.outcome !== undefined) continue;
          const { reads } = blocked.why;
          for (const there of positions) {
            const values = byName(there);
            const same =
              standsAt(here, blocked.process) === standsAt(there, blocked.process) &&
              there.situation.terminal === undefined &&
              reads.every(([name, value]) => JSON.stringify(values[name]) === JSON.stringify(value));
            if (!same) continue;
            const taken = enabledAt(there).some((enabled) => nameOf(enabled) === nameOf(blocked));
            t.false(taken, `${nameOf(blocked)} reads ${JSON.stringify(reads)}`);
            compared++;
          }
        }
      }
    }),
    { numRuns: 40, seed: 13 },
  );
  t.true(compared > 1000, `${compared}`);
});

const cells: readonly (readonly [name: string, build: () => System])[] = [
  [
    'dining-philosophers',
    () => instantiate(diningPhilosophers as never, chooseParameters(diningPhilosophers.parameters, {})),
  ],
  [
    'locked-queue',
    () => instantiate(lockedQueue as never, chooseParameters(lockedQueue.parameters, { variant: 'no-recheck' })),
  ],
  [
    'two spinners that never meet',
    () =>
      systemOf(
        defineSystem({ turn: 0, lock: new SpinLock() })
          .processes('p', 2, { a: (s) => s.set('turn', s.index), b: (s) => s.goto('a') })
          .eventually('E', 'the turn is two', (s) => s.get('turn') === 2),
      ),
  ],
];
for (const [name, build] of cells) {
  test(`every trace of ${name} is a path whose end shows what the trace shows`, async (t) => {
    const system = build();
    const report = await checkSystem(system, { model: name, parameters: {} }, { workers: 1 });
    let traces = 0;
    for (const { id, kind, counterexample, witness, lockFindings } of report.properties) {
      const shown = lockFindings?.flatMap((finding) => finding.traces.map(({ trace }) => trace)) ?? [];
      for (const trace of [...shown, counterexample, witness]) {
        if (trace === undefined) continue;
        traces++;
        const end = positionAt(system, pathOf(system, trace));
        t.is(end.misfit, undefined);
        t.deepEqual(end.trace.steps, trace.steps);
        const standing = end.properties.find((property) => property.id === id);
        if (trace.cycleStart !== undefined) t.deepEqual(byName(end), valuesAt(trace, trace.cycleStart));
        else if (kind === 'lock order') t.true(standing?.standing === 'violated' || standing?.note !== undefined);
        else t.is(standing?.standing, kind === 'reachable' ? 'reached' : 'violated');
      }
    }
    t.true(traces > 0);
  });
}

/** The values of a trace after a number of steps. */
function valuesAt({ initial, steps }: Counterexample, count: number): object {
  const changes = steps.slice(0, count).flatMap((step) => Object.entries(step.changes));
  return { ...initial, ...Object.fromEntries(changes.map(([name, [, after]]) => [name, after])) };
}

test('a path is followed as far as it fits, and the first misfit is reported', (t) => {
  const system = systemOf(defineSystem({ n: 0 }).process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) }));
  const { path, misfit, situation } = positionAt(system, first(0, 3, 0));
  t.deepEqual(path, first(0));
  t.deepEqual(misfit, { step: 2, index: 3, enabled: 1 });
  t.false(situation.final);
  t.deepEqual(positionAt(system, first(0, 0, 0)).misfit, { step: 3, index: 0, enabled: 0 });
});

test('a walk begins in any initial state, as a trace does', (t) => {
  const builder = defineSystem({ n: 0 })
    .rules('p', { up: (s) => s.update('n', (n) => 1 - n) })
    .initially((s) => [s, s.set('n', 5)])
    .invariant('small', 'n is small', (s) => s.get('n') < 5);
  const system = systemOf(builder);
  const trace = { initial: { n: 5 }, steps: [] };
  t.deepEqual(pathOf(system, trace), { start: 1, steps: [] });
  const begun = positionAt(system, { start: 1, steps: [] });
  t.deepEqual(begun.trace, trace);
  t.deepEqual(violated(begun), ['small']);
  const [down] = enabledAt(begun);
  t.deepEqual(down?.changes, { n: [5, -4] });
  const after = positionAt(system, stepped(begun, 0));
  t.deepEqual(after.trace.initial, { n: 5 });
  t.deepEqual(pathOf(system, after.trace), { start: 1, steps: [0] });
});

test('a path from an initial state that there is not is reported, and shown from the first', (t) => {
  const builder = defineSystem({ n: 0 }).rules('p', { up: (s) => s.set('n', 9) });
  const system = systemOf(builder.initially((s) => [s.set('n', 1), s.set('n', 2)]));
  const { path, misfit, trace } = positionAt(system, { start: 2, steps: [0] });
  t.deepEqual(path, { start: 0, steps: [] });
  t.deepEqual(misfit, { step: 0, index: 2, enabled: 2 });
  t.deepEqual(trace, { initial: { n: 1 }, steps: [] });
});

test('initial states are listed in part, each with the values that tell it from the others', (t) => {
  const builder = defineSystem({ n: 0, same: 7 }).rules('p', { up: (s) => s.set('n', 0) });
  const system = systemOf(builder.initially((s) => Array.from({ length: 5_000 }, (_, n) => s.set('n', n))));
  const { listed } = initialStatesFrom(system, 4_990);
  t.is(listed.length, 10);
  t.deepEqual(listed[3], { start: 4_993, values: [['n', 4_993]] });
  t.is(initialStatesFrom(system, 100).listed.length, LISTED_MAX);
  t.deepEqual(initialStatesFrom(system, 5_000).listed, []);
});

test('a path is the same after it was text', (t) => {
  fc.assert(
    fc.property(fc.nat({ max: START_MAX }), fc.array(fc.nat({ max: INDEX_MAX }), { maxLength: 20 }), (start, steps) => {
      t.deepEqual(parsePath(pathText({ start, steps })), { start, steps });
    }),
  );
  t.is(pathText(first(0, 2, 1)), '0/2/1');
  t.is(pathText({ start: 7, steps: [] }), '7:');
  t.is(pathFlag(first()), '');
  for (const text of ['a', '-1:0', '1:2:3', '0//1', ':0', '1/2:3', '9999999999:'])
    t.is(parsePath(text), undefined, text);
});
