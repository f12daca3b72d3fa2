/**
 * Checkpoints of complete checks: reports do not depend on whether a run was stopped and resumed, no foreign file is
 * overwritten, and no damaged file is believed.
 */
import '../helpers/uncounted.ts';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { defineSystem } from 'everywhen';
import diningPhilosophers from '../../models/classics/dining-philosophers.ts';
import litmus from '../../models/classics/litmus.ts';
import lockedQueue from '../../models/classics/locked-queue.ts';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { checkSystem } from '../../src/check/check.ts';
import type { Report } from '../../src/check/report.ts';
import type { RunOptions } from '../../src/check/run.ts';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { type AnyModel, instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { goOnFrom, Kept, withFile } from '../helpers/checkpoints.ts';
import { systemOf, userError } from '../helpers/explored.ts';

interface Cell {
  readonly model: AnyModel;
  readonly parameters: { readonly [name: string]: unknown };
  readonly because: string;
}

const CELLS: readonly Cell[] = [
  { model: lockedQueue, parameters: { variant: 'no-recheck' }, because: 'a violation has its one trace' },
  { model: twoPhaseCommit, parameters: { managers: 3, liveness: 'on' }, because: 'infinite runs are judged' },
  { model: diningPhilosophers, parameters: { philosophers: 3 }, because: 'lock order is judged' },
  { model: litmus, parameters: { test: 'SB', memory: 'tso' }, because: 'quiescent states show outcomes' },
];

const NO_RECHECK = chooseParameters(lockedQueue.parameters, { variant: 'no-recheck' });
const HEADER_AT = 16;
const FLIPS = 300;

for (const { model, parameters, because } of CELLS) {
  test(`a report of ${model.name}, of which ${because}, is the same from whichever checkpoint its run resumes`, async (t) => {
    // Every visited state is evaluated afresh and compared with the tables.
    const run = (options: RunOptions) =>
      checkedCell(model, parameters, { ...options, auditOneIn: 1, digests: true, coverage: 'steps' });
    const unbroken = await run({ workers: 1 });
    const kept = new Kept();
    const watched = await withFile(async (file) => {
      const report = await run({ workers: 1, checkpoint: kept.options(file) });
      t.deepEqual(readdirSync(dirname(file)), [], 'the checkpoint is removed when the run has ended');
      return report;
    });
    t.deepEqual(meaning(watched), meaning(unbroken));
    t.true(kept.all.length > unbroken.statistics.depth, 'a checkpoint for each level at least');
    for (const [i, checkpoint] of kept.all.entries()) {
      const report = await goOnFrom(checkpoint, (options) => run({ workers: 1 + (i % 2), checkpoint: options }));
      t.deepEqual(meaning(report), meaning(unbroken), `from checkpoint ${i}`);
    }
  });
}

test('several blocks and thousands of words are restored with any number of threads', async (t) => {
  t.timeout(600_000);
  const system = () => instantiate(twoPhaseCommit, chooseParameters(twoPhaseCommit.parameters, { managers: 6 }));
  const host = { breathe: async () => undefined, mayGrow: () => true };
  const explored = async (options: EngineOptions) => {
    const explorer = new Explorer(system(), { poolStates: 0, wordBits: 16, ...options });
    t.is(await explorer.run(host), undefined);
    const { states, transitions, depth, packed } = explorer;
    const found = {
      states,
      transitions,
      depth,
      digests: explorer.digests(),
      initial: explorer.graph().initials.every((node) => node >= 0),
    };
    const { words } = packed.store.sizes;
    await explorer.close();
    return { found, words };
  };
  const unbroken = await explored({ workers: 1 });
  t.is(unbroken.found.states, 50_816);
  t.true(unbroken.words > 4096, 'the table of words had to grow');
  const kept = new Kept();
  const watched = await withFile((file) =>
    explored({ workers: 2, checkpoint: { ...kept.options(file), everySeconds: 0.001 } }),
  );
  t.deepEqual(watched.found, unbroken.found);
  t.true(kept.all.length > 5);
  for (const [i, file] of kept.some(6).entries()) {
    const { found } = await goOnFrom(file, (checkpoint) => explored({ workers: 1 + i, checkpoint }));
    t.deepEqual(found, unbroken.found, `with ${1 + i} threads`);
  }
});

test('a run that reaches a limit leaves a checkpoint, from which a run with a higher limit finishes', async (t) => {
  const parameters = { managers: 5 };
  const unbroken = await checkedCell(twoPhaseCommit, parameters, { digests: true });
  await withFile(async (file) => {
    const checkpoint = { file, everySeconds: 600, contentHash: 'test', resume: true };
    let states = 0;
    for (const statesMax of [100, 1000, 5000]) {
      const report = await checkedCell(twoPhaseCommit, parameters, { statesMax, checkpoint });
      t.like(report, { verdict: 'inconclusive', stopped: 'max-states' });
      t.true(report.statistics.states > states && report.statistics.states <= statesMax + 1);
      ({ states } = report.statistics);
    }
    const report = await checkedCell(twoPhaseCommit, parameters, { checkpoint, digests: true });
    t.deepEqual(meaning(report), meaning(unbroken));
    t.deepEqual(readdirSync(dirname(file)), []);
  });
});

test('a run that is interrupted while infinite runs are judged resumes judging them', async (t) => {
  // Enough states for several slices of 20 ms: only between them is it asked whether to stop.
  const parameters = { managers: 7, liveness: 'on' };
  const unbroken = await checkedCell(twoPhaseCommit, parameters, { digests: true });
  await withFile(async (file) => {
    let isJudging = false;
    const broken = await checkedCell(twoPhaseCommit, parameters, {
      checkpoint: optionsFor(file),
      onProgress: ({ doing }) => {
        isJudging = doing !== undefined;
      },
      interrupted: () => isJudging,
    });
    t.is(broken.stopped, 'interrupted');
    t.is(broken.statistics.states, unbroken.statistics.states);
    const checkpoint = { ...optionsFor(file), resume: true };
    t.deepEqual(
      meaning(await checkedCell(twoPhaseCommit, parameters, { checkpoint, digests: true })),
      meaning(unbroken),
    );
    t.deepEqual(readdirSync(dirname(file)), []);
  });
});

test('a checkpoint that is due while infinite runs are judged has all states, and a run resumes judging from it', async (t) => {
  const parameters = { managers: 7, liveness: 'on' };
  const unbroken = await checkedCell(twoPhaseCommit, parameters, { digests: true });
  const kept = new Kept();
  let isJudging = false;
  await withFile(async (file) => {
    const checkpoint = {
      ...kept.options(file),
      // None is due before.
      get everySeconds() {
        return isJudging ? 0 : Number.POSITIVE_INFINITY;
      },
    };
    const onProgress = ({ doing }: { readonly doing?: string }) => {
      isJudging = doing !== undefined;
    };
    const watched = await checkedCell(twoPhaseCommit, parameters, { checkpoint, onProgress, digests: true });
    t.deepEqual(meaning(watched), meaning(unbroken));
    t.deepEqual(readdirSync(dirname(file)), [], 'it is removed when the run has ended');
  });
  const [written] = kept.events;
  t.like(written, { kind: 'written', states: unbroken.statistics.states });
  t.is(kept.all.length, 1);
  const resumed = await goOnFrom(kept.all[0] as Buffer, (checkpoint) =>
    checkedCell(twoPhaseCommit, parameters, { checkpoint, digests: true }),
  );
  t.deepEqual(meaning(resumed), meaning(unbroken));
});

test('a step that is evaluated in every state is not memoised by the resumed run either', async (t) => {
  // No two states share what the last step reads.
  const side = 45;
  const cube = () =>
    systemOf(
      defineSystem({ x: 0, y: 0, z: 0, last: 0 }, { deadlock: 'allowed' }).rules('r', {
        x: (s) => s.when(s.get('x') < side - 1)?.update('x', (x) => x + 1),
        y: (s) => s.when(s.get('y') < side - 1)?.update('y', (y) => y + 1),
        z: (s) => s.when(s.get('z') < side - 1)?.update('z', (z) => z + 1),
        sum: (s) => (s.get('x') + s.get('y') + s.get('z') > 3 * side - 5 ? s.update('last', (n) => 1 - n) : undefined),
      }),
    );
  const run = (options: RunOptions) =>
    checkSystem(cube(), { model: 'cube', parameters: {} }, { ...options, digests: true, coverage: 'steps' });
  const unbroken = await run({});
  t.deepEqual(unbroken.notLearnt, ["rule 'sum' of process 'r' (test)"]);
  const kept = new Kept();
  await withFile((file) => run({ checkpoint: kept.options(file) }));
  for (const checkpoint of kept.some(4)) {
    const report = await goOnFrom(checkpoint, (options) => run({ checkpoint: options }));
    t.deepEqual(meaning(report), meaning(unbroken));
    t.deepEqual(report.notLearnt, unbroken.notLearnt);
  }
});

test('a checkpoint in which any byte differs is refused, and so is a shorter or longer file', async (t) => {
  const checkpoint = await someCheckpoint();
  const headerBytes = checkpoint.readUInt32LE(12);
  const header = checkpoint.subarray(HEADER_AT, HEADER_AT + headerBytes).toString();
  const fields = [...header.matchAll(/"\w+":/g)].map(({ index }) => HEADER_AT + index + 1);
  t.true(fields.length > 20);
  const positions = new Set([
    ...Array.from({ length: HEADER_AT }, (_, i) => i),
    ...fields,
    ...Array.from({ length: 32 }, (_, i) => checkpoint.length - 1 - i),
    ...Array.from({ length: FLIPS }, (_, i) => (i * 7919) % checkpoint.length),
  ]);
  for (const position of positions) {
    const flipped = Buffer.from(checkpoint);
    flipped[position] = (flipped[position] as number) ^ (1 << (position % 8));
    await refused(t, flipped, `byte ${position}`);
  }
  for (const length of [0, 1, 8, 12, 16, headerBytes, checkpoint.length - 33, checkpoint.length - 1]) {
    await refused(t, checkpoint.subarray(0, length), `${length} bytes`);
  }
  await refused(t, Buffer.concat([checkpoint, Buffer.alloc(1)]), 'a byte more');
  await refused(t, Buffer.concat([checkpoint, checkpoint]), 'twice');
});

test('a checkpoint of another model or another version is refused', async (t) => {
  const checkpoint = await someCheckpoint();
  await refused(t, checkpoint, 'another hash', { contentHash: 'another' }, /another model, or of other parameters/);
  const version = Buffer.from(checkpoint);
  version.writeUInt32LE(2, 8);
  await refused(t, version, 'another format', {}, /another version/);
  // The hash is the same, but the steps differ.
  await withFile(async (file) => {
    writeFileSync(file, checkpoint);
    const options = { checkpoint: { file, everySeconds: 600, resume: true, contentHash: 'test' } };
    const error = await userError(() => checkedCell(lockedQueue, { variant: 'no-recheck', injectors: 1 }, options));
    t.is(error.code, 'E_CHECKPOINT');
    t.deepEqual(readFileSync(file), checkpoint);
  });
});

test('no existing file is overwritten', async (t) => {
  const checkpoint = await someCheckpoint();
  await refused(t, checkpoint, 'a checkpoint, without resuming', { resume: false }, /already/);
  await refused(
    t,
    Buffer.from('my notes'),
    'a file that is no checkpoint',
    { resume: false },
    /no checkpoint of Everywhen/,
  );
  await withFile(async (file) => {
    writeFileSync(`${file}.tmp`, 'my notes');
    const error = await userError(() => checkedCell(lockedQueue, {}, { checkpoint: optionsFor(file) }));
    t.is(error.code, 'E_CHECKPOINT');
    t.is(readFileSync(`${file}.tmp`, 'utf8'), 'my notes');
  });
});

test('a folder in which no file can be written is reported at once', async (t) => {
  await withFile(async (file) => {
    const error = await userError(() => checkedCell(lockedQueue, {}, { checkpoint: optionsFor(`${file}/nowhere/a`) }));
    t.is(error.code, 'E_CHECKPOINT');
    t.regex(error.message, /cannot|can be written/);
  });
});

test('a checkpoint that cannot be written leaves the run and the older checkpoint as they were', async (t) => {
  const unbroken = await checkedCell(lockedQueue, {}, { digests: true });
  await withFile(async (file) => {
    const kept = new Kept();
    const options = kept.options(file);
    const old: Buffer[] = [];
    const onEvent = (event: Parameters<NonNullable<typeof options.onEvent>>[0]) => {
      options.onEvent?.(event);
      // A folder of that name: no file can be written in its place.
      if (kept.all.length === 3 && event.kind === 'written') mkdirSync(`${file}.tmp`);
      if (event.kind === 'failed') old.push(readFileSync(file));
    };
    const report = await checkedCell(lockedQueue, {}, { digests: true, checkpoint: { ...options, onEvent } });
    t.deepEqual(meaning(report), meaning(unbroken));
    t.true(old.length > 3);
    for (const bytes of old) t.deepEqual(bytes, kept.all[2]);
    rmdirSync(`${file}.tmp`);
    t.deepEqual(readdirSync(dirname(file)), []);
  });
});

test('only a breadth-first exploration by the kernel takes checkpoints', async (t) => {
  await withFile(async (file) => {
    const checkpoint = optionsFor(file);
    for (const options of [{ engine: 'reference' }, { order: 'depth-first' }] as const) {
      t.is((await userError(() => checkedCell(lockedQueue, {}, { ...options, checkpoint }))).code, 'E_USAGE');
    }
  });
});

test('if there is no checkpoint, a run that should resume starts from the beginning and says so', async (t) => {
  await withFile(async (file) => {
    const kept = new Kept();
    await checkedCell(lockedQueue, {}, { checkpoint: { ...kept.options(file), resume: true } });
    t.deepEqual(kept.events[0], { kind: 'begun anew' });
  });
});

test('a checkpoint that is resumed must have room', async (t) => {
  const checkpoint = await someCheckpoint();
  const error = await goOnFrom(checkpoint, (options) =>
    userError(async () => {
      const explorer = new Explorer(instantiate(lockedQueue, NO_RECHECK), { checkpoint: options });
      await explorer.run({ breathe: async () => undefined, mayGrow: () => false }).finally(() => explorer.close());
    }),
  );
  t.is(error.code, 'E_CHECKPOINT');
  t.regex(error.message, /takes \d+ MB/);
});

/** A checkpoint from the middle of a run. */
async function someCheckpoint(): Promise<Buffer> {
  const kept = new Kept();
  await withFile((file) => checkedCell(lockedQueue, { variant: 'no-recheck' }, { checkpoint: kept.options(file) }));
  return kept.some(3)[1] as Buffer;
}

function optionsFor(file: string) {
  return { file, everySeconds: 600, resume: false, contentHash: 'test' };
}

/** A run with this file ends with an error for the user, and leaves the file unchanged. */
async function refused(
  t: ExecutionContext,
  bytes: Buffer,
  what: string,
  { contentHash = 'test', resume = true } = {},
  message = /damaged|no checkpoint of Everywhen|another version/,
): Promise<void> {
  await withFile(async (file) => {
    writeFileSync(file, bytes);
    const checkpoint = { ...optionsFor(file), contentHash, resume };
    const error = await userError(() => checkedCell(lockedQueue, { variant: 'no-recheck' }, { checkpoint }));
    t.is(error.code, 'E_CHECKPOINT', what);
    t.regex(error.message, message, what);
    t.deepEqual(readFileSync(file), bytes, what);
    t.deepEqual(readdirSync(dirname(file)), ['checkpoint'], what);
  });
}

function checkedCell(model: AnyModel, parameters: Cell['parameters'], options: RunOptions): Promise<Report> {
  const chosen = chooseParameters(model.parameters, parameters);
  return checkSystem(instantiate(model, chosen), { model: model.name, parameters: chosen }, options);
}

/** A report without the figures that differ from run to run. */
function meaning({ statistics, coverage, slow: _, ...report }: Report) {
  const { seconds, workers, bytesPerState, peakBytes, evaluations, ...counts } = statistics;
  return { ...report, counts, coverage: coverage?.map(({ evaluations: __, ...step }) => step) };
}
