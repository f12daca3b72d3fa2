/** The audit: a step that gives another result after it was memoised. */
import test from 'ava';
import { defineModel, defineSystem, sizeRange } from 'everywhen';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { checkSystem } from '../../src/check/check.ts';
import { instantiate } from '../../src/language/model.ts';
import type { Alternative } from '../../src/model/process.ts';
import type { System } from '../../src/model/system.ts';
import { systemOf, userError } from '../helpers/explored.ts';

const cell = { model: 'test', parameters: {} };

/** A counter outside the model makes the step do something else after `from` calls. */
function fickle(from: number) {
  let calls = 0;
  return defineModel({
    name: 'fickle',
    title: 'a step that changes its mind',
    parameters: { size: sizeRange({ from: 1, to: 1000, initial: 300 }) },
    build: ({ size }) =>
      defineSystem({ a: 0, b: 0 }, { deadlock: 'allowed' }).rules('r', {
        a: (s) => s.when(s.get('a') < size)?.update('a', (a) => a + 1),
        b: (s) => s.set('b', ++calls > from ? 2 : 1),
      }),
  });
}

test('a step whose result changes after its 100th call is caught with --audit all', async (t) => {
  const error = await userError(() => checkSystem(instantiate(fickle(100), { size: 300 }), cell, { auditOneIn: 1 }));
  t.is(error.code, 'E_IMPURE');
  t.regex(error.message, /rule 'b' of process 'r'/);
});

test('without an audit of all states it is not caught, because it is called only twice', async (t) => {
  const report = await checkSystem(instantiate(fickle(100), { size: 300 }), cell, { auditOneIn: 2 ** 30 });
  t.is(report.statistics.states, 602);
});

test('a state with more successors than one step may have is visited, audited and explained', async (t) => {
  const each = 10_000;
  const from = (first: number) => Array.from({ length: each }, (_, i) => first + i);
  const system = defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .rules('r', {
      low: (s) => s.when(s.get('n') === 0)?.chooseFrom(from(1), (n) => s.set('n', n)),
      high: (s) => s.when(s.get('n') === 0)?.chooseFrom(from(each + 1), (n) => s.set('n', n)),
    })
    .invariant('I', 'n is no more than that', (s) => s.get('n') < 2 * each);
  const report = await checkSystem(systemOf(system), cell, { auditOneIn: 1 });
  t.is(report.statistics.states, 2 * each + 1);
  t.is(report.statistics.transitions, 2 * each);
  t.is(report.properties[0]?.counterexample?.steps[0]?.outcome, String(2 * each));
});

test('a state with more successors than can be listed is refused as an error of the model', async (t) => {
  const items = Array.from({ length: 16_000 }, (_, i) => i + 1);
  const system = defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .ruleSets('r', 5, {
      choose: (s) => s.when(s.get('n') === 0)?.chooseFrom(items, (n) => s.set('n', n + s.index * items.length)),
    })
    .invariant('I', 'n is not the last', (s) => s.get('n') < 5 * items.length);
  const error = await userError(() => checkSystem(systemOf(system), cell, { auditOneIn: 2 ** 30 }));
  t.is(error.code, 'E_STEP');
  t.regex(error.message, /more than 65536 successors/);
});

/** The system with one alternative that does nothing after `from` calls. */
function forgetful(system: System, label: string, from: number): System {
  let calls = 0;
  const forget = (alternative: Alternative): Alternative =>
    alternative.label === label
      ? { ...alternative, run: (s) => (++calls > from ? undefined : alternative.run(s)) }
      : alternative;
  const alternatives = system.alternatives.map(forget);
  const processes = system.processes.map((process) => ({
    ...process,
    alternatives: alternatives.filter((alternative) => alternative.process.name === process.name),
  }));
  return { ...system, alternatives, processes };
}

test('a step whose result changes after its 100th call is caught at the default rate on two-phase commit 9', async (t) => {
  const system = forgetful(instantiate(twoPhaseCommit, { managers: 9 }), 'prepare', 100);
  const error = await userError(() => checkSystem(system, cell));
  t.is(error.code, 'E_IMPURE');
  t.regex(error.message, /rule 'prepare' of process 'rm/);
});

test('at least the requested share of states is audited', async (t) => {
  const report = await checkSystem(instantiate(twoPhaseCommit, { managers: 7 }), cell);
  const { audited, states } = report.statistics;
  const perState = instantiate(twoPhaseCommit, { managers: 7 }).alternatives.length + 1;
  t.true(audited / perState >= states / 10_000, `${audited} evaluations of ${perState} a state`);
});

test('in a run of more than a million states fewer are audited, but not fewer than were asked for', async (t) => {
  const evaluations = async (limits: { readonly auditOneIn?: number }) => {
    const system = instantiate(twoPhaseCommit, { managers: 8 });
    const { audited, states } = (await checkSystem(system, cell, limits)).statistics;
    t.true(states > 1.5 * 2 ** 20);
    return audited;
  };
  const [few, asked] = [await evaluations({}), await evaluations({ auditOneIn: 8192 })];
  t.true(few < 0.85 * asked && few > 0.4 * asked, `${few} and ${asked} evaluations`);
});
