/** Sleep sets: a state that one outcome does not form is found by another, and the audit reports it if not. */
import test from 'ava';
import { defineSystem, replicated } from 'everywhen';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { NO_FOOTPRINT } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, newMemory } from '../../src/engine/kernel.ts';
import { Commutation } from '../../src/engine/knowledge/commutation.ts';
import type { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { leafOf } from '../../src/engine/knowledge/tree.ts';
import { systemOf } from '../helpers/explored.ts';
import { compiledKernel } from '../helpers/kernel.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };
/** An unused address before CONTROL. */
const COUNTER = 512;

test('outcomes commute if neither writes what the other needs or writes, and the first in the order sleeps', (t) => {
  const commutation = new Commutation();
  const [a, b, sameAsB] = [[0], [1], [1]].map(([slot], step) =>
    commutation.numberOf(step, [slot as number], [slot as number]),
  );
  const [reader, writer] = [commutation.numberOf(3, [0, 2], [2]), commutation.numberOf(4, [], [0])];
  t.is(commutation.numberOf(0, [0], [0]), a as number, 'a footprint has one number');
  const asleep = (foundBy: number | undefined, other: number | undefined) =>
    commutation.isAsleep(foundBy as number, other as number);
  t.true(asleep(b, a));
  t.false(asleep(a, b), 'not each after the other');
  t.false(asleep(sameAsB, b), 'they write the same');
  t.false(asleep(reader, a), 'one reads what the other writes');
  t.false(asleep(writer, a), 'one writes what the other reads');
  t.true(asleep(reader, b));
  for (const one of [a, b, reader]) t.false(asleep(one, NO_FOOTPRINT) || asleep(NO_FOOTPRINT, one));
});

test('a footprint has no number when none is left', (t) => {
  const commutation = new Commutation();
  const numbers = Array.from({ length: 300 }, (_, step) => commutation.numberOf(step, [step], [step]));
  t.is(new Set(numbers).size, 256);
  t.is(numbers.at(-1), NO_FOOTPRINT);
  t.is(commutation.numberOf(299, [299], [299]), NO_FOOTPRINT);
});

test('equal outcomes of a system step and of an environment step are two leaves, even if no footprint number is left', (t) => {
  const outcome = { place: 0, writes: [[0, 1]] as const, failed: [], marks: [] };
  t.not(leafOf([outcome], true, []).key, leafOf([outcome], false, []).key);
});

test('every state of independent switches is formed once', async (t) => {
  const count = 10;
  const switches = defineSystem({ isOn: replicated(count, false) }, { deadlock: 'allowed' }).ruleSets('switch', count, {
    on: (s) => !s.get('isOn', s.index) && s.set('isOn', s.index, true),
  });
  const counting = compiledKernel(
    'batch.ts',
    'const next = storedAfter<T>(key, load<u32>(entry));',
    `const next = storedAfter<T>(key, load<u32>(entry)); store<u64>(${COUNTER}, load<u64>(${COUNTER}) + 1);`,
  );
  const kernel = new Kernel(counting, newMemory());
  const explorer = new Explorer(systemOf(switches), { kernel, auditOneIn: 1 });
  await explorer.run(host);
  t.is(explorer.states, 2 ** count);
  t.is(explorer.transitions, count * 2 ** (count - 1));
  t.is(Number(kernel.u64[COUNTER / 8]), 2 ** count - 1);
  await explorer.close();
});

test('the audit reports a state that is missing because an outcome slept that does not commute', async (t) => {
  // If y is true, x becomes 2 only if 'put' does not sleep in the states that 'turn' found.
  const system = defineSystem({ x: 0, y: false }, { deadlock: 'allowed' }).rules('r', {
    put: (s) => s.set('x', s.get('y') ? 2 : 1),
    turn: (s) => !s.get('y') && s.set('y', true),
  });
  const explorer = (auditOneIn: number) => {
    const explorer = new Explorer(systemOf(system), { auditOneIn });
    return Object.assign(explorer, { commutation: (explorer as unknown as { teacher: Teacher }).teacher.commutation });
  };
  const sound = explorer(1);
  await sound.run(host);
  t.is(sound.states, 5);
  await sound.close();

  const [audited, unaudited] = [explorer(1), explorer(0)];
  for (const { commutation } of [audited, unaudited]) commutation.isAsleep = (foundBy, other) => other < foundBy;
  await unaudited.run(host);
  t.is(unaudited.states, 4);
  await unaudited.close();
  await t.throwsAsync(audited.run(host), { code: 'E_INTERNAL', message: /was not found/ });
  await audited.close();
});
