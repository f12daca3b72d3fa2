/** What the mailing list has published, step by step, and a sequence that it has not. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/avic-ipi/index.ts';
import type { Counterexample, TraceStep } from '../../../src/check/counterexample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

async function published(choice: Choice, id: string) {
  const trace = property(await check(model, choice), id).counterexample as Counterexample;
  const system = instantiate(model, chooseParameters(model.parameters, choice));
  return { steps: trace.steps, text: `${traceText(trace, columnsOf(system)).join('\n')}\n` };
}
const name = ({ process, label, alternative }: TraceStep) => `${process} ${alternative ?? label}`;
/** Whether the events happen in this order, other steps in between or not. */
function inOrder(steps: readonly TraceStep[], events: readonly ((step: TraceStep) => boolean)[]): boolean {
  let from = 0;
  return events.every((event) => {
    const found = steps.findIndex((step, i) => i >= from && event(step));
    from = found + 1;
    return found !== -1;
  });
}
const does = (step: string) => (taken: TraceStep) => name(taken) === step;
const takesV = (taken: TraceStep) => taken.changes['irr[0]']?.[1] === false;

// Given verdict 1, (1) to (7).
test('the published duplicate: the timer wakes B, which takes the IPI, and the handler of A sets it again', async (t) => {
  const { steps, text } = await published({ variant: 'REEMULATE', start: 'asleep' }, 'P1');
  golden(t, 'avic-ipi/duplicate.txt', text);
  t.true(
    inOrder(steps, [
      does('sender[0] A.write'),
      does('sender[0] A.setIrr'),
      does('sender[0] A.readRun'),
      does('receiver[0] S.wake'),
      takesV,
      does('sender[0] R1'),
      takesV,
    ]),
    steps.map(name).join('; '),
  );
  t.false(steps.some(does('sender[0] R5')), 'it is the timer that wakes B');
  t.true(steps.some(does('timer T5')));
  t.is(steps.filter(takesV).length, 2);
  t.is(steps.filter(does('sender[0] A.write')).length, 1);
});

// Given verdict 2.
test('the published loss: B is woken, its hint says there is nothing, and it sleeps again', async (t) => {
  const { steps, text } = await published({ variant: 'ORIGINAL-WAKE', start: 'asleep' }, 'P2');
  golden(t, 'avic-ipi/loss.txt', text);
  t.deepEqual(steps.map(name), [
    'sender[0] A.write',
    'sender[0] A.setIrr',
    'sender[0] A.readRun',
    'sender[0] A.exit',
    'sender[0] W1',
    'sender[0] W2',
    'receiver[0] S.wake',
    'receiver[0] B.arm',
    'receiver[0] C.hint',
    'receiver[0] B.schedule',
  ]);
});

// Given verdict 3.
test('the ordering question: IsRunning is read before the IRR is set, B sleeps in between, and the sender never exits', async (t) => {
  const { steps, text } = await published({ variant: 'WAKE', hw: 'readFirst' }, 'P2');
  golden(t, 'avic-ipi/read-first.txt', text);
  t.true(
    inOrder(steps, [
      does('sender[0] A.readRun'),
      does('receiver[0] B.clearRun'),
      does('receiver[0] C.scan'),
      does('sender[0] A.setIrr'),
    ]),
    steps.map(name).join('; '),
  );
  t.true(steps.some(does('sender[0] A.bell')));
  t.true(steps.some(does('wires[0] drop doorbell')));
  t.false(steps.some(does('sender[0] A.exit')));
});

// Not published: the commit that moved the read, 85b640450ddc, calls the race benign.
test('a kick that reads vcpu->cpu too early tells the vCPU to leave, interrupts the wrong pCPU, and swallows the next kick', async (t) => {
  const choice: Choice = { variant: 'KICK', ipiv: 'off', cpus: 2, senders: 2, timer: 0, hlts: 0 };
  const { steps, text } = await published(choice, 'P3');
  golden(t, 'avic-ipi/stale-kick.txt', text);
  t.true(
    inOrder(steps, [
      does('sender[0] K1'),
      (step) => step.changes['cpu[0]']?.[1] === 1,
      does('receiver[0] E.vmrun'),
      (step) => does('sender[0] K2')(step) && 'ipi[0][0]' in step.changes && step.changes['mode[0]']?.[1] === 'EXITING',
      does('sender[1] A.setIrr'),
      (step) => does('sender[1] K2')(step) && !('ipi[0][1]' in step.changes),
    ]),
    steps.map(name).join('; '),
  );
  const late = await check(model, { ...choice, kickCpu: 'late' });
  t.is(property(late, 'P3').verdict, 'holds');
});

// Given verdict 4.
for (const variant of ['KICK', 'FINAL'] as const) {
  test(`${variant} holds P1, P2 and P3 in the base configuration`, async (t) => {
    const report = await check(model, { variant });
    for (const id of ['P1', 'P2', 'P3']) t.like(property(report, id), { verdict: 'holds', vacuous: undefined }, id);
  });
}
