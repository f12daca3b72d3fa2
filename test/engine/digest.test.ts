/** The digests of levels: the same for every explorer and number of threads, and different for different states. */
import { createHash } from 'node:crypto';
import test from 'ava';
import { defineSystem } from 'everywhen';
import lockedQueue from '../../models/classics/locked-queue.ts';
import { check, checkSystem } from '../../src/check/check.ts';
import { systemOf } from '../helpers/explored.ts';

const MODULUS = 2n ** 64n;

test('the digests are those of the reference, with one thread and with several', async (t) => {
  const expected = await check(lockedQueue, {}, { engine: 'reference', digests: true });
  t.is(expected.levels?.length, expected.statistics.depth + 1);
  t.is(
    expected.levels?.reduce((sum, { states }) => sum + states, 0),
    expected.statistics.states,
  );
  for (const workers of [1, 2])
    t.deepEqual((await check(lockedQueue, {}, { workers, digests: true })).levels, expected.levels);
});

test('a report has digests only if they were asked for, and only if the run knows its levels', async (t) => {
  t.is((await check(lockedQueue)).levels, undefined);
  t.is((await check(lockedQueue, {}, { order: 'depth-first', digests: true })).levels, undefined);
});

test('a digest is the sum of mixed sums of hashes of names and values', async (t) => {
  const system = defineSystem({ a: 0, b: false }, { deadlock: 'allowed' }).rules('p', {
    raise: (s) => (s.get('a') === 0 ? s.set('a', 1) : undefined),
    note: (s) => (s.get('b') ? undefined : s.set('b', true)),
  });
  const { levels } = await checkSystem(systemOf(system), { model: 'test', parameters: {} }, { digests: true });
  const hash = (text: string) => createHash('sha256').update(text).digest().readBigUInt64LE();
  const state = (a: number, b: boolean) => mix((hash(`a\0${a}`) + hash(`b\0${b}`)) % MODULUS);
  const digest = (...states: bigint[]) =>
    (states.reduce((sum, one) => sum + one, 0n) % MODULUS).toString(16).padStart(16, '0');
  t.deepEqual(levels, [
    { states: 1, digest: digest(state(0, false)) },
    { states: 2, digest: digest(state(1, false), state(0, true)) },
    { states: 1, digest: digest(state(1, true)) },
  ]);
});

test('levels with equally many states, one of which differs, have different digests', async (t) => {
  const levelsOf = async (last: number) => {
    const system = defineSystem({ a: 0 }, { deadlock: 'allowed' }).rules('p', {
      raise: (s) => (s.get('a') < 2 ? s.set('a', s.get('a') + 1) : s.get('a') === 2 ? s.set('a', last) : undefined),
    });
    const report = await checkSystem(systemOf(system), { model: 'test', parameters: {} }, { digests: true });
    return report.levels ?? [];
  };
  const [three, four] = [await levelsOf(3), await levelsOf(4)];
  t.deepEqual(three.slice(0, 3), four.slice(0, 3));
  t.is(three[3]?.states, four[3]?.states);
  t.not(three[3]?.digest, four[3]?.digest);
});

/** The mixing of SplitMix64, written independently: shifts of 30, 27 and 31. */
function mix(sum: bigint): bigint {
  const first = ((sum ^ (sum >> 30n)) * 0xbf58476d1ce4e5b9n) % MODULUS;
  const second = ((first ^ (first >> 27n)) * 0x94d049bb133111ebn) % MODULUS;
  return second ^ (second >> 31n);
}
