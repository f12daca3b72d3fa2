/** The published sequences, step by step, and what the thread and the commits say of each design. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/callback-irq/index.ts';
import type { Counterexample, TraceStep } from '../../../src/check/counterexample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property, userError } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

async function traced(choice: Choice, id: string) {
  const trace = property(await check(model, choice), id).counterexample;
  if (trace === undefined) throw new Error(`${id} is not violated`);
  const system = instantiate(model, chooseParameters(model.parameters, choice));
  return { trace, text: `${traceText(trace, columnsOf(system)).join('\n')}\n` };
}
const nameOf = ({ process, label, alternative = label }: TraceStep) => `${process} ${alternative}`;
const cycleOf = ({ steps, cycleStart = 0 }: Counterexample) => steps.slice(cycleStart);

// Given verdict 1: "vCPU 0 asserts the line at its entry and goes idle; vCPU 1's handler clears UP and writes EOI; the EOI finds the
// line still asserted and re-injects; the handler runs again for nothing, and so on".
test('the published storm of vcpu0-only', async (t) => {
  const { trace, text } = await traced({ variant: 'vcpu0-only', V0: 'halt', n: 1 }, 'ST');
  golden(t, 'callback-irq/storm.txt', text);
  const stem = trace.steps.slice(0, trace.cycleStart).map(nameOf);
  t.true(stem.includes('vcpu0 entry.L2') && stem.includes('vcpu1 h.up'));
  t.deepEqual(trace.steps.find((step) => 'ca' in step.changes)?.process, 'vcpu0', 'vCPU 0 asserts the line');
  const cycle = cycleOf(trace);
  t.true(
    cycle.every(({ process }) => process === 'vcpu1'),
    'vCPU 0 is idle',
  );
  t.deepEqual(cycle.find(({ label }) => label === 'eoi.io')?.changes['irr[1]'], [false, true], 'the EOI re-injects');
  t.true(cycle.some(({ alternative }) => alternative === 'deliver'));
  t.false(
    cycle.some(({ changes }) => 'up' in changes || 'work' in changes),
    'the handler finds nothing',
  );
});

test('given: the second delivery of the storm is already spurious', async (t) => {
  const { trace, text } = await traced({ variant: 'vcpu0-only', V0: 'halt', n: 1 }, 'R');
  golden(t, 'callback-irq/spurious.txt', text);
  t.is(nameOf(trace.steps.at(-1) as TraceStep), 'vcpu1 h.up');
  t.is(trace.steps.filter(({ alternative }) => alternative === 'deliver').length, 2);
});

// Given verdict 2: "nobody but vCPU 0 notices the event".
test('given: deassert-at-eoi leaves an event to a vCPU 0 that never runs', async (t) => {
  const { trace, text } = await traced({ variant: 'deassert-at-eoi', V0: 'never' }, 'DL');
  golden(t, 'callback-irq/unnoticed.txt', text);
  t.is(trace.cycleStart, trace.steps.length, 'all rests');
  t.false(trace.steps.some(({ changes }) => 'ca' in changes));
  t.deepEqual(trace.steps.findLast(({ changes }) => 'kick[0]' in changes)?.changes['kick[0]'], [false, true]);
});

for (const V0 of ['halt', 'never', 'tick'] as const) {
  test(`given: the final code holds everything with fasteoi, level, n=2 and V0=${V0}`, async (t) => {
    const report = await check(model, { V0 });
    for (const id of ['ST', 'DL', 'Q1', 'Q2', 'R', 'C1']) {
      t.like(property(report, id), { verdict: 'holds', vacuous: undefined }, id);
    }
  });
}

// a5db2986d47f: "hvm_set_callback_irq_level() must not be called in IRQ context or with IRQs disabled".
test('the published self-deadlock of send+exit: an interrupt handler waits for the lock of what it has interrupted', async (t) => {
  const { trace, text } = await traced({ variant: 'send+exit', IRQCTX: 1 }, 'K1');
  golden(t, 'callback-irq/self-deadlock.txt', text);
  const taken = trace.steps.findLastIndex(({ changes }) => 'lk' in changes);
  t.is(nameOf(trace.steps[taken] as TraceStep), 'vcpu1 m.L1');
  t.deepEqual(trace.steps.slice(taken + 1).map(nameOf), ['sender1 s.port', 'sender1 s.up', 'sender1 s.notify']);
  t.is(property(await check(model, { IRQCTX: 1 }), 'K1').verdict, 'holds');
});

// b4799791c1e8: "IRR and TMR race condition bug fix".
test('the published race of IRR and TMR: the EOI of a level interrupt looks like that of an edge', async (t) => {
  const { trace, text } = await traced({ TMRLATE: 1, style: 'eoifirst' }, 'Q1');
  golden(t, 'callback-irq/tmr-late.txt', text);
  const at = (label: string) => trace.steps.findIndex((step) => step.label === label);
  t.true(at('s.L2') < at('eoi.isr') && at('eoi.isr') < at('s.L3'));
  t.is(at('eoi.io'), -1, 'the EOI never reaches the IO-APIC');
  t.false(
    trace.steps.some(({ label, changes }) => label === 'eoi.isr' && 'tmr[1]' in changes),
    'it finds the TMR clear',
  );
});

// 603ad88fe8a6: irq_lock is dropped before the other lock is taken. Two programs of four steps that take E, I and I, E: the state in
// which each has its first lock is two steps away.
test('given: an EOI that keeps irq_lock while it takes the event lock deadlocks, the real one does not', async (t) => {
  t.is(property(await check(model, { module: 'k2-real' }), 'K2').verdict, 'holds');
  const { trace } = await traced({ module: 'k2-mutant' }, 'K2');
  t.is(trace.steps.length, 2);
});

test('RECHECK=0 without DROPLOCK=1 is refused', async (t) => {
  const error = await userError(() => check(model, { RECHECK: 0 }));
  t.is(error.code, 'E_PARAMETER');
  t.regex(error.message, /DROPLOCK=1/);
});
