/** A night from plan to summary: unchanged cells come from the cache, the others run, and every record is kept as soon as its cell ends. */
import { join } from 'node:path';
import type { CellBounds } from '../cells/cell-bounds.ts';
import { engineDigest } from '../cells/cell-identity.ts';
import type { CellRunner } from '../cells/cell-runner.ts';
import { commitHere } from '../cells/commit.ts';
import type { UserError } from '../errors.ts';
import { Losses } from '../files/losses.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { Cache } from './cache.ts';
import type { CellSet } from './cell-set.ts';
import { Durations } from './durations.ts';
import { NightCheckpoints } from './night-checkpoints.ts';
import { cellsOf, type NightlyCell } from './nightly-cell.ts';
import { type Plan, type PlannedCell, planOf } from './plan.ts';
import type { CellRecord } from './record.ts';
import { RecordKeeper } from './record-keeper.ts';
import { type NightRun, RunFolder, type RunHead } from './run-folder.ts';
import { type Shard, type Split, split } from './shard.ts';

export interface NightOptions {
  /** The folder of runs, cache and durations. */
  readonly out: string;
  readonly sets: readonly CellSet[];
  /** The plan is for this number of threads. */
  readonly threads: number;
  readonly runner: CellRunner<PlannedCell>;
  readonly budgetSeconds?: number;
  /** Of each cell. */
  readonly bounds: CellBounds;
  readonly auditOneIn?: number;
  /** No cell is served from the cache. */
  readonly fresh?: boolean;
  /** Of cells that run on this machine; by default they keep none. */
  readonly checkpoints?: CheckpointsOfNight;
  readonly shard?: Shard;
  readonly signal?: AbortSignal;
  readonly onPlan?: (plan: Plan) => void;
  /** `states`: how many states the cell has found by the time of the call. */
  readonly onStart?: (cell: PlannedCell, states: () => number) => void;
  readonly onEnd?: (record: CellRecord) => void;
  /** Called when a file cannot be written for the first time: the night continues, and tries again at its end. */
  readonly onLoss?: (error: UserError) => void;
}

export interface CheckpointsOfNight {
  readonly everySeconds: number;
  /** Resume from the checkpoints of earlier nights. */
  readonly resume: boolean;
}

export interface Night {
  readonly run: NightRun;
  readonly folder: RunFolder;
  /** What could not be written, twice: without it the run is incomplete in its folder, where it has no `run.json`. */
  readonly losses: Losses;
}

/** The part of the budget that is kept for writing the records. */
const RESERVE_SHARE = 0.05;
const RESERVE_SECONDS = 1;
const RESERVE_SECONDS_A_CELL = 0.001;

/**
 * Throws `UserError` before any cell runs: for a model without expected verdicts, for a folder that cannot be written. The caller closes
 * the runner.
 */
export async function runNight(models: readonly LoadedModel[], options: NightOptions): Promise<Night> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const { out, sets, threads, budgetSeconds, auditOneIn, shard, signal, onStart } = options;
  const [cache, durations] = [new Cache(join(out, 'cache')), new Durations(join(out, 'durations.json'))];
  const wanted = cellsOf(models).filter(({ set }) => sets.includes(set));
  const part = shard === undefined ? undefined : split(wanted, durations, shard);
  const cells = part?.cells ?? wanted;
  const bounds = auditOneIn === undefined ? '' : `audit 1 in ${auditOneIn}`;
  const checkpoints = options.checkpoints && checkpointsIn(out, options.checkpoints, bounds);
  const isBegun = (cell: NightlyCell) => checkpoints?.isThere(cell) ?? false;
  const plan = planOf(cells, { cache, durations, threads, bounds, fresh: options.fresh ?? false, isBegun });
  const suffix = shard === undefined ? '' : `-part-${shard.index}-of-${shard.of}`;
  const folder = new RunFolder(out, { date: new Date().toISOString(), commit: commitHere() }, suffix);
  options.onPlan?.(plan);

  const losses = new Losses(options.onLoss);
  const isPart = shard !== undefined;
  const keeper = new RecordKeeper({ folder, cache, durations, bounds, isPart, losses, onEnd: options.onEnd });
  keeper.serve(plan.served);
  const usable = budgetSeconds === undefined ? undefined : budgetSeconds - reserve(budgetSeconds, cells.length);
  await options.runner.run(plan.phases, {
    bounds: options.bounds,
    limits: { engine: 'kernel', digests: true, ...(auditOneIn !== undefined && { auditOneIn }) },
    ...(usable !== undefined && { secondsLeft: () => usable - seconds() }),
    ...(signal !== undefined && { signal }),
    ...(checkpoints !== undefined && { checkpointOf: (cell) => checkpoints.placeOf(cell) }),
    ...(onStart !== undefined && { onStart }),
    onEnd: (cell, end) => keeper.end(cell, end),
  });
  const records = keeper.finish(cells);
  const head: RunHead = {
    run: folder.run,
    node: process.version,
    engine: engineDigest(),
    threads,
    models: models.map(({ name }) => name),
    sets: [...sets],
    cells: cells.length,
    seconds: Math.round(seconds() * 10) / 10,
    ...(budgetSeconds !== undefined && { budgetSeconds }),
    interrupted: signal?.aborted ?? false,
    ...shardOf(shard, part, wanted.length),
  };
  losses.again();
  if (losses.errors.length === 0) losses.attempt(() => folder.end(head));
  return { run: { head, records }, folder, losses };
}

function checkpointsIn(out: string, options: CheckpointsOfNight, bounds: string): NightCheckpoints {
  return new NightCheckpoints({ folder: join(out, 'checkpoints'), ...options, bounds });
}

function reserve(budgetSeconds: number, cells: number): number {
  return Math.min(RESERVE_SHARE * budgetSeconds, RESERVE_SECONDS + RESERVE_SECONDS_A_CELL * cells);
}

function shardOf(
  shard: Shard | undefined,
  part: Split<NightlyCell> | undefined,
  cells: number,
): Pick<RunHead, 'shard'> {
  if (shard === undefined || part === undefined) return {};
  return { shard: { ...shard, split: part.digest, cells } };
}
