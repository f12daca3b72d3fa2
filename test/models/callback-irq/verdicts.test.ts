/** The verdicts of callback-irq: as expected, for a reason, and able to be otherwise. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/callback-irq/index.ts';
import { CANDIDATES, MUTANTS } from '../../../models/callback-irq/parameters.ts';
import { modules, scenarios } from '../../../models/callback-irq/scenarios.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import type { Cell } from '../../../src/language/matrix.ts';
import { property } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';
import { mutantsShow, shownElsewhere } from './teeth.ts';

const PROPERTIES = ['ST', 'DL', 'Q1', 'Q2', 'R', 'C1', 'K1'];
const STYLES = ['fasteoi', 'maskack', 'eoifirst'];
const VCPU_0 = ['halt', 'never', 'tick'];
const cells = model.matrix?.cells ?? [];
const expected = (cell: Cell) => expectedViolations(model, cell);
const inScenario = (scenario: string) => cells.filter((cell) => cell.scenario === scenario);

test('every published design and every mutant does what is expected under the base assumptions', async (t) => {
  const results = await cellsAsExpected(t, 'callback-irq', ({ scenario }) => Object.hasOwn(scenarios, scenario));
  t.is(results.length, 12 * 9 + 2);
});

test('the final code does what is expected in every deviation from the base', async (t) => {
  const results = await cellsAsExpected(
    t,
    'callback-irq',
    ({ variant, scenario }) => variant === CANDIDATES[0] && / halt ./.test(scenario),
  );
  t.is(results.length, 19 * 3);
});

test('the default matrix is the published designs with every handler style and vCPU 0, and the lock order once', (t) => {
  const names = cells.filter(({ more }) => !more).map(({ variant, scenario }) => `${variant} ${scenario}`);
  const bases = STYLES.flatMap((style) => VCPU_0.map((V0) => `${style} ${V0}`));
  const wanted = CANDIDATES.flatMap((variant) => bases.map((base) => `${variant} ${base}`));
  t.deepEqual(names.toSorted(), [...wanted, `${CANDIDATES[0]} k2-real`, `${CANDIDATES[0]} k2-mutant`].toSorted());
});

// With V0=never vCPU 0 takes the same steps and may stop besides; with V0=tick it exits besides, which it owes.
test('what is violated while vCPU 0 runs is violated where it need not', (t) => {
  for (const cell of cells.filter(({ scenario }) => / halt\b/.test(scenario))) {
    const never = cells.find(
      ({ variant, scenario }) => variant === cell.variant && scenario === cell.scenario.replace('halt', 'never'),
    ) as Cell;
    for (const id of expected(cell)) t.true(expected(never).includes(id), `${cell.variant} ${cell.scenario} ${id}`);
  }
});

test('what a tick changes is the storm of the code before the fix, and nothing else', (t) => {
  for (const cell of cells.filter(({ scenario }) => / halt\b/.test(scenario))) {
    const tick = cells.find(
      ({ variant, scenario }) => variant === cell.variant && scenario === cell.scenario.replace('halt', 'tick'),
    ) as Cell;
    const gone = expected(cell).filter((id) => !expected(tick).includes(id));
    const isStorm = cell.variant === 'vcpu0-only' && expected(cell).includes('ST');
    t.deepEqual(gone, isStorm ? ['ST'] : [], `${cell.variant} ${cell.scenario}`);
  }
});

for (const mutant of MUTANTS) {
  const { property: id, parameters, survives } = mutantsShow[mutant];
  test(`${mutant} violates ${id} where send+exit holds it${survives ? ', and survives elsewhere' : ''}`, async (t) => {
    const verdict = async (variant: 'send+exit' | typeof mutant, at: object) =>
      property(await check(model, { variant, ...at }), id).verdict;
    t.is(await verdict(mutant, parameters), 'violated');
    t.is(await verdict('send+exit', parameters), 'holds');
    if (survives !== undefined) t.is(await verdict(mutant, survives), 'holds');
  });
}

test('every property that holds for a published design in the default matrix is violated by some variant there, or elsewhere, or says why it cannot be', async (t) => {
  for (const [scenario, parameters] of Object.entries<object>(scenarios)) {
    if (Object.hasOwn(modules, scenario)) continue;
    const style = scenario.split(' ')[0] as string;
    const violatedHere = new Set(inScenario(scenario).flatMap(expected));
    for (const id of PROPERTIES) {
      const entries = shownElsewhere.filter(({ property: of, styles = STYLES }) => of === id && styles.includes(style));
      t.is(
        entries.length,
        violatedHere.has(id) ? 0 : 1,
        `${id} in ${scenario} needs one reason where nothing violates it`,
      );
      const by = entries[0]?.by;
      if (by === undefined || 'cannot' in by) continue;
      t.is(property(await check(model, { ...parameters, ...by }), id).verdict, 'violated', `${id} in ${scenario}`);
    }
  }
});
