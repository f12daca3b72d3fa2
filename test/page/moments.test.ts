import test from 'ava';
import { checkSystem } from '../../src/check/check.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { controlText, isSwitch, laneOf, lanesOf, valuesAt } from '../../src/page/moments.ts';
import { columnsOf, contextSwitches } from '../../src/trace/text.ts';

test('the values at each moment are those before the next change and after the last one', async (t) => {
  const { model } = await loadModel('locked-queue');
  const parameters = chooseParameters(model.parameters, { variant: 'no-recheck' });
  const system = instantiate(model, parameters, 'locked-queue');
  const { properties } = await checkSystem(system, { model: 'locked-queue', parameters }, {});
  const violated = properties.filter(({ counterexample }) => counterexample !== undefined);
  // As the model expects for each of its sizes.
  t.deepEqual(
    violated.map(({ id }) => id),
    ['right list'],
  );
  const traces = violated.flatMap(({ counterexample }) => counterexample ?? []);
  for (const trace of traces) {
    for (const [i, step] of trace.steps.entries()) {
      for (const [name, [before, after]] of Object.entries(step.changes)) {
        t.deepEqual(valuesAt(trace, i).get(name), before);
        t.deepEqual(valuesAt(trace, i + 1).get(name), after);
      }
    }
    const lanes = lanesOf(trace, columnsOf(system));
    for (const step of trace.steps) t.true(lanes.includes(laneOf(step, columnsOf(system))));
    const switches = trace.steps.filter((_, i) => isSwitch(trace, i)).length;
    t.is(switches, contextSwitches(trace.steps));
  }
});

test('a label in a procedure is printed with the parameters of the procedure', (t) => {
  const locals = { $: 'OrderedMap', entries: [['cpu', 1]] };
  t.is(controlText({ $: 'Frame', label: 'kick.send', locals, returnTo: 'idle' }), 'kick.send (cpu 1)');
  t.is(
    controlText({ $: 'Frame', label: 'kick.send', locals: { $: 'OrderedMap', entries: [] }, returnTo: 'idle' }),
    'kick.send',
  );
  t.is(controlText('idle'), 'idle');
});
