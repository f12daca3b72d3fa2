/** What is pending is taken in the end (L1), or not: what starves, what is lost without starving, and why. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/viridian-assist/index.ts';
import { checkSystem } from '../../../src/check/check.ts';
import type { Counterexample, TraceStep } from '../../../src/check/counterexample.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { columnsOf, traceText } from '../../../src/trace/text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

const judged = async (choice: Choice, id: 'P4' | 'L1') => property(await check(model, choice), id);

/** The value of a component where a trace ends. */
function atTheEnd({ initial, steps }: Counterexample, name: string): unknown {
  return steps.reduce((value, { changes }) => changes[name]?.[1] ?? value, initial[name]);
}
const NOTHING = { $: 'Set', values: [] };
const stepName = ({ label, alternative }: TraceStep) => alternative ?? label;

// A run in which something stays in the IRR is bound to pass a state where all rests: handlers end, windows open and kicks are
// served, which is finitely often when nothing more is raised; what is left are exits that nobody owes. P4 judges that state.
test('whatever starves is lost as well', (t) => {
  const starving = (model.matrix?.cells ?? []).filter((cell) => expectedViolations(model, cell).includes('L1'));
  t.true(starving.length > 0);
  for (const cell of starving) {
    t.true(expectedViolations(model, cell).includes('P4'), `${cell.variant} ${cell.scenario}`);
  }
});

// The device holds its line up, remote IRR keeps the IO-APIC from sending, and the vCPU has nothing to take.
for (const [what, choice] of [
  ['a level EOI skipped under the offer for an auto-EOI vector', { AEOI: 'L' }],
  ['the line of a level vector that is auto-EOI', { AEOI: 'H' }],
  ['a level EOI skipped under the bit that INIT leaves', { INIT: 1 }],
  ['a level EOI skipped under the offer that an EOI leaves', { variant: 'noClearOnEOI' }],
  ['a level EOI completed without its hook', { variant: 'clearBitOnlyInHP' }],
  ['the EOI of a level vector that is offered the assist', { variant: 'noTMRcheck' }],
] as const) {
  test(`${what} is lost on the wire: the line is up, remote IRR is set, and nothing starves`, async (t) => {
    const choiceV2: Choice = { config: 'V2', ...choice };
    const lost = (await judged(choiceV2, 'P4')).counterexample as Counterexample;
    t.deepEqual(atTheEnd(lost, 'irr'), NOTHING);
    t.deepEqual(atTheEnd(lost, 'pin[H]'), { $: 'IoApicPin', line: true, remoteIrr: true });
    t.like(await judged(choiceV2, 'L1'), { verdict: 'holds', vacuous: undefined });
  });
}

// The design before the fix latches the vector: its completion looks for L, and H stays in service above it.
test('the level EOI that latched-vector loses starves L', async (t) => {
  const choice: Choice = { variant: 'latched-vector', config: 'V2' };
  const { counterexample } = await judged(choice, 'L1');
  const trace = counterexample as Counterexample;
  golden(
    t,
    'viridian-assist/starvation.txt',
    `${traceText(trace, columnsOf(instantiate(model, chooseParameters(model.parameters, choice)))).join('\n')}\n`,
  );
  t.is(trace.cycleStart, trace.steps.length, 'all rests');
  t.deepEqual(atTheEnd(trace, 'irr'), { $: 'Set', values: ['L'] });
  t.deepEqual(atTheEnd(trace, 'isr'), { $: 'Set', values: ['H'] });
});

// The latch survives without a page. Mapping the page again is an exit with a look, and the zeroed bit says what was avoided;
// but where an EOI withdraws the offer without catching up first, the EOI of a handler above comes before the look.
test('an avoided EOI that unmapping hides starves whatever must wait, until the page is mapped again', async (t) => {
  const verdict = async (choice: Choice) => (await judged({ config: 'E2', ...choice }, 'L1')).verdict;
  t.is(await verdict({ REMAP: 1 }), 'violated');
  t.is(await verdict({ REMAP: 2 }), 'holds');
  t.is(await verdict({ REMAP: 1, fix: ['unmap-syncs'] }), 'holds');
  t.is(await verdict({ REMAP: 2, variant: 'latch-cleared-on-eoi+hook' }), 'violated');
});

// The look at what is pending is the same at every exit: with H still in service it finds each time that L must wait.
test('no exit helps what waits for a vector that stays in service', async (t) => {
  const { steps, cycleStart = 0 } = (await judged({ variant: 'noMissedInEOI', config: 'E2', EXITS: 1 }, 'L1'))
    .counterexample as Counterexample;
  const cycle = steps.slice(cycleStart).map(stepName);
  const turn = ['x.other', 'HP1', 'HP2', 'SOFT', 'ENTER'];
  const from = turn.indexOf(cycle[0] as string);
  t.deepEqual(cycle, [...turn.slice(from), ...turn.slice(0, from)]);
});

// Here nothing in service stands above it once the avoided EOI is noticed, as it would be at the next exit.
test('an exit would help what waits under an offer that was kept out, but nobody owes one', async (t) => {
  const { steps, cycleStart } = (await judged({ variant: 'noClearOnLower', config: 'E1', EXITS: 1 }, 'L1'))
    .counterexample as Counterexample;
  t.is(cycleStart, steps.length, 'all rests');
});

// Its device lets go of the line when the handler runs, which it never does: the second raise cannot come.
test('without kicks a level vector is not used up, so that L1 says nothing', async (t) => {
  t.like(await judged({ variant: 'noKick', config: 'V2' }, 'L1'), { verdict: 'holds', vacuous: true });
  t.is((await judged({ variant: 'noKick', config: 'E2' }, 'L1')).verdict, 'violated');
  t.is((await judged({ variant: 'noKick', config: 'V2', EXITS: 1 }, 'L1')).verdict, 'violated');
});

// An exit takes the CPU from the handler between any two instructions: its next one is enabled again and again, but not for good.
test('where other exits go on for ever, the guest gets on by strong fairness and not by weak', async (t) => {
  const system = instantiate(model, chooseParameters(model.parameters, { config: 'E1', EXITS: 1 }));
  const processes = system.processes.map((process) =>
    process.name === 'guest' ? { ...process, fairness: 'weak' as const } : process,
  );
  const verdict = async (one: typeof system) =>
    property(await checkSystem(one, { model: 'test', parameters: {} }), 'L1').verdict;
  t.is(await verdict(system), 'holds');
  t.is(await verdict({ ...system, processes }), 'violated');
});

// It takes the offer back at every exit: nothing that was avoided outlives the look. Only a guest that reads and writes apart can.
test('resync-each-exit starves nothing in any setting with a lawful guest', (t) => {
  const starved = (model.matrix?.cells ?? []).filter(
    (cell) => cell.variant === 'resync-each-exit' && expectedViolations(model, cell).includes('L1'),
  );
  t.deepEqual(
    starved.map(({ scenario }) => scenario),
    ['nonatomic E1', 'nonatomic E2', 'nonatomic V2'],
  );
});
