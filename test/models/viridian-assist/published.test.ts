/** The published sequences, step by step. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/viridian-assist/index.ts';
import type { TraceStep } from '../../../src/check/counterexample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = Parameters<typeof check<typeof model.parameters>>[1];

async function published(choice: Choice, id: string) {
  const trace = property(await check(model, choice), id).counterexample;
  if (trace === undefined) throw new Error(`${id} is not violated`);
  const system = instantiate(model, chooseParameters(model.parameters, choice ?? {}));
  return { steps: trace.steps, text: `${traceText(trace, columnsOf(system)).join('\n')}\n` };
}

/** The numbers, from 1, of the steps that do something in this order. */
function inOrder(steps: readonly TraceStep[], events: readonly ((step: TraceStep) => boolean)[]): number[] {
  let from = 0;
  return events.map((event) => {
    const found = steps.findIndex((step, i) => i >= from && event(step));
    from = found + 1;
    return from;
  });
}
const changes = (name: string, after: unknown) => (step: TraceStep) =>
  JSON.stringify(step.changes[name]?.[1]) === JSON.stringify(after);
const at = (label: string) => (step: TraceStep) => step.label === label;

// Given verdict 1: "a raise is delivered with assist, the guest finishes with an ordinary EOI, a second raise passes HP1/HP2,
// and ACK1 finds LATCH set".
test('the published crash of latched-vector', async (t) => {
  const { steps, text } = await published({ variant: 'latched-vector', guest: 'ignore', config: 'E1' }, 'P1');
  golden(t, 'viridian-assist/crash.txt', text);
  const offered = { $: 'AssistPage', mapped: true, bit: true, latch: 'L' };
  const order = inOrder(steps, [changes('page', offered), at('ENTER'), at('g.eoi'), at('HP1'), at('HP2'), at('ACK1')]);
  t.deepEqual(order, [9, 15, 17, 18, 19, 21]);
  t.false(
    steps.slice(9).some((step) => 'page' in step.changes),
    'bit and latch stay as they are to the end',
  );
  t.deepEqual(steps.at(-1)?.changes['reached'], [null, 'P1']);
});

// Given verdict 2: "L injected with assist, the guest opens IF, H arrives and is injected nested, the guest elides H, and the
// next HP2 completes the latched L while L is still running".
test('the published premature EOI of initial-2016', async (t) => {
  const { steps, text } = await published({ variant: 'initial-2016', guest: 'use', config: 'E2' }, 'P2');
  golden(t, 'viridian-assist/premature-eoi.txt', text);
  const order = inOrder(steps, [
    changes('injected', 'L'),
    at('g.open'),
    changes('injected', 'H'),
    at('g.elide'),
    at('HP2'),
  ]);
  t.true(
    order.every((step, i) => step > (order[i - 1] ?? 0)),
    order.join(),
  );
  t.is(order.at(-1), steps.length);
  t.deepEqual(steps.at(-1)?.changes['isr'], [
    { $: 'Set', values: ['H', 'L'] },
    { $: 'Set', values: ['H'] },
  ]);
});
