/** The verdicts of viridian-assist: as expected, for a reason, and able to be otherwise. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/viridian-assist/index.ts';
import { CANDIDATES, MUTANTS } from '../../../models/viridian-assist/parameters.ts';
import { scenarios } from '../../../models/viridian-assist/scenarios.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import type { Cell } from '../../../src/language/matrix.ts';
import { property } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';
import { CONFIGS_BY_SIZE, mutantsShow, shownElsewhere } from './teeth.ts';

const PROPERTIES = ['P1', 'P2', 'P3', 'P3b', 'P4', 'P4s', 'P5', 'P6', 'P7', 'P8', 'P9', 'L1'];
const cells = model.matrix?.cells ?? [];
const expected = (cell: Cell) => expectedViolations(model, cell);
const inScenario = (scenario: string) => cells.filter((cell) => cell.scenario === scenario);

test('every published design and every mutant, with every lawful guest in E1, E2 and V2, does what is expected', async (t) => {
  const results = await cellsAsExpected(t, 'viridian-assist', ({ scenario }) => Object.hasOwn(scenarios, scenario));
  t.is(results.length, 19 * 9);
});

test('pending-flag does what is expected when something happens to its vCPU', async (t) => {
  const events = /^mix (E2|V2) (?!all events)/;
  const results = await cellsAsExpected(
    t,
    'viridian-assist',
    ({ variant, scenario }) => variant === 'pending-flag' && events.test(scenario),
  );
  t.is(results.length, 2 * 19);
});

test('the default matrix is the published designs with lawful guests in E1, E2 and V2', (t) => {
  const names = cells.filter(({ more }) => !more).map(({ variant, scenario }) => `${variant} ${scenario}`);
  const wanted = CANDIDATES.flatMap((variant) =>
    ['mix', 'use', 'ignore'].flatMap((guest) => ['E1', 'E2', 'V2'].map((config) => `${variant} ${guest} ${config}`)),
  );
  t.deepEqual(names, wanted);
});

test('given: latched-vector with a guest that ignores the bit in E1 violates P1 and nothing else', async (t) => {
  const report = await check(model, { variant: 'latched-vector', guest: 'ignore', config: 'E1' });
  t.deepEqual(
    report.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id),
    ['P1'],
  );
});

for (const guest of ['mix', 'use', 'ignore'] as const) {
  test(`given: pending-flag with guest=${guest} and edge vectors holds P1, P2, P3, P4 and P6 in E1, E2 and E3`, async (t) => {
    for (const config of ['E1', 'E2', 'E3'] as const) {
      const report = await check(model, { guest, config });
      for (const id of ['P1', 'P2', 'P3', 'P4', 'P6']) t.is(property(report, id).verdict, 'holds', `${config} ${id}`);
    }
  });
}

test('given: what only the guests nonatomic and double violate is blamed on the guest', (t) => {
  const pendingFlag = model.matrix?.expected['pending-flag'] ?? {};
  const blamed = Object.entries(pendingFlag).filter(([, entry]) =>
    entry?.scenarios.some((scenario) => /nonatomic|double/.test(scenario)),
  );
  t.true(blamed.length > 4);
  for (const [id, entry] of blamed) if (id !== 'P5') t.regex(entry?.because ?? '', /The guest is to blame/, id);
});

test('a guest that may do either violates whatever a guest that always or never honours the bit violates', (t) => {
  for (const config of ['E1', 'E2', 'V2']) {
    for (const mix of inScenario(`mix ${config}`)) {
      const both = inScenario(`use ${config}`)
        .concat(inScenario(`ignore ${config}`))
        .filter(({ variant }) => variant === mix.variant);
      for (const id of both.flatMap(expected)) t.true(expected(mix).includes(id), `${mix.variant} ${config} ${id}`);
    }
  }
});

for (const mutant of MUTANTS) {
  const { property: id, config } = mutantsShow[mutant];
  test(`${mutant} violates ${id} in ${config} and in no smaller configuration`, async (t) => {
    const verdict = async (at: typeof config) =>
      property(await check(model, { variant: mutant, config: at }), id).verdict;
    t.is(await verdict(config), 'violated');
    for (const smaller of CONFIGS_BY_SIZE.slice(0, CONFIGS_BY_SIZE.indexOf(config))) {
      t.is(await verdict(smaller), 'holds', smaller);
    }
  });
}

test('every property that holds for a published design in the default matrix is violated by some variant there, or elsewhere, or says why it cannot be', async (t) => {
  const reasons = { here: 0, elsewhere: 0, cannot: 0 };
  for (const [scenario, { guest, config }] of Object.entries(scenarios)) {
    const violatedHere = new Set(inScenario(scenario).flatMap(expected));
    for (const id of PROPERTIES) {
      if (violatedHere.has(id)) {
        reasons.here++;
        continue;
      }
      const entries = shownElsewhere.filter(
        ({ properties, guests, configs }) =>
          properties.includes(id as never) && guests.includes(guest) && configs.includes(config),
      );
      t.is(entries.length, 1, `${id} in ${scenario} needs one reason`);
      const by = entries[0]?.by;
      if (by === undefined || 'cannot' in by) {
        reasons.cannot++;
        continue;
      }
      reasons.elsewhere++;
      t.is(
        property(await check(model, { guest, config, ...by }), id).verdict,
        'violated',
        `${id} in ${scenario} with ${JSON.stringify(by)}`,
      );
    }
  }
  t.log(reasons);
  t.true(reasons.here > reasons.cannot);
});

test('every reason that is given for another place is needed', (t) => {
  for (const { properties, guests, configs } of shownElsewhere) {
    for (const id of properties) {
      for (const guest of guests) {
        for (const config of configs) {
          const violators = inScenario(`${guest} ${config}`).filter((cell) => expected(cell).includes(id));
          t.deepEqual(
            violators.map(({ variant }) => variant),
            [],
            `${id} is violated in ${guest} ${config} itself`,
          );
        }
      }
    }
  }
});
