/** The published sequences, step by step, and the race that the merged fix leaves to the memory. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/upcall-vector/index.ts';
import { ORDERS } from '../../../models/upcall-vector/parameters.ts';
import type { TraceStep } from '../../../src/check/counterexample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

async function published(choice: Choice, id: string) {
  const trace = property(await check(model, choice), id).counterexample;
  if (trace === undefined) throw new Error(`${id} is not violated`);
  const system = instantiate(model, chooseParameters(model.parameters, choice));
  return { steps: trace.steps, text: `${traceText(trace, columnsOf(system)).join('\n')}\n` };
}

const names = (steps: readonly TraceStep[]) => steps.map(({ process, label }) => `${process} ${label}`);

// Given verdict 1: "registration sets UP with no vector yet; the hypercall sets the vector and raises: IRR=1 with the APIC disabled;
// after SIPI the AP's check finds it. No sender needed."
test('the published stale bit of raise-on-set', async (t) => {
  const { steps, text } = await published({ variant: 'raise-on-set', ORDER: 'linux' }, 'S');
  golden(t, 'upcall-vector/stale-irr.txt', text);
  t.deepEqual(names(steps), [
    'BSP r.sel',
    'BSP register.r.up',
    'BSP register.as.vec',
    'BSP h.vec',
    'BSP set.as.vec',
    'BSP set.as.irr',
    'BSP b.sipi',
    'AP a.start',
    'AP a.check',
  ]);
  t.deepEqual(steps[5]?.changes['irr'], [false, true]);
  const accepted = await published({ variant: 'raise-on-set', ORDER: 'linux' }, 'W');
  t.deepEqual(names(accepted.steps), names(steps).slice(0, 6), 'it is accepted where the hypercall raises');
});

// Given verdict 2: "UP was set by registration, the raise is dropped because the APIC is disabled, and a later sender finds SEL and UP
// already set: deaf for ever."
test('the published deafness of lost-when-disabled', async (t) => {
  const { steps, text } = await published({ variant: 'lost-when-disabled', ORDER: 'linux' }, 'L');
  golden(t, 'upcall-vector/deaf.txt', text);
  const order = names(steps);
  t.deepEqual(order.slice(0, 6), [
    'BSP r.sel',
    'BSP register.r.up',
    'BSP register.as.vec',
    'BSP h.vec',
    'BSP set.as.vec',
    'BSP set.as.en',
  ]);
  t.deepEqual(order.slice(-2), ['sender[0] s.port', 'sender[0] s.sel'], 'the sender finds the selector set');
  t.false(order.some((name) => name.endsWith('as.irr')));
  t.is(property(await check(model, { variant: 'lost-when-disabled' }), 'D').verdict, 'violated');
});

// Given verdict 3: "SPIV=exit, SC, CYC=0: W, S, L, D, A and I hold in every ORDER."
for (const ORDER of ORDERS) {
  test(`given: assert-on-enable with ORDER=${ORDER} holds W, S, L, D, A and I`, async (t) => {
    const report = await check(model, { variant: 'assert-on-enable', ORDER });
    for (const id of ['W', 'S', 'L', 'D', 'A', 'I']) t.is(property(report, id).verdict, 'holds', id);
  });
}

// The store of EN and the load of UP in ENABLE, the locked UP and the load of ENX of a sender: store buffering, of which x86 allows
// the outcome in which both loads see the old value unless both CPUs put a barrier between (SDM vol. 3A, 9.2.3.4).
test('without a barrier in ENABLE the merged fix loses an upcall to a store buffer', async (t) => {
  const { steps, text } = await published({ ORDER: 'norereg', MEM: 'TSO' }, 'L');
  golden(t, 'upcall-vector/store-buffer.txt', text);
  const order = names(steps);
  const at = (name: string) => order.indexOf(name);
  t.true(at('AP e.en') < at('AP e.up'));
  t.true(at('AP e.up') < at('sender[0] s.up'), 'UP is read before it is set');
  t.true(at('sender[0] ASSERT.as.en') < at('AP store buffer drain'), 'ENX is read before it has arrived');
});
