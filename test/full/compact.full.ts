/** The keys of test/engine/compact.test.ts show bugs that are put into the compact table one at a time. */
import test from 'ava';
import { Kernel, newMemory } from '../../src/engine/kernel.ts';
import { faultIn, KEYS, LINES_FIRST } from '../helpers/compact-keys.ts';
import { compiledKernel } from '../helpers/kernel.ts';

for (const [what, text, instead] of [
  ['an entry does not say how far from home it stands', 'line += LINE_BYTES, bucket++', 'line += LINE_BYTES'],
  ['the lower bits of a hash are forgotten', '<u32>(hash & lowerMask)', '0'],
  [
    'which of the hashes with one home it is, is forgotten',
    '(among << (<u32>lowerBits))',
    '((among >> 1) << (<u32>lowerBits))',
  ],
  ['the least hash of a home is rounded down', '(home << UPPER_BITS) + tableLines - 1)', '(home << UPPER_BITS))'],
  ['the hash is no bijection', 'half = (bits + 1) >> 1', 'half = bits >> 2'],
  [
    'entries that move are read as those of the larger table',
    'hashIn(bucket, (at - base) / LINE_BYTES, linesBefore)',
    'hashIn(bucket, (at - base) / LINE_BYTES, lines)',
  ],
] as const) {
  test.serial(`the keys of a compact table show it when ${what}`, (t) => {
    const kernel = new Kernel(compiledKernel('tables/compact.ts', text, instead), newMemory(), {
      compactFrom: 0,
      linesFirst: LINES_FIRST,
    });
    const faults = KEYS.map((keys) => faultIn(kernel, keys)).filter((fault) => fault !== undefined);
    t.log(faults[0]);
    t.true(faults.length > 0);
  });
}
