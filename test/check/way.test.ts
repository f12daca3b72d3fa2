/** Options that choose the way of exploring: those that exclude each other are refused by name, the others give one way. */
import test from 'ava';
import { type WayOptions, wayOf } from '../../src/check/way.ts';
import { UserError } from '../../src/errors.ts';

const REFERENCE: WayOptions = { engine: 'reference' };
const DEPTH_FIRST: WayOptions = { order: 'depth-first' };
const WALKS: WayOptions = { walks: { seed: 1, walks: 2, steps: 3 } };
const CHECKPOINT: WayOptions = { checkpoint: { file: 'x', everySeconds: 1, modelHash: '', resume: false } as never };
const UNTIL: WayOptions = { until: 'P' };
const PARTS: WayOptions = { parts: true };

for (const [a, b] of [
  [REFERENCE, DEPTH_FIRST],
  [REFERENCE, WALKS],
  [DEPTH_FIRST, WALKS],
  [CHECKPOINT, REFERENCE],
  [CHECKPOINT, DEPTH_FIRST],
  [CHECKPOINT, WALKS],
  [UNTIL, DEPTH_FIRST],
  [UNTIL, WALKS],
  [PARTS, REFERENCE],
  [PARTS, WALKS],
  [PARTS, CHECKPOINT],
] as const) {
  const names = [a, b].map((options) => Object.keys(options)[0] as string);
  test(`${names.join(' and ')} (${JSON.stringify({ ...a, ...b })}) exclude each other, and the error names both`, (t) => {
    const error = t.throws(() => wayOf({ ...a, ...b }), { instanceOf: UserError });
    t.is(error?.code, 'E_USAGE');
    for (const name of names) t.true(error?.message.includes(name), error?.message);
  });
}

test('options that do not exclude each other give one way', (t) => {
  t.is(wayOf({}).kind, 'breadth first');
  t.is(wayOf({ engine: 'kernel', order: 'breadth-first' }).kind, 'breadth first');
  t.is(wayOf(DEPTH_FIRST).kind, 'depth first');
  t.deepEqual(wayOf({ ...DEPTH_FIRST, ...PARTS }), { kind: 'depth first', parts: true });
  t.deepEqual(wayOf({ ...UNTIL, parts: false }), { kind: 'breadth first', ...UNTIL } as never);
  t.deepEqual(wayOf({ ...REFERENCE, ...UNTIL }), { kind: 'reference', until: 'P' });
  t.deepEqual(wayOf(WALKS), { kind: 'random walks', ...WALKS } as never);
  t.deepEqual(wayOf({ ...CHECKPOINT, ...UNTIL }), { kind: 'breadth first', ...UNTIL, ...CHECKPOINT } as never);
});
