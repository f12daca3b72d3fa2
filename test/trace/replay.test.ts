import test from 'ava';
import { defineSystem } from 'everywhen';
import fc from 'fast-check';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { replay } from '../../src/trace/replay.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';
import { buildRandom, randomSystem } from '../helpers/random-system.ts';

const wakeUp = (
  changed: {
    readonly start?: number;
    readonly write?: number;
    readonly blocked?: boolean;
    readonly choice?: string;
    readonly safe?: boolean;
  } = {},
) =>
  defineSystem({ n: changed.start ?? 0, m: 0 })
    .process('p', {
      read: (s) => s.set('m', 1),
      write: (s) => s.when(!changed.blocked)?.choose({ [changed.choice ?? 'well']: s.set('n', changed.write ?? 5) }),
    })
    .rules('r', { idle: { environment: (s) => s.when(s.get('m') === 1)?.set('m', 2) } })
    .invariant('P', 'n stays small', (s) => s.get('n') < 5 || (changed.safe ?? false));

async function trace(): Promise<Counterexample> {
  return property(await checked(wakeUp()), 'P').counterexample as Counterexample;
}
const misfit = async (builder: unknown, id = 'P') => replay(systemOf(builder), id, await trace());

test('a trace of the same system fits', async (t) => {
  t.is(await misfit(wakeUp()), undefined);
});

test('every trace of every random system fits, also after a round trip through JSON', async (t) => {
  let traces = 0;
  await fc.assert(
    fc.asyncProperty(randomSystem, async (data) => {
      const builder = buildRandom(data);
      for (const { id, counterexample, witness } of (await checked(builder)).properties) {
        const found = counterexample ?? witness;
        if (found === undefined) continue;
        traces++;
        t.is(replay(systemOf(builder), id, JSON.parse(JSON.stringify(found))), undefined);
      }
    }),
    { numRuns: 100, seed: 3 },
  );
  t.true(traces > 50);
});

test('a walk, which decides no property, fits as long as its steps do', async (t) => {
  const walk = { ...(await trace()), steps: (await trace()).steps.slice(0, 1) };
  t.is(replay(systemOf(wakeUp()), undefined, walk), undefined);
  t.like(replay(systemOf(wakeUp()), 'P', walk), { step: 2 });
  t.like(replay(systemOf(wakeUp({ start: 1 })), undefined, walk), { step: 0 });
});

test('the first step that no longer fits is named, with the steps that are enabled there', async (t) => {
  t.deepEqual(await misfit(wakeUp({ blocked: true })), {
    step: 2,
    problem: "'write (well)' of 'p' is blocked",
    enabled: ['r: idle'],
  });
});

test('a step that changes something else does not fit', async (t) => {
  t.like(await misfit(wakeUp({ write: 7 })), {
    step: 2,
    problem: "'write (well)' of 'p' now changes n 0 -> 7, p write -> halted; the trace has n 0 -> 5, p write -> halted",
  });
});

test('an outcome that is gone does not fit', async (t) => {
  t.like(await misfit(wakeUp({ choice: 'badly' })), {
    step: 2,
    problem: "'write (well)' of 'p' has no outcome 'well'",
    enabled: ['p: write (badly)', 'r: idle'],
  });
});

test('other initial values do not fit from the start', async (t) => {
  t.like(await misfit(wakeUp({ start: 1 })), { step: 0, problem: "'n' starts as 1; the trace has 0" });
});

test('a component that was added or removed does not fit from the start', async (t) => {
  const smaller = defineSystem({ n: 0 })
    .process('p', { read: (s) => s })
    .invariant('P', '', () => true);
  t.like(await misfit(smaller), { step: 0, problem: "'m' does not exist any more" });
  const larger = defineSystem({ n: 0, m: 0, k: 0 })
    .process('p', { read: (s) => s })
    .rules('r', { idle: (s) => s })
    .invariant('P', '', () => true);
  t.like(await misfit(larger), { step: 0, problem: "'k' is not in the trace" });
});

test('a label that is gone does not fit, nor a step that is taken at another label', async (t) => {
  const gone = defineSystem({ n: 0, m: 0 })
    .process('p', { read: (s) => s.set('m', 1).halt(), store: (s) => s })
    .rules('r', { idle: (s) => s })
    .invariant('P', '', () => true);
  t.like(await misfit(gone), {
    step: 1,
    problem: "'read' of 'p' now changes m 0 -> 1, p read -> halted; the trace has m 0 -> 1, p read -> write",
  });

  const edited = await trace();
  const [first, second] = edited.steps as [never, never];
  const twice = { ...edited, steps: [first, first, second] };
  t.like(replay(systemOf(wakeUp()), 'P', twice), { step: 2, problem: "'p' is at 'write', not at 'read'" });
  const renamed = { ...edited, steps: [first, { ...(second as object), label: 'store' } as never] };
  t.like(replay(systemOf(wakeUp()), 'P', renamed), {
    step: 2,
    problem: "there is no step 'store (well)' of process 'p' any more",
  });
});

test('a property that is gone or no longer violated is reported', async (t) => {
  t.like(await misfit(wakeUp(), 'Q'), { step: 0, problem: "there is no property 'Q' any more" });
  t.like(await misfit(wakeUp({ safe: true })), {
    step: 3,
    problem: "every step fits, but 'P' is not violated at the end any more",
  });
});
