/** Litmus tests and Peterson's lock against what is published of x86-TSO, and what follows from the definition of PSO. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check, type Ordering, type Report } from 'everywhen';
import litmus from '../../../models/classics/litmus.ts';
import peterson from '../../../models/classics/peterson-memory.ts';
import { checkSystem } from '../../../src/check/check.ts';
import { ablateFences } from '../../../src/check/doubt/ablation.ts';
import type { BuildOptions } from '../../../src/language/assembly.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { checkReport } from '../../../src/report/list/check-list.ts';
import { property, steps } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';

type Name = NonNullable<NonNullable<Parameters<typeof check<typeof litmus.parameters>>[1]>['test']>;
const outcomesOf = (report: Report) => property(report, 'outcomes').outcomes ?? [];

for (const name of ['litmus', 'peterson-memory']) {
  test(`${name} has the expected verdicts in every cell, those of --all too`, async (t) => {
    t.true((await cellsAsExpected(t, name, () => true)).length >= 10);
  });
}

/**
 * How many outcomes there are under SC, TSO and PSO: all values that the registers and locations asked about may take, less the
 * outcomes that the ordering forbids. herd's x86 model has those of SB (4), MP (3), LB (3) and IRIW (15).
 */
const counts: readonly (readonly [test: Name, sc: number, tso: number, pso: number, because: string])[] = [
  ['SB', 3, 4, 4, 'two registers of 0 or 1; both 0 is forbidden under SC'],
  ['SB+mfences', 3, 3, 3, 'both 0 is forbidden'],
  ['SB+mfence+po', 3, 4, 4, 'as without any fence'],
  ['SB+xchgs', 3, 3, 3, 'both 0 is forbidden'],
  ['SB+rfi-pos', 3, 4, 4, 'a thread always sees its own store, so only the other two registers vary, as in SB'],
  ['MP', 3, 3, 4, 'the flag without the message is forbidden but under PSO'],
  ['MP+mfence+po', 3, 3, 3, 'the flag without the message is forbidden'],
  ['LB', 3, 3, 3, 'both 1 is forbidden'],
  ['S', 3, 3, 4, 'a register of 0 or 1 and x of 1 or 2; 1 with x=2 is forbidden but under PSO'],
  ['R', 3, 4, 4, 'y of 1 or 2 and a register of 0 or 1; y=2 with 0 is forbidden under SC'],
  ['R+mfences', 3, 3, 3, 'y=2 with 0 is forbidden'],
  ['2+2W', 3, 3, 4, 'x and y of 1 or 2; both 1 is forbidden but under PSO'],
  ['WRC', 7, 7, 7, 'three registers of 0 or 1; 1, 1, 0 is forbidden'],
  ['RWC', 7, 8, 8, 'three registers of 0 or 1; 1, 0, 0 is forbidden under SC'],
  ['IRIW', 15, 15, 15, 'four registers of 0 or 1; 1, 0, 1, 0 is forbidden'],
  ['n4b', 3, 3, 3, 'registers of 0 or 2 and of 0 or 1; 2 and 1 is forbidden'],
  ['n5', 3, 3, 3, 'two registers of 1 or 2; that each has the store of the other is forbidden'],
  // A first register of 2 has seen x=1 overwritten, so the last x is 2 then; and y=2 came before, but under PSO.
  ['n6', 4, 5, 6, 'with 1 in the first register y and x vary freely but under SC, with 2 in it only y does, under PSO'],
];
for (const [name, sc, tso, pso, because] of counts) {
  test(`${name} has ${sc} outcomes under SC, ${tso} under TSO, ${pso} under PSO: ${because}`, async (t) => {
    for (const [memory, count] of [
      ['sc', sc],
      ['tso', tso],
      ['pso', pso],
    ] as const satisfies readonly (readonly [Ordering, number])[]) {
      t.is(outcomesOf(await check(litmus, { test: name, memory })).length, count, memory);
    }
  });
}

test('the outcomes of SB under SC are those that an interleaving gives, in order, whoever explores', async (t) => {
  for (const engine of ['kernel', 'reference'] as const) {
    const report = await check(litmus, { test: 'SB', memory: 'sc' }, { engine });
    t.deepEqual(outcomesOf(report), [
      { '0:EAX': 0, '1:EAX': 1 },
      { '0:EAX': 1, '1:EAX': 0 },
      { '0:EAX': 1, '1:EAX': 1 },
    ]);
  }
});

test('both loads of SB read 0 before either store has drained', async (t) => {
  const witness = steps(property(await check(litmus, { test: 'SB', memory: 'tso' }), 'asked'));
  // Two instructions of each thread, then a drain for each store: there is no shorter way to a quiescent state.
  t.deepEqual(
    witness.map((step) => step.replace(/^P\[(\d)\] /, 'P$1 ')),
    ['P0 1st', 'P0 2nd', 'P1 1st', 'P1 2nd', 'P0 store buffer drain', 'P1 store buffer drain'],
  );
});

test('each fence of Peterson’s lock is needed where it stands, and with all of them it excludes', async (t) => {
  const names = (label: string) => [0, 1].map((i) => `${label} of p[${i}]`);
  for (const [memory, fences] of [
    ['tso', names('stores before loads')],
    ['pso', [...names('flag before turn'), ...names('stores before loads')]],
  ] as const) {
    const chosen = chooseParameters(peterson.parameters, { memory });
    const cell = { model: 'peterson-memory', parameters: chosen };
    const build = (options?: BuildOptions) => instantiate(peterson, chosen, 'peterson-memory', options);
    const report = await checkSystem(build(), cell);
    t.is(report.verdict, 'holds');
    const ablation = await ablateFences({ ...cell, system: build(), build }, report);
    t.deepEqual(
      ablation.fences.map(({ fence, needed }) => [fence, needed]),
      fences.map((fence) => [fence, 'needed']),
    );
  }
});

test('where PSO is claimed, the report names the locked instructions that it takes for full barriers', async (t) => {
  const barriers = async (test: Name, memory: Ordering) => {
    const report = await check(litmus, { test, memory });
    return { ...report, text: checkReport(report, 'litmus', new Map()).join(' ') };
  };
  const pso = await barriers('SB+xchgs', 'pso');
  t.deepEqual(pso.fullBarriers, ['xchg of P0', 'xchg of P1']);
  t.regex(pso.text, /Under memory=pso, too, a locked instruction is a full barrier here: xchg of P0, xchg of P1\./);
  for (const report of [await barriers('SB+xchgs', 'tso'), await barriers('SB+mfences', 'pso')]) {
    t.is(report.fullBarriers, undefined);
    t.notRegex(report.text, /full barrier/);
  }
});

test('who waits for Peterson’s lock comes in under weak fairness, and may wait for ever without', async (t) => {
  t.is(property(await check(peterson, {}), 'starvation').verdict, 'holds');
  const { verdict, counterexample } = property(await check(peterson, { fairness: 'none' }), 'starvation');
  t.is(verdict, 'violated');
  // Nothing obliges it to look even once.
  t.is(counterexample?.cycleStart, counterexample?.steps.length);
});

test('without fences both processes are in Peterson’s critical section after three steps each', async (t) => {
  const report = await check(peterson, { fences: 'off', memory: 'tso' });
  // Raise the flag, give way, look at the other's flag: no fewer steps lead to the critical section.
  t.deepEqual(
    steps(property(report, 'exclusion')).map((step) => step.slice(5)),
    ['raise flag', 'give way', 'look at flag', 'raise flag', 'give way', 'look at flag'],
  );
});
