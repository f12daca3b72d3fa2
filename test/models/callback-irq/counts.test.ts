/**
 * The counts of a second implementation of the specification's text, in another language and without any part of this one: a slip in
 * either shows as another count.
 */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/callback-irq/index.ts';
import type { Variant } from '../../../models/callback-irq/parameters.ts';
import { testCounts } from '../../helpers/counted.ts';

testCounts(model, [
  [{}, 4560, 11720, 52],
  [{ V0: 'tick' }, 7866, 21721, 52],
  [{ style: 'maskack' }, 6471, 16746, 88],
  [{ style: 'eoifirst' }, 8934, 22870, 80],
  [{ k: 2 }, 8131, 22323, 52],
  [{ n: 3 }, 9377, 25079, 54],
  [{ TRIG: 'edge' }, 4021, 9950, 55],
  [{ IRQCTX: 1 }, 4288, 10643, 54],
  [{ TMRLATE: 1, style: 'eoifirst' }, 11441, 29514, 86],
  [{ TMRLATE: 1, k: 2 }, 11735, 33465, 53],
  [{ IRQCTX: 1, TMRLATE: 1 }, 5729, 14694, 55],
  [{ DROPLOCK: 1, style: 'eoifirst' }, 9247, 23623, 83],
  [{ DROPLOCK: 1, RECHECK: 0, REROUTES: 1 }, 14196, 35720, 75],
  [{ POLLS: 1 }, 12199, 32022, 52],
  [{ REROUTES: 1, style: 'maskack' }, 14207, 36974, 93],
  [{ DIS: 1 }, 7152, 18522, 59],
  [{ DIS: 2 }, 13062, 34034, 66],
  [{ DIS: 2, DROPDIS: 0 }, 12132, 31878, 66],
  [{ variant: 'vcpu0-only' }, 7362, 19414, 53],
  [{ variant: 'vcpu0-only', TMRLATE: 1 }, 8851, 22947, 68],
  [{ variant: 'deassert-at-eoi', style: 'maskack' }, 13708, 36230, 100],
  [{ variant: 'any-vcpu-entry' }, 9255, 24222, 63],
  [{ variant: 'any-vcpu-entry', TMRLATE: 1 }, 9512, 24864, 64],
  [{ variant: 'send+entry', style: 'eoifirst' }, 11406, 29885, 87],
  [{ variant: 'send+exit', IRQCTX: 1 }, 2159, 4356, 45],
  [{ variant: 'no-deassert', REROUTES: 1 }, 5513, 14413, 51],
  [{ variant: 'no-reread' }, 4754, 11981, 56],
  [{ variant: 'no-lock', TMRLATE: 1 }, 10950, 29005, 71],
  [{ variant: 'no-resample', style: 'maskack' }, 6471, 16746, 88],
  [{ variant: 'no-rirr-guard', REROUTES: 1 }, 15437, 38137, 73],
  [{ variant: 'assert-before-up', k: 2 }, 23201, 70994, 52],
]);

test('engine and reference say the same of each design and mutant with one event', async (t) => {
  const said = async (variant: Variant, engine: 'kernel' | 'reference') => {
    const { properties, statistics } = await check(model, { variant, n: 1 }, { engine });
    const { states, transitions, depth, quiescentStates } = statistics;
    return { properties, states, transitions, depth, quiescentStates };
  };
  for (const variant of model.parameters.variant.values) {
    t.deepEqual(await said(variant, 'kernel'), await said(variant, 'reference'), variant);
  }
});

// V0=never says what vCPU 0 owes, not what it may do.
test('a vCPU 0 that may stop for ever reaches the same states by the same steps', async (t) => {
  const { states, transitions, depth } = (await check(model, { V0: 'halt' })).statistics;
  t.like((await check(model, { V0: 'never' })).statistics, { states, transitions, depth });
});

// D is at 0 to 4: it holds E at 1, 2 and 3, and I at 2. The mutant's G is at 0 to 4: it holds I at 1, 2 and 3, and E at 2. Of 25 pairs,
// five would have both hold one lock, and only such pairs lead to (3, 3): 19. The real G is at 0 to 6: it holds I at 1 and 5, E at 3.
// Of 35 pairs, (2, 1), (2, 5), (1, 3), (2, 3) and (3, 3) would have both hold one lock: 30.
test('the lock order has 19 states with the mutant and 30 with the real code', async (t) => {
  t.is((await check(model, { module: 'k2-mutant' })).statistics.states, 19);
  t.is((await check(model, { module: 'k2-real' })).statistics.states, 30);
});
