/** What the review and the merged code are known to do, and the sequences step by step. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/vgic-queue/index.ts';
import { checkSystem } from '../../../src/check/check.ts';
import type { Counterexample, TraceStep } from '../../../src/check/counterexample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import type { System } from '../../../src/model/system.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

const systemOf = (choice: Choice) => instantiate(model, chooseParameters(model.parameters, choice));

async function violated(t: Parameters<typeof golden>[0], system: System, id: string, name: string) {
  const trace = property(await checkSystem(system, { model: 'vgic-queue', parameters: {} }), id).counterexample;
  if (trace === undefined) throw new Error(`${id} is not violated`);
  golden(t, `vgic-queue/${name}.txt`, `${traceText(trace, columnsOf(system)).join('\n')}\n`);
  return trace;
}

async function violations(choice: Choice): Promise<readonly string[]> {
  const { properties } = await check(model, choice);
  return properties
    .filter(({ verdict, informational }) => verdict === 'violated' && !informational)
    .map(({ id }) => id);
}

const labels = (steps: readonly TraceStep[]) =>
  steps.map(({ process, label, alternative }) => `${process} ${alternative ?? label}`);

function atTheEnd({ initial, steps }: Counterexample, name: string): unknown {
  return steps.reduce((value, { changes }) => changes[name]?.[1] ?? value, initial[name]);
}

// Given 1: "the first edge is queued, delivered and active; the second edge finds it already on the list and only unblocks;
// the guest's EOI of an edge interrupt raises no maintenance interrupt; the vCPU stays in the guest with the latch set."
// Of the orders of EOI and second edge, which nothing tells apart before the next exit, the trace has that of fewer switches.
test("given 1: the review's point, an edge that comes while the first is listed is late in POSTED", async (t) => {
  const trace = await violated(t, systemOf({ variant: 'POSTED', wfi: 'off' }), 'N3', 'late-second-edge');
  const order = labels(trace.steps);
  const places = ['INJ Q5', 'INJ KICK3', 'vCPU0 kick', 'vCPU0 ack LR0', 'INJ UNBLOCK'].map((s) => order.indexOf(s));
  t.false(places.includes(-1), order.join(', '));
  t.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  t.true(order.includes('vCPU0 eoi LR0'));
  t.is(order.lastIndexOf('INJ KICK3'), places[1] as number, 'only the first edge kicks');
  t.true(order.lastIndexOf('INJ LOCK') > (places[3] as number), 'the second comes when the first is taken');
  t.like(atTheEnd(trace, 'irq[0]'), { latch: true, on: 0 });
  t.is(atTheEnd(trace, 'maint[0]'), false);
});

test('given 1: with the kick in the early path S1 holds, and level interrupts do not need it', async (t) => {
  t.deepEqual(await violations({ variant: 'POSTED', scenario: 'S1' }), ['N3']);
  t.deepEqual(await violations({ variant: 'POSTED', scenario: 'S1', early: 'kick' }), []);
  t.deepEqual(await violations({ variant: 'POSTED', scenario: 'S9' }), []);
});

for (const scenario of ['S1', 'S2', 'S4', 'S7a'] as const) {
  test(`given 2: MERGED holds every property in ${scenario}`, async (t) => {
    t.deepEqual(await violations({ scenario }), []);
  });
}

// Given 3: "the injector takes the interrupt's lock with interrupts on, the handler starts on the same pCPU and spins:
// deadlock in 3 steps"
test('given 3: with interrupts on, a handler waits for the lock of the injector that it interrupts', async (t) => {
  const trace = await violated(t, systemOf({ variant: 'M-noIrqsave', scenario: 'S7a' }), 'D1', 'handler-deadlock');
  t.deepEqual(labels(trace.steps), ['INJ start', 'INJ LOCK', 'ISR start']);
});

test('given 3: two injectors that take the two locks in opposite orders deadlock', async (t) => {
  const trace = await violated(t, systemOf({ variant: 'M-mixedOrder', scenario: 'S2' }), 'D1', 'abba');
  t.like(atTheEnd(trace, 'apLock[0]'), { holder: 'INJ' });
  t.like(atTheEnd(trace, 'irqLock[0]'), { holder: 'INJ2' });
});

// Given 4: "V2 is violated by an adversarial guest: the retry loop alternates between the two lists for ever. V1 holds."
// Xen's spin locks are ticket locks. With unfair ones INJ need never get its first lock.
test('given 4: affinity writes for ever keep the injector retrying, fair locks or not', async (t) => {
  const choice: Choice = { scenario: 'S14', affinity: 'unbounded' };
  t.is(property(await check(model, { ...choice, locks: 'unfair' }), 'V2').verdict, 'violated');
  const trace = await violated(t, systemOf(choice), 'V2', 'endless-retry');
  const cycle = trace.steps.slice(trace.cycleStart);
  // It decides for a list, finds with both locks that the interrupt belongs to the other by now, and begins again with that.
  const round = ['INJ Q0', 'INJ Q1', 'INJ Q3', 'INJ Q4', 'INJ Q5'];
  t.deepEqual(
    labels(cycle)
      .filter((step) => step.startsWith('INJ '))
      .toSorted(),
    [...round, ...round].toSorted(),
  );
  for (const list of ['apLock[0]', 'apLock[1]']) t.true(cycle.some(({ changes }) => list in changes));
  t.false(cycle.some(({ changes }) => 'ap[0]' in changes || 'ap[1]' in changes));
  t.is(property(await check(model, { scenario: 'S14' }), 'V1').verdict, 'holds');
});

// Without a second look there is nothing to retry; a lock that is kept keeps the affinity; a write that queues leaves nothing to do.
for (const variant of ['M-noRetry', 'M-noRecheck', 'M-invOrder', 'H-tgtQueue'] as const) {
  test(`given 4: the injector of ${variant} finishes under affinity writes for ever, with fair locks`, async (t) => {
    const choice: Choice = { scenario: 'S14', affinity: 'unbounded', variant };
    t.is(property(await check(model, choice), 'V2').verdict, 'holds');
    t.is(property(await check(model, { ...choice, locks: 'unfair' }), 'V2').verdict, 'violated');
  });
}

// Fairness of locks is about infinite runs: nothing else may depend on it.
for (const choice of [{ scenario: 'S11' }, { scenario: 'S8i' }, { scenario: 'S14', affinity: 'unbounded' }] as const) {
  test(`locks=unfair has the states and verdicts of locks=fair with ${JSON.stringify(choice)}`, async (t) => {
    const [fair, unfair] = await Promise.all([check(model, choice), check(model, { ...choice, locks: 'unfair' })]);
    t.is(unfair.statistics.states, fair.statistics.states);
    t.is(unfair.statistics.transitions, fair.statistics.transitions);
    const finite = ({ properties }: typeof fair) => properties.filter(({ id }) => id !== 'V2');
    t.deepEqual(finite(unfair), finite(fair));
  });
}
