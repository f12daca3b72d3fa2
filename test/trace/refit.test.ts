/** A trace replayed on another variant: whether it still fits, and where it parts. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import fc from 'fast-check';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { refit } from '../../src/trace/refit.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';
import { buildRandom, randomSystem } from '../helpers/random-system.ts';

/** A look and a sleep, with a wake-up between them; the fix looks again. */
const sleeper = (variant: 'bug' | 'fixed' | 'renamed' | 'blocked' | 'late' = 'bug') => {
  const more = variant === 'fixed' ? { looks: 0 } : {};
  return defineSystem({ owed: false, asleep: false, ...more })
    .process('vcpu', {
      look: (s) => (s.get('owed') ? s.halt() : s),
      sleep: (s) => {
        if (variant === 'blocked') return s.when(s.get('owed') === s.get('asleep'));
        return variant === 'fixed' && s.get('owed') ? s.halt() : s.set('asleep', true);
      },
    })
    .process('device', {
      // It wakes what sleeps already.
      raise: variant === 'renamed' ? undefined : (s) => s.set('owed', true).set('asleep', false),
      kick: variant === 'renamed' ? (s) => s.set('owed', true).set('asleep', false) : undefined,
    })
    .quiescent(
      'awake',
      'it does not sleep on an interrupt',
      (s) => variant === 'late' || !(s.get('owed') && s.get('asleep')),
    );
};

async function trace(): Promise<Counterexample> {
  return property(await checked(sleeper()), 'awake').counterexample as Counterexample;
}
const against = async (variant: Parameters<typeof sleeper>[0], id: string | undefined = 'awake') =>
  refit(systemOf(sleeper(variant)), id, await trace());

test('a trace fits the variant that it is of', async (t) => {
  t.like(await against('bug'), { fits: true, fitting: 3, parts: undefined, differs: undefined });
});

test('the fix lets every step be taken, and the end differs; the step that went another way is named', async (t) => {
  const found = await against('fixed');
  t.like(found, { fits: false, fitting: 3 });
  t.like(found.parts, { step: 4, problem: "every step fits, but 'awake' is not violated at the end", enabled: [] });
  t.deepEqual(found.differs, { step: 3, texts: ['asleep does not change (asleep false -> true in the trace)'] });
});

test('a component that only the variant changes does not change in the trace', async (t) => {
  const late = defineSystem({ n: 0 })
    .process('p', { step: (s) => s.set('n', 1) })
    .invariant('zero', '', (s) => s.get('n') === 0);
  const early = { initial: { n: 0, p: 'step' }, steps: [{ process: 'p', label: 'step', tag: 'system', changes: {} }] };
  t.deepEqual(refit(systemOf(late), 'zero', early as unknown as Counterexample).differs?.texts, [
    'n 0 -> 1 (n does not change in the trace)',
    'p step -> halted (p does not change in the trace)',
  ]);
});

test('a step that the variant does not have, or that is blocked, is where the trace parts', async (t) => {
  t.like((await against('renamed')).parts, {
    step: 2,
    problem: "there is no step 'raise' of process 'device' any more",
    enabled: ['vcpu: sleep', 'device: kick'],
  });
  t.like((await against('blocked')).parts, { step: 3, problem: "'sleep' of 'vcpu' is blocked", enabled: [] });
});

test('where the property holds at the end, the trace does not fit; without a property its steps decide', async (t) => {
  t.like(await against('late'), { fits: false, fitting: 3 });
  t.like(refit(systemOf(sleeper('fixed')), undefined, await trace()), { fits: true, fitting: 3 });
  t.like((await against('bug', 'gone')).parts, {
    step: 4,
    problem: "every step fits, but there is no property 'gone'",
  });
});

test('other initial values are told, and do not part', async (t) => {
  const started = defineSystem({ owed: false, asleep: true })
    .process('vcpu', { look: (s) => s, sleep: (s) => s.set('asleep', true) })
    .process('device', { raise: (s) => s.set('owed', true) })
    .quiescent('awake', '', (s) => !s.get('owed'));
  const found = refit(systemOf(started), 'awake', await trace());
  t.like(found, { fits: true });
  t.deepEqual(found.differs, { step: 0, texts: ['asleep starts as true instead of false'] });
});

test('every trace of every random system fits itself', async (t) => {
  let traces = 0;
  await fc.assert(
    fc.asyncProperty(randomSystem, async (data) => {
      const builder = buildRandom(data);
      for (const { id, counterexample, witness } of (await checked(builder)).properties) {
        const found = counterexample ?? witness;
        if (found === undefined) continue;
        traces++;
        t.like(refit(systemOf(builder), id, found), { fits: true, differs: undefined });
      }
    }),
    { numRuns: 60, seed: 5 },
  );
  t.true(traces > 30);
});
