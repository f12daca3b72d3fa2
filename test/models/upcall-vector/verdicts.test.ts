/** The verdicts of upcall-vector: as expected, for a reason, and able to be otherwise. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/upcall-vector/index.ts';
import { CANDIDATES, MUTANTS, ORDERS } from '../../../models/upcall-vector/parameters.ts';
import { scenarios } from '../../../models/upcall-vector/scenarios.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import type { Cell } from '../../../src/language/matrix.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { checked, property } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';
import { mutantsShow, shownElsewhere } from './teeth.ts';

const PROPERTIES = ['W', 'S', 'I', 'J', 'Q', 'L', 'D', 'A', 'LT', 'deadlock'];
const cells = model.matrix?.cells ?? [];
const expected = (cell: Cell) => expectedViolations(model, cell);
const inScenario = (scenario: string) => cells.filter((cell) => cell.scenario === scenario);

test('every design and every mutant does what is expected in every order', async (t) => {
  const results = await cellsAsExpected(t, 'upcall-vector', ({ scenario }) => Object.hasOwn(scenarios, scenario));
  t.is(results.length, 18 * 7);
});

test('the merged fix does what is expected under every assumption that it was not made for', async (t) => {
  const results = await cellsAsExpected(
    t,
    'upcall-vector',
    ({ variant, scenario }) => variant === 'assert-on-enable' && !scenario.includes('k=2'),
  );
  t.is(results.length, 7 * 16);
});

test('the default matrix is the designs in every order; with --all there are the mutants and 27 deviations', (t) => {
  const names = cells.filter(({ more }) => !more).map(({ variant, scenario }) => `${variant} ${scenario}`);
  t.deepEqual(
    names,
    CANDIDATES.flatMap((variant) => ORDERS.map((order) => `${variant} ${order}`)),
  );
  t.is(cells.length, (CANDIDATES.length + MUTANTS.length) * ORDERS.length * 28);
});

// The handler comes back only when UP was set anew, which each sender does once, and the AP starts again CYC times.
test('every run ends', async (t) => {
  for (const choice of [{ CYC: 2 }, { ORDER: 'self', CYC: 2, k: 2 }, { ORDER: 'concurrent', MEM: 'TSO', CYC: 1 }]) {
    for (const variant of ['assert-on-enable', 'poll-on-entry', 'assert-before-up']) {
      const chosen = chooseParameters(model.parameters, { variant, ...choice });
      const system = model.build(chosen as never) as unknown as { acyclic(id: string, title: string): unknown };
      const report = await checked(system.acyclic('ends', 'every run ends'));
      t.is(property(report, 'ends').verdict, 'holds', `${variant} ${JSON.stringify(choice)}`);
    }
  }
});

// So what is never served is not served when all rests, and what is left then is never served.
test('what starves is what is lost, in every cell', (t) => {
  for (const cell of cells) {
    t.is(expected(cell).includes('LT'), expected(cell).includes('L'), `${cell.variant} ${cell.scenario}`);
  }
});

// An AP is offline until SIPI, and has not enabled its APIC before: both checks drop the same raises.
test('online-only with its addition is lost-when-disabled', (t) => {
  for (const cell of cells.filter(({ variant }) => variant === 'online-only+check')) {
    const other = inScenario(cell.scenario).find(({ variant }) => variant === 'lost-when-disabled') as Cell;
    t.deepEqual(new Set(expected(cell)), new Set(expected(other)), cell.scenario);
  }
});

// Setting the vector raises it, and whoever sets UP later finds the vector: nothing on the way drops a raise.
test('the code before the fix loses nothing', (t) => {
  const before = cells.filter(({ variant }) => variant === 'raise-on-set');
  t.is(before.length, 196);
  for (const cell of before) for (const id of ['L', 'D', 'LT']) t.false(expected(cell).includes(id), cell.scenario);
});

test('an AP whose upcall is lost is deaf: the flag that would have to go up is up', (t) => {
  const lost = cells.filter((cell) => expected(cell).includes('L'));
  t.true(lost.length > 0);
  for (const cell of lost) t.true(expected(cell).includes('D'), `${cell.variant} ${cell.scenario}`);
});

// The first sender that raises after as.en does not know that the AP disables its APIC meanwhile; the others do not look at all.
test('once the AP disables its APIC again, every design that ever raises violates W', (t) => {
  for (const cell of cells.filter(({ parameters }) => Number(parameters['CYC'] ?? 0) > 0)) {
    const silent = expected(cell).includes('A');
    t.is(expected(cell).includes('W'), !silent, `${cell.variant} ${cell.scenario}`);
  }
});

// Two senders do more than one of everything that one does: whatever one can violate they can.
test('a second sender violates whatever one does, and more only where a sender sets UP late', (t) => {
  const more: string[] = [];
  for (const cell of cells.filter(({ scenario }) => scenario.endsWith(' k=2'))) {
    const one = cells.find(
      ({ variant, scenario }) => variant === cell.variant && scenario === cell.scenario.replace(/ k=2$/, ''),
    ) as Cell;
    for (const id of expected(one)) t.true(expected(cell).includes(id), `${cell.variant} ${cell.scenario} ${id}`);
    if (expected(cell).length > expected(one).length) more.push(cell.variant);
  }
  t.deepEqual([...new Set(more)], ['assert-before-up']);
});

for (const mutant of MUTANTS) {
  const { property: id, orders } = mutantsShow[mutant];
  const base = mutant === 'guest-clears-early' ? 'guest-clears' : 'assert-on-enable';
  test(`${mutant} violates ${id} with ORDER=${orders.join(', ')} and nowhere else, and ${base} nowhere`, async (t) => {
    for (const ORDER of ORDERS) {
      const violated = property(await check(model, { variant: mutant, ORDER }), id).verdict === 'violated';
      t.is(violated, orders.includes(ORDER), ORDER);
      t.is(property(await check(model, { variant: base, ORDER }), id).verdict, 'holds', `${base} ${ORDER}`);
    }
  });
}

test('every property is violated in every order by some variant, or elsewhere, or says why it cannot be', async (t) => {
  const reasons = { here: 0, elsewhere: 0, cannot: 0 };
  for (const ORDER of ORDERS) {
    const violatedHere = new Set(inScenario(ORDER).flatMap(expected));
    for (const id of PROPERTIES) {
      const entries = shownElsewhere.filter(
        ({ properties, orders }) => properties.includes(id as never) && orders.includes(ORDER),
      );
      if (violatedHere.has(id)) {
        reasons.here++;
        t.deepEqual(entries, [], `${id} is violated with ORDER=${ORDER} itself`);
        continue;
      }
      t.is(entries.length, 1, `${id} with ORDER=${ORDER} needs one reason`);
      const by = entries[0]?.by;
      if (by === undefined || 'cannot' in by) {
        reasons.cannot++;
        continue;
      }
      reasons.elsewhere++;
      const { verdict } = property(await check(model, { ORDER, ...by }), id);
      t.is(verdict, 'violated', `${id} with ORDER=${ORDER} and ${JSON.stringify(by)}`);
    }
  }
  t.log(reasons);
  t.true(reasons.here > reasons.cannot);
});
