/** Which barriers the merged fix relies on: by its parameters, and by taking out every fence and locked instruction in turn. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/upcall-vector/index.ts';
import { ORDERS, type Order } from '../../../models/upcall-vector/parameters.ts';
import { checkSystem } from '../../../src/check/check.ts';
import { ablateFences } from '../../../src/check/doubt/ablation.ts';
import type { BuildOptions } from '../../../src/language/assembly.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { property } from '../../helpers/explored.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

const SETTINGS = [
  { APFENCE: 0, HCFENCE: 0 },
  { APFENCE: 0, HCFENCE: 1 },
  { APFENCE: 1, HCFENCE: 0 },
  { APFENCE: 1, HCFENCE: 1 },
] as const;

/** By setting of the fences, whether L holds. */
async function holds(choice: Choice): Promise<boolean[]> {
  const verdicts = SETTINGS.map(async (fences) =>
    property(await check(model, { MEM: 'TSO', ...choice, ...fences }), 'L'),
  );
  return (await Promise.all(verdicts)).map(({ verdict }) => verdict === 'holds');
}

// Store buffering takes two CPUs that both write one location and then read the other's. Before SIPI only the BSP runs, and SIPI
// drains its buffer: what AP and BSP may race for takes ORDER=concurrent. UP is set once and for all before the first ENABLE, where the
// page is registered before SIPI: what AP and sender may race for takes ORDER=norereg, or a handler that has cleared UP.
const NEEDED: { readonly [O in Order]: readonly boolean[] } = {
  linux: [true, true, true, true],
  'set-then-reg': [true, true, true, true],
  norereg: [false, false, true, true],
  concurrent: [false, false, false, true],
  self: [true, true, true, true],
  'self-reg-set': [true, true, true, true],
  'self-enabled': [true, true, true, true],
};
for (const ORDER of ORDERS) {
  test(`with ORDER=${ORDER} the merged fix needs the fences that stand in the table`, async (t) => {
    t.deepEqual(await holds({ ORDER }), NEEDED[ORDER]);
  });
}

test('once the AP starts again, APFENCE is needed wherever the BSP set the vector', async (t) => {
  for (const ORDER of ['linux', 'set-then-reg', 'norereg'] as const) {
    t.deepEqual(await holds({ ORDER, CYC: 1 }), [false, false, true, true], ORDER);
  }
});

// g.clr and g.ipi are guest instructions: the VM entry before them is the barrier that ENABLE lacks. x.poll looks again at every entry.
test('what the guest does after the write needs no fence in ENABLE, and what every entry does needs none at all', async (t) => {
  for (const variant of ['guest-clears', 'guest-self-ipi'] as const) {
    t.deepEqual(await holds({ variant, ORDER: 'concurrent' }), [false, true, false, true], variant);
    t.deepEqual(await holds({ variant, ORDER: 'norereg' }), [true, true, true, true], variant);
  }
  t.deepEqual(await holds({ variant: 'poll-on-entry', ORDER: 'concurrent' }), [true, true, true, true]);
});

async function needed(choice: Choice): Promise<string[]> {
  const parameters = chooseParameters(model.parameters, choice);
  const build = (options: BuildOptions = {}) => instantiate(model, parameters, model.name, options);
  const cell = { model: model.name, parameters, system: build(), build };
  const { fences } = await ablateFences(cell, await checkSystem(cell.system, cell));
  return fences.filter((one) => one.needed === 'needed').map(({ fence }) => fence);
}

test('of all barriers on the way of an upcall, these are needed', async (t) => {
  const both = { MEM: 'TSO', APFENCE: 1, HCFENCE: 1 } as const;
  const concurrent = await needed({ ...both, ORDER: 'concurrent' });
  t.true(concurrent.includes('APFENCE') && concurrent.includes('HCFENCE'));
  t.true(concurrent.includes('sender.s.up'), 'UP, then ENX: the sender is the other side of APFENCE');
  // As upstream has it: the vector leaves the BSP's store buffer at SIPI at the latest, before the AP can look for it.
  const norereg = await needed({ MEM: 'TSO', APFENCE: 1, ORDER: 'norereg' });
  t.true(norereg.includes('APFENCE') && norereg.includes('SIPI') && norereg.includes('sender.s.up'));
});

test('the fences do nothing where memory is sequentially consistent', async (t) => {
  for (const ORDER of ORDERS) {
    for (const fences of SETTINGS) t.is((await check(model, { ORDER, ...fences })).verdict, 'holds', ORDER);
  }
});
