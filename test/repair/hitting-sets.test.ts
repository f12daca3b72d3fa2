/** Hitting sets against trying all sets. */
import test from 'ava';
import fc from 'fast-check';
import { type Conflict, hittingSets, violates } from '../../src/repair/hitting-sets.ts';
import { inOrder, isProperSubset, sizeOf } from '../../src/repair/line-set.ts';

const LINES = 6;
const set = fc.integer({ min: 0, max: 2 ** LINES - 1 });
const costs = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: LINES, maxLength: LINES });
/** Of few lines, so that neither all nor none bind. */
const conflict = fc
  .record({ if: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, set), oneOf: set })
  .map((one): Conflict => ({ ...one, oneOf: one.oneOf & ~one.if }));

/** The minimal ones among the sets that satisfy all conflicts and are open. */
function byTryingAll(conflicts: readonly Conflict[], isOpen: (one: number) => boolean): readonly number[] {
  const satisfying = Array.from({ length: 2 ** LINES }, (_, one) => one).filter(
    (one) => isOpen(one) && !conflicts.some((each) => violates(one, each)),
  );
  return satisfying.filter((one) => !satisfying.some((smaller) => isProperSubset(smaller, one)));
}

test('the minimal hitting sets are those that trying all sets finds, in the order of size and cost', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.array(conflict, { maxLength: 9 }),
        costs,
        fc.array(set, { maxLength: 4 }),
        (all, prices, closed) => {
          const lines = prices.map((cost) => ({ cost }));
          const isOpen = (one: number) => !closed.includes(one);
          const found = [...hittingSets(lines, all, isOpen)];
          const expected = byTryingAll(all, isOpen).toSorted(inOrder(lines));
          return JSON.stringify(found) === JSON.stringify(expected);
        },
      ),
      { numRuns: 2000, seed: 23 },
    ),
  );
});

test('without conflicts no line is needed, and an unsatisfiable conflict has no hitting set', (t) => {
  const lines = [{ cost: 1 }, { cost: 1 }];
  t.deepEqual([...hittingSets(lines, [])], [0]);
  t.deepEqual([...hittingSets(lines, [{ if: 0, oneOf: 0 }])], []);
});

test('a conflict binds only sets that have the lines of its condition', (t) => {
  const lines = [{ cost: 1 }, { cost: 1 }, { cost: 1 }];
  // One of 0 and 1; and with 0 also 2.
  const found = hittingSets(lines, [
    { if: 0, oneOf: 0b011 },
    { if: 0b001, oneOf: 0b100 },
  ]);
  t.deepEqual([...found], [0b010, 0b101]);
});

test('among sets of one size the cheaper comes first, then the one that is declared first', (t) => {
  const lines = [{ cost: 2 }, { cost: 1 }, { cost: 1 }];
  const found = [...hittingSets(lines, [{ if: 0, oneOf: 0b111 }])];
  t.deepEqual(found, [0b010, 0b100, 0b001]);
  t.true(found.every((one) => sizeOf(one) === 1));
});
