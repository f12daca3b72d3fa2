/**
 * Scripts that a user gives. Independent explorers tried those that no scenario has: ALL-HARDENING holds in them, and MERGED fails where
 * interrupts move.
 */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/vgic-queue/index.ts';
import { userError } from '../../helpers/explored.ts';

test('a script that a scenario has is that scenario', async (t) => {
  for (const [scenario, script] of [
    ['S3a', 'INJ:edge0,CFG:move0>1'],
    ['S2', 'INJ:edge0,INJ2:edge0'],
    ['S14', 'INJ:edge0,CFG:move0>1,CFG:move0>0,in-guest'],
  ] as const) {
    const options = { wfi: 'off' } as const;
    const [named, given] = await Promise.all([
      check(model, { scenario, ...options }),
      check(model, { script, ...options }),
    ]);
    const counts = ({ statistics: { states, transitions, depth } }: typeof named) => [states, transitions, depth];
    t.deepEqual(counts(given), counts(named), script);
    t.deepEqual(
      given.properties.map(({ verdict }) => verdict),
      named.properties.map(({ verdict }) => verdict),
    );
  }
});

for (const [what, script] of [
  ['a level interrupt that moves', 'INJ:raise0,INJ:lower0,CFG:move0>1'],
  ['an LPI that moves', 'lpi,INJ:edge0,CFG:move0>1'],
] as const)
  test(`${what} loses an interrupt in the merged code and none with all hardenings`, async (t) => {
    const merged = await check(model, { script });
    t.true(merged.properties.some(({ id, verdict }) => id === 'N2' && verdict === 'violated'));
    t.is((await check(model, { script, variant: 'ALL-HARDENING' })).verdict, 'holds');
  });

test('a script that says nothing that could be is refused', async (t) => {
  for (const script of ['INJ:fall', 'INJ:edge0;', 'CFG:move0>1', 'INJ:edge0,INJ:raise0', 'INJ:edge2'])
    t.is((await userError(() => check(model, { script }))).code, 'E_PARAMETER', script);
});
