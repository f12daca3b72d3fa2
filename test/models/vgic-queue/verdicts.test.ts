/** The verdicts of vgic-queue: as expected, for a reason, and able to be otherwise. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import { CANDIDATES, HARDENINGS, MUTANTS } from '../../../models/vgic-queue/designs.ts';
import model from '../../../models/vgic-queue/index.ts';
import { scenarios } from '../../../models/vgic-queue/scenarios.ts';
import type { ScenarioName } from '../../../models/vgic-queue/scripts.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import { property } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';
import { cannotFail, mutantsShow } from './teeth.ts';

const cells = model.matrix?.cells ?? [];
const NAMES = Object.keys(scenarios) as ScenarioName[];
/** The properties that a variant is expected to violate in a scenario. */
function expected(variant: string, scenario: string): readonly string[] {
  const cell = cells.find((one) => one.variant === variant && one.scenario === scenario);
  if (cell === undefined) throw new Error(`no cell ${variant} ${scenario}`);
  return [...expectedViolations(model, cell)].sort();
}

// What is larger runs in test/full.
const LARGE = new Set<string>(['S3b', 'S6', 'S11', 'S2', 'S7a', 'S5b']);

test('MERGED does what is expected in every scenario', async (t) => {
  const results = await cellsAsExpected(
    t,
    'vgic-queue',
    ({ variant, scenario }) => variant === 'MERGED' && scenario in scenarios,
  );
  t.is(results.length, 22);
});

test('each hardening, all of them, all but one and POSTED do what is expected in the smaller scenarios', async (t) => {
  const results = await cellsAsExpected(
    t,
    'vgic-queue',
    ({ variant, scenario, more }) => !more && variant !== 'MERGED' && !LARGE.has(scenario),
  );
  t.is(results.length, 14 * 16);
});

test('the default matrix is the designs in every scenario', (t) => {
  const names = cells.filter(({ more }) => !more).map(({ variant, scenario }) => `${variant} ${scenario}`);
  t.deepEqual(
    names,
    CANDIDATES.flatMap((variant) => NAMES.map((scenario) => `${variant} ${scenario}`)),
  );
});

// ---- the question of a maintainer ------------------------------------------------------------------------------------

test('MERGED is clean where nothing is given away, no target or distributor is missing, and no handler injects an LPI', (t) => {
  const clean = NAMES.filter((scenario) => expected('MERGED', scenario).length === 0);
  t.deepEqual(clean, ['S1', 'S2', 'S4', 'S7a', 'S7b', 'S8', 'S9', 'S9b', 'S13', 'S16']);
});

// By hand from what each hardening adds; S11 and S14 fall to several holes at once.
const CLOSED_BY: { readonly [cell: string]: readonly string[] } = {
  'S3a N2': ['FIX-MIG'],
  'S3a N3o': ['H-flushResync'],
  'S3b N2': ['FIX-MIG'],
  'S3b N3': ['FIX-MIG'],
  'S3b N3o': ['H-flushResync'],
  'S5a N1': ['H-distScan'],
  'S5b N1': ['H-distScan'],
  'S5c N1': ['H-distScan'],
  'S6 N3': ['FIX-MIG'],
  'S6 N3o': ['H-flushResync'],
  'S8i D1': ['H-lpiIrqsave'],
  'S8i L2': ['H-lpiIrqsave'],
  'S10 N1': ['H-tgtQueue'],
  'S11 N2': [],
  'S11 N3': ['FIX-MIG', 'H-holder'],
  'S11 N3o': [],
  'S12 N3': ['FIX-MIG'],
  'S12 N3o': ['H-flushResync'],
  'S14 N3': [],
  'S14 N3o': [],
  'S15 N3': ['FIX-MIG'],
  'S15 N3o': ['H-flushResync'],
};

test('what MERGED violates is closed by the hardening made for it, and in S11 and S14 by none alone', (t) => {
  const single = CANDIDATES.filter((variant) => variant === 'FIX-MIG' || variant.startsWith('H-'));
  t.is(single.length, Object.keys(HARDENINGS).length);
  const closed = NAMES.flatMap((scenario) =>
    expected('MERGED', scenario).map((id): [string, readonly string[]] => [
      `${scenario} ${id}`,
      single.filter((variant) => !expected(variant, scenario).includes(id)),
    ]),
  );
  t.deepEqual(Object.fromEntries(closed), CLOSED_BY);
});

test('all hardenings together hold everywhere, and without any one of them something is violated', (t) => {
  for (const scenario of NAMES) t.deepEqual(expected('ALL-HARDENING', scenario), [], scenario);
  for (const hardening of Object.keys(HARDENINGS)) {
    t.true(
      NAMES.some((scenario) => expected(`ALL-minus-${hardening}`, scenario).length > 0),
      hardening,
    );
  }
});

for (const [scenario, switches] of [
  ['S3a', { migKick: 'on', flushResync: 'on' }],
  ['S12', { migKick: 'on', flushResync: 'on' }],
  ['S14', { migKick: 'on', flushResync: 'on' }],
  ['S11', { migKick: 'on', flushResync: 'on', earlyTo: 'holder' }],
] as const) {
  test(`${scenario} holds with ${Object.keys(switches).join(', ')} and no other hardening`, async (t) => {
    t.is((await check(model, { scenario, ...switches })).verdict, 'holds');
  });
}

// ---- teeth -----------------------------------------------------------------------------------------------------------

for (const mutant of MUTANTS) {
  const shown = mutantsShow[mutant];
  if ('equivalent' in shown) {
    test(`${mutant} does what MERGED does in every scenario`, (t) => {
      for (const scenario of NAMES) t.deepEqual(expected(mutant, scenario), expected('MERGED', scenario), scenario);
    });
    continue;
  }
  test(`${mutant} violates ${shown.property} in ${shown.scenario}, where MERGED holds it`, async (t) => {
    const verdict = async (variant: 'MERGED' | typeof mutant) =>
      property(await check(model, { variant, scenario: shown.scenario }), shown.property).verdict;
    t.is(await verdict('MERGED'), 'holds');
    t.is(await verdict(mutant), 'violated');
  });
}

test('every property is violated by some variant, or says why it cannot be', async (t) => {
  const violated = new Set(cells.flatMap((cell) => expectedViolations(model, cell)));
  const { properties } = await check(model, { scenario: 'S10' });
  const never = properties.filter(({ id, informational }) => !informational && !violated.has(id)).map(({ id }) => id);
  t.deepEqual(never, Object.keys(cannotFail));
});

// ---- the model -------------------------------------------------------------------------------------------------------

for (const choice of [
  { scenario: 'S10' },
  { scenario: 'S8i' },
  { scenario: 'S7b', hw: 'on' },
  { scenario: 'S9', tRun: 'buffered' },
  { scenario: 'S16', publish: 'weak', variant: 'M-runReadAfter' },
  { scenario: 'S14', variant: 'ALL-HARDENING' },
] as const) {
  test(`engine and reference agree on ${Object.values(choice).join(' ')}`, async (t) => {
    const [engine, reference] = await Promise.all([
      check(model, choice),
      check(model, choice, { engine: 'reference' }),
    ]);
    t.deepEqual(engine.properties, reference.properties);
    t.is(engine.statistics.states, reference.statistics.states);
    t.is(engine.statistics.transitions, reference.statistics.transitions);
  });
}

test('a switch given by itself overrides the variant', async (t) => {
  const mutant = await check(model, { scenario: 'S16', variant: 'M-lateNone' });
  const spelled = await check(model, { scenario: 'S16', late: 'none' });
  const undone = await check(model, { scenario: 'S16', variant: 'M-lateNone', late: 'kick' });
  t.is(mutant.verdict, 'violated');
  t.deepEqual(spelled.properties, mutant.properties);
  t.is(undone.verdict, 'holds');
});

test('a CFG that does more than affinity writes is not repeated', async (t) => {
  const error = await t.throwsAsync(check(model, { scenario: 'S4', affinity: 'unbounded' }));
  t.regex(error?.message ?? '', /affinity=unbounded/);
});
