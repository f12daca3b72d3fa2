/** Bits that stand apart, as the index of a node. */
import test from 'ava';
import fc from 'fast-check';
import { INDEX_SHIFT } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, newMemory } from '../../src/engine/kernel.ts';
import { compiledKernel } from '../helpers/kernel.ts';

interface Gathering {
  factorIn(lane: number, mask: bigint): bigint;
}

const exporting = compiledKernel(
  'index.ts',
  'export function clear(',
  "import { factorFor } from './gather';\nexport function factorIn(lane: u32, mask: u64): u64 { open(lane); return factorFor(mask); }\nexport function clear(",
);
const gathering = new Kernel(exporting, newMemory()).run as unknown as Gathering;
const factorFor = (mask: bigint) => BigInt.asUintN(64, gathering.factorIn(0, mask));

/** All values that the bits of a mask can take. */
function* valuesOf(mask: bigint): Generator<bigint> {
  let value = 0n;
  do {
    yield value;
    value = (value - mask) & mask;
  } while (value !== 0n);
}

const indexOf = (bits: bigint, factor: bigint) => Number(BigInt.asUintN(64, bits * factor) >> BigInt(INDEX_SHIFT));

/** Six bits at most, anywhere in a word. */
const masks = fc
  .uniqueArray(fc.integer({ min: 0, max: 62 }), { minLength: 1, maxLength: 6 })
  .map((bits) => bits.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n));

test('different values have different indices, none above that of all ones', (t) => {
  let [found, all] = [0, 0];
  fc.assert(
    fc.property(masks, (mask) => {
      const factor = factorFor(mask);
      all++;
      if (factor === 0n) return;
      found++;
      const indices = [...valuesOf(mask)].map((bits) => indexOf(bits, factor));
      t.is(new Set(indices).size, indices.length, `${mask.toString(2)} by ${factor}`);
      t.is(Math.max(...indices), indexOf(mask, factor));
      t.is(factorFor(mask), factor, 'the same again, from the cache');
    }),
    { numRuns: 2000, seed: 1 },
  );
  t.log(`a factor for ${found} of ${all}`);
  t.true(found > all / 4);
});

test('what stands side by side has a factor, wherever it stands', (t) => {
  for (let bits = 1; bits <= 6; bits++) {
    for (let from = 0; from + bits <= 63; from++) {
      t.not(factorFor(((1n << BigInt(bits)) - 1n) << BigInt(from)), 0n, `${bits} bits from ${from} on`);
    }
  }
});

test('two and three runs of bits far from each other have a factor nearly always', (t) => {
  const runs = fc.tuple(
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 22, max: 34 }),
    fc.integer({ min: 44, max: 56 }),
  );
  let [found, all] = [0, 0];
  fc.assert(
    fc.property(runs, ([a, b, c]) => {
      all++;
      if (factorFor((3n << BigInt(a)) | (3n << BigInt(b)) | (3n << BigInt(c))) !== 0n) found++;
    }),
    { numRuns: 500, seed: 1 },
  );
  t.log(`${found} of ${all}`);
  t.true(found > 0.8 * all);
});
