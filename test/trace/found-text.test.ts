/** What is said of how a trace was found: no more than was compared. */
import test from 'ava';
import { foundText } from '../../src/trace/found-text.ts';

const step = { process: 'p', label: 'go', tag: 'system' as const, changes: {} };
const trace = { initial: {}, steps: [step] };
const said = (
  shown: typeof trace & { readonly switchesUncompared?: true; readonly notShortest?: true },
  stopped?: 'timeout',
) => foundText({ kind: 'invariant', counterexample: shown }, shown, { ...(stopped && { stopped }) });

test('that no trace has fewer context switches is said where all of this length were compared', (t) => {
  t.is(said(trace), 'invariant violated in 1 step with 0 context switches: none is shorter, none as short has fewer.');
  const shortest = 'invariant violated in 1 step with 0 context switches: none is shorter.';
  t.is(said({ ...trace, switchesUncompared: true }), shortest);
  t.is(said(trace, 'timeout'), shortest);
});

test('a trace of which only some orders of steps were explored is not said to be shortest', (t) => {
  const text = 'invariant violated in 1 step with 0 context switches: not shortest.';
  t.is(said({ ...trace, notShortest: true }), text);
});
