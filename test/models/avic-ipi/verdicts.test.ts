/** The verdicts of avic-ipi: as expected, for a reason, and able to be otherwise. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/avic-ipi/index.ts';
import { CANDIDATES, MUTANTS } from '../../../models/avic-ipi/parameters.ts';
import { scenarios } from '../../../models/avic-ipi/scenarios.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import type { Cell } from '../../../src/language/matrix.ts';
import { property, userError } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';
import { mutantsShow, shownElsewhere } from './teeth.ts';

const PROPERTIES = ['P1', 'P2', 'P2i', 'P3', 'P3T', 'P4', 'P4b', 'P5', 'P6', 'P4s'];
const cells = model.matrix?.cells ?? [];
const expected = (cell: Cell) => expectedViolations(model, cell);
type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;
const verdict = async (choice: Choice, id: string) => property(await check(model, choice), id).verdict;

test('every handler and every mutant does what is expected in the default scenarios', async (t) => {
  const results = await cellsAsExpected(t, 'avic-ipi', ({ scenario }) => Object.hasOwn(scenarios, scenario));
  t.is(results.length, 20 * 6);
});

test("today's code and the revert do what is expected under every assumption but inhibition", async (t) => {
  const results = await cellsAsExpected(
    t,
    'avic-ipi',
    ({ variant, scenario }) =>
      (variant === 'FINAL' || variant === 'WAKE') && /^(guest|asleep), /.test(scenario) && !/inhibits/.test(scenario),
  );
  t.is(results.length, 2 * (2 + 2 * 18));
});

test('the default matrix is the handlers in the base configuration and its sizes', (t) => {
  const names = cells.filter(({ more }) => !more).map((cell) => `${cell.variant} ${cell.scenario}`);
  t.deepEqual(
    names,
    CANDIDATES.flatMap((variant) => Object.keys(scenarios).map((scenario) => `${variant} ${scenario}`)),
  );
});

// Given P4 and P4b, P6 says the same as P2 and P3 together.
test('P6 is violated exactly where P2 or P3 is, and P2 where its early form is', (t) => {
  for (const cell of cells) {
    const ids = expected(cell);
    t.is(ids.includes('P6'), ids.includes('P2') || ids.includes('P3'), `${cell.variant} ${cell.scenario}`);
    t.is(ids.includes('P2i'), ids.includes('P2'), `${cell.variant} ${cell.scenario}`);
    t.false(ids.includes('P4') || ids.includes('P4b') || ids.includes('P4s'));
  }
});

// They are one setting away from each other by definition (designs.ts).
test('a mutant that stands for a parameter has the verdicts of FINAL with that parameter', (t) => {
  const mutants = {
    M2: 'rxBarrier=off',
    M3: 'rxOrder=scanThenClear',
    M4: 'prepOrder=scanThenArm',
    M5: 'hookPreemptible=on',
    M6: 'modeBarrier=off',
    M9: 'tOrder=actThenIrr',
    M10: 'inhIp=rescan',
  };
  const of = (variant: string, scenario: string) =>
    expected(cells.find((cell) => cell.variant === variant && cell.scenario === scenario) as Cell);
  for (const [mutant, setting] of Object.entries(mutants)) {
    for (const start of ['guest', 'asleep'])
      t.deepEqual(of(mutant, start), of('FINAL', `${start}, ${setting}`), mutant);
  }
});

for (const mutant of MUTANTS) {
  const shown = mutantsShow[mutant];
  if ('equivalent' in shown) {
    test(`${mutant} is equivalent to ${shown.base} in every cell`, (t) => {
      const ofVariant = (variant: string) => cells.filter((cell) => cell.variant === variant);
      const byScenario = (variant: string) =>
        Object.fromEntries(ofVariant(variant).map((cell) => [cell.scenario, expected(cell)]));
      t.deepEqual(byScenario(mutant), byScenario(shown.base));
    });
  } else {
    test(`${mutant} violates ${shown.property}, and ${shown.base} in the same setting does not`, async (t) => {
      t.is(await verdict({ ...shown.with, variant: mutant }, shown.property), 'violated');
      t.is(await verdict({ ...shown.with, variant: shown.base }, shown.property), 'holds');
    });
  }
}

// With one more IPI and one more preemption than the cells have.
test('the equivalent mutants hold what their bases hold in a larger configuration', async (t) => {
  const larger: Choice = { sends: 2, preempts: 2 };
  for (const variant of ['WAKE', 'M13', 'FINAL', 'M12'] as const) {
    t.is((await check(model, { ...larger, variant })).verdict, 'holds', variant);
  }
});

test('every property that holds for a handler in a default scenario is violated there by another one, or elsewhere, or says why it cannot be', async (t) => {
  for (const [scenario, given] of Object.entries(scenarios)) {
    const inScenario = cells.filter((cell) => cell.scenario === scenario && !cell.more);
    const violatedHere = new Set(inScenario.flatMap(expected));
    for (const id of PROPERTIES) {
      const entries = shownElsewhere.filter(
        (entry) => entry.properties.includes(id as never) && entry.scenarios.includes(scenario as never),
      );
      t.is(
        entries.length,
        violatedHere.has(id) ? 0 : 1,
        `${id} in ${scenario} needs one reason, if it is not violated there`,
      );
      const by = entries[0]?.by;
      if (by === undefined || 'cannot' in by) continue;
      t.is(await verdict({ ...given, ...by.with, variant: by.variant }, id), 'violated', `${id} in ${scenario}`);
    }
  }
});

test('a doorbell cannot overtake a store buffer that is not there', async (t) => {
  const error = await userError(() => check(model, { bellAfterDrain: 'off' }));
  t.is(error.code, 'E_PARAMETER');
  t.regex(error.message, /needs hw=storeBuffer/);
});
