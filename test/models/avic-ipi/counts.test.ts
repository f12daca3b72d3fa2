/**
 * The counts of a second implementation of the specification, written separately from its text alone, in another language and with
 * store buffers by hand: two programs that arrive at the same states have most likely read what it says.
 */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/avic-ipi/index.ts';
import { testCounts } from '../../helpers/counted.ts';

type Cell = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

testCounts(model, [
  [{ variant: 'FINAL' }, 15915, 46427, 43, 16],
  [{ variant: 'FINAL', start: 'asleep' }, 2091, 4313, 40, 13],
  [{ variant: 'KICK' }, 14918, 41630, 44, 20],
  [{ variant: 'WAKE' }, 8626, 24497, 37, 16],
  [{ variant: 'WAKE+PEND' }, 8626, 24497, 37, 16],
  [{ variant: 'REEMULATE' }, 15425, 44097, 40, 16],
  [{ variant: 'REEMULATE+KICK', swInject: 'on' }, 25689, 71530, 52, 28],
  [{ variant: 'ORIGINAL-WAKE' }, 6629, 18224, 37, 18],
  [{ variant: 'M1' }, 6193, 17442, 35, 20],
  [{ variant: 'M2' }, 26075, 81181, 49, 26],
  [{ variant: 'M3' }, 11152, 30831, 37, 26],
  [{ variant: 'M4' }, 13734, 39633, 39, 26],
  [{ variant: 'M5' }, 19021, 55563, 43, 18],
  [{ variant: 'M6' }, 19102, 58042, 48, 19],
  [{ variant: 'M7', irrPendInit: 0 }, 12375, 35191, 43, 18],
  [{ variant: 'M8' }, 13635, 39586, 42, 16],
  [{ variant: 'M11', start: 'asleep', inhibits: 1 }, 26000, 71962, 51, 51],
  [{ variant: 'M12', start: 'asleep', inhibits: 1, preempts: 0, kickCpu: 'early' }, 25268, 67205, 52, 27],
  [{ variant: 'M9', start: 'asleep', inhibits: 1, preempts: 0, kickCpu: 'early' }, 39514, 107254, 52, 29],
  [{ variant: 'M10', start: 'asleep', inhibits: 1, preempts: 0, kickCpu: 'early' }, 32917, 88550, 52, 31],
  [{ variant: 'M13' }, 7535, 21270, 36, 16],
  [{ variant: 'FINAL', hw: 'readFirst' }, 16776, 48925, 40, 20],
  [{ variant: 'FINAL', hw: 'storeBuffer' }, 18908, 55994, 41, 20],
  [{ variant: 'FINAL', hw: 'storeBuffer', bellAfterDrain: 'off' }, 20062, 60626, 41, 24],
  [{ variant: 'FINAL', ipiv: 'off', modeBarrier: 'off' }, 19034, 58066, 41, 23],
  [{ variant: 'WAKE', rxBarrier: 'off' }, 14157, 42175, 43, 26],
  [{ variant: 'WAKE', cpus: 2, hookPreemptible: 'on' }, 21877, 62362, 52, 44],
  [{ variant: 'FINAL', cpus: 2 }, 38316, 110866, 54, 41],
  [{ variant: 'FINAL', senders: 2, timer: 0 }, 12338, 36257, 38, 16],
  [{ variant: 'WAKE', receivers: 2, timer: 0, preempts: 0 }, 15484, 50402, 53, 8],
  [{ variant: 'FINAL', unrelatedExits: 1, hlts: 1 }, 34800, 100218, 35, 44],
  [{ variant: 'FINAL', sends: 2, preempts: 0 }, 14552, 44585, 43, 12],
]);

// The reference is the executable meaning.
for (const parameters of [
  { variant: 'FINAL', start: 'asleep' },
  { variant: 'M2', start: 'asleep', preempts: 0 },
  { variant: 'M6', start: 'asleep', ipiv: 'off', preempts: 0 },
  { variant: 'KICK', start: 'asleep', preempts: 0 },
  { variant: 'WAKE', start: 'asleep', hw: 'storeBuffer', preempts: 0 },
] as const satisfies readonly Cell[]) {
  test(`the reference finds the same with ${JSON.stringify(parameters)}`, async (t) => {
    const [engine, reference] = await Promise.all([
      check(model, parameters),
      check(model, parameters, { engine: 'reference' }),
    ]);
    const { states, transitions, depth, quiescentStates } = reference.statistics;
    t.like(engine.statistics, { states, transitions, depth, quiescentStates });
    // The reference does not judge P6 and P4b.
    const judged = ({ properties }: typeof engine) =>
      properties
        .filter(({ id }) => id !== 'P6' && id !== 'P4b')
        .map(({ id, verdict, counterexample }) => ({ id, verdict, counterexample }));
    t.deepEqual(judged(engine), judged(reference));
  });
}
