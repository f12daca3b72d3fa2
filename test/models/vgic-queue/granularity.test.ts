/** A sound merge changes no verdict: a lock with its body, and a look under a lock, as two steps each. */
import test from 'ava';
import { check } from 'everywhen';
import { parameters } from '../../../models/vgic-queue/parameters.ts';
import { build, model } from '../../../models/vgic-queue/system.ts';
import type { Report } from '../../../src/check/report.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { checked } from '../../helpers/explored.ts';

const verdicts = ({ properties }: Report) => properties.map(({ id, verdict }) => `${id} ${verdict}`);

for (const choice of [
  { scenario: 'S1' },
  { scenario: 'S4' },
  { scenario: 'S5c', variant: 'H-distScan' },
  { scenario: 'S3a' },
  { scenario: 'S7a', variant: 'M-noIrqsave' },
  { scenario: 'S5c', variant: 'M-flushOracle' },
  { scenario: 'S14', variant: 'ALL-HARDENING' },
] as const) {
  test(`${Object.values(choice).join(' ')} has the same verdicts in larger and in smaller steps`, async (t) => {
    const merged = await check(model, choice);
    const split = await checked(build(chooseParameters(parameters, choice) as never, 'split'));
    t.deepEqual(verdicts(split), verdicts(merged));
    t.true(split.statistics.states > merged.statistics.states, 'they are smaller');
  });
}
