/**
 * Small models whose green once said less than it seemed to. The expected verdicts have reasons outside of this program: TLC's and
 * SPIN's meaning of deadlock, the published counts of BEEM's lann.1 (17 deadlock states), <<A>>_vars of TLA+, and the published
 * verdicts of ACP_NB.
 */
import test from 'ava';
import { check, checkSystem } from '../../src/check/check.ts';
import type { Report } from '../../src/check/report.ts';
import { defineSystem } from '../../src/index.ts';
import { systemOf } from '../helpers/explored.ts';
import acpNb from './green/acp-nb.ts';
import lann from './green/lann.ts';
import none from './green/none1.ts';
import stuckRules from './green/stuck-rules.ts';
import stuckTla from './green/stuck-tla.ts';
import stutter from './green/stutter.ts';

const WAYS = [{ engine: 'reference' }, { workers: 1 }, { workers: 2 }] as const;

/** By property, its verdict, and the number of steps of its trace where it is violated. */
function said({ properties }: Report): { readonly [id: string]: string } {
  return Object.fromEntries(
    properties.map(({ id, verdict, counterexample }) => [
      id,
      counterexample === undefined ? verdict : `${verdict} ${counterexample.steps.length}`,
    ]),
  );
}

for (const way of WAYS) {
  const by = JSON.stringify(way);

  test(`rule sets that wait for each other are deadlocked (${by})`, async (t) => {
    t.deepEqual(said(await check(stuckRules, {}, way)), { deadlock: 'violated 0' });
    t.deepEqual(said(await check(stuckTla, {}, way)), { small: 'holds', deadlock: 'violated 3' });
  });

  test(`the published deadlock states of lann.1 are deadlocks (${by})`, async (t) => {
    const report = await check(lann, { N: 3 }, way);
    t.is(report.statistics.finalStates, 17);
    // The length of the first is published.
    const { one, deadlock } = said(report);
    t.is(one, 'violated 14');
    t.regex(deadlock ?? '', /^violated/);
  });

  test(`a step that changes nothing neither serves fairness nor is owed (${by})`, async (t) => {
    t.deepEqual(said(await check(stutter, {}, way)), { one: 'holds', deadlock: 'holds' });
  });

  for (const tag of ['none', 'environment', 'system-none'] as const)
    test(`what is owed by nobody may be put off for ever: ${tag} (${by})`, async (t) => {
      const report = await check(none, { tag }, way);
      t.deepEqual(said(report), { x: 'violated 0', deadlock: 'violated 1' });
      t.is(report.properties[0]?.counterexample?.cycleStart, 0);
    });

  test(`atomic commitment holds with the steps as TLA+ has them (${by})`, async (t) => {
    const { deadlock, ...claims } = said(await check(acpNb, { stutter: 'as written' }, way));
    t.deepEqual(claims, { AC1: 'holds', AC2: 'holds', AC4: 'holds', AC3_2: 'holds', AC5: 'holds' });
    t.is(deadlock, 'violated 4', 'everyone may have died');
  });

  test(`a state in which the environment can act is no deadlock, whichever state it is (${by})`, async (t) => {
    const restless = defineSystem({ b: 0 }).rules('e', {
      pick: { environment: (s) => s.chooseFrom([0, 1, 2, 3, 4, 5], (b) => s.set('b', b)) },
    });
    const report = await checkSystem(systemOf(restless), { model: 'restless', parameters: {} }, way);
    t.deepEqual(said(report), { deadlock: 'holds' });
  });
}
