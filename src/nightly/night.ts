/** A night from plan to summary: what is unchanged comes from the cache, the rest runs, and every cell is kept as soon as it ends. */
import { join } from 'node:path';
import { engineDigest, identityOf } from '../cells/cell-identity.ts';
import { commitHere } from '../cells/commit.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { Cache } from './cache.ts';
import type { CellSet } from './cell-set.ts';
import { Durations } from './durations.ts';
import { findingOf, type RunName } from './finding.ts';
import { LocalCells } from './local-cells.ts';
import { NightCheckpoints } from './night-checkpoints.ts';
import { cellsOf, type NightlyCell } from './nightly-cell.ts';
import { type Plan, type PlannedCell, planOf } from './plan.ts';
import { type CellRecord, type Ending, recordOf } from './record.ts';
import { type CellBounds, type CellEnd, runCells } from './run-cells.ts';
import { type Run, RunFolder, type RunHead } from './run-folder.ts';
import { type Shard, split } from './shard.ts';

export interface NightOptions {
  /** Where runs, cache and durations are kept. */
  readonly out: string;
  readonly sets: readonly CellSet[];
  readonly threads: number;
  readonly budgetSeconds?: number;
  /** Of each cell. */
  readonly bounds: CellBounds;
  readonly auditOneIn?: number;
  /** Nothing is served from the cache. */
  readonly fresh?: boolean;
  /** Of the cells that run on threads of this process; 600 if not said. */
  readonly checkpointEverySeconds?: number;
  /** Go on from the checkpoints of former nights, which a fresh night does not do if not said. */
  readonly resume?: boolean;
  readonly shard?: Shard;
  readonly signal?: AbortSignal;
  /** What runs the cells of a plan; threads of this process if not said. */
  readonly cells?: typeof runCells;
  readonly onPlan?: (plan: Plan) => void;
  /** `states`: how many it has found when that is asked. */
  readonly onStart?: (cell: PlannedCell, states: () => number) => void;
  readonly onEnd?: (record: CellRecord) => void;
}

export interface Night {
  readonly run: Run;
  readonly folder: RunFolder;
}

/** Left of the budget for writing down what was found. */
const RESERVE_SHARE = 0.05;
const RESERVE_SECONDS = 1;
const RESERVE_SECONDS_A_CELL = 0.001;

const CHECKPOINT_EVERY_SECONDS = 600;

/** Throws `UserError` before anything runs: for a model without expected verdicts, for a folder that cannot be written. */
export async function runNight(models: readonly LoadedModel[], options: NightOptions): Promise<Night> {
  const start = performance.now();
  const { out, sets, threads, budgetSeconds, auditOneIn, shard, signal } = options;
  const seconds = () => (performance.now() - start) / 1000;
  const durations = new Durations(join(out, 'durations.json'));
  const cache = new Cache(join(out, 'cache'));
  const wanted = cellsOf(models).filter(({ set }) => sets.includes(set));
  const part = shard === undefined ? undefined : split(wanted, durations, shard);
  const bounds = auditOneIn === undefined ? '' : `audit 1 in ${auditOneIn}`;
  const checkpoints = new NightCheckpoints({
    folder: join(out, 'checkpoints'),
    everySeconds: options.checkpointEverySeconds ?? CHECKPOINT_EVERY_SECONDS,
    resume: options.resume ?? !options.fresh,
    bounds,
  });
  const plan = planOf(part?.cells ?? wanted, {
    cache,
    durations,
    threads,
    bounds,
    fresh: options.fresh ?? false,
    // Only cells that run here go on from what was left here.
    ...(options.cells === undefined && { isBegun: (cell: NightlyCell) => checkpoints.isThere(cell) }),
  });
  const suffix = shard === undefined ? '' : `-part-${shard.index}-of-${shard.of}`;
  const folder = new RunFolder(out, { date: new Date().toISOString(), commit: commitHere() }, suffix);
  options.onPlan?.(plan);

  const cells = (part?.cells ?? wanted).length;
  const records: CellRecord[] = [];
  const keep = (cell: PlannedCell, ending: Ending) => {
    const record = recordOf(cell, ending);
    records.push(record);
    if (record.came !== 'not started') folder.keep(record);
    options.onEnd?.(record);
  };
  for (const { cell, finding } of plan.served) keep(cell, { came: 'cached', finding });

  const reserve = Math.min(RESERVE_SHARE * (budgetSeconds ?? 0), RESERVE_SECONDS + RESERVE_SECONDS_A_CELL * cells);
  const placeOf = (cell: PlannedCell) => checkpoints.placeOf(cell);
  const local = options.cells === undefined ? new LocalCells(threads, signal, placeOf) : undefined;
  const started = new Map<string, number>();
  try {
    await (options.cells ?? runCells)(plan, {
      runner: (cell, limits) => (local as LocalCells).run(cell, limits),
      bounds: options.bounds,
      limitsOf: () => ({ engine: 'kernel', digests: true, ...(auditOneIn !== undefined && { auditOneIn }) }),
      ...(budgetSeconds !== undefined && { secondsLeft: () => budgetSeconds - reserve - seconds() }),
      ...(signal !== undefined && { signal }),
      onStart: (cell) => {
        started.set(cell.id, seconds());
        options.onStart?.(cell, () => local?.statesOf(cell) ?? 0);
      },
      onEnd: (cell, end) => {
        const here = seconds() - (started.get(cell.id) ?? 0);
        const took = Math.round(1000 * (end.kind === 'outcome' ? (end.took ?? here) : here)) / 1000;
        const ending = endingOf(cell, end, { run: folder.run, bounds, took });
        if (ending.came === 'ran') {
          cache.keep(cell, ending.finding);
          durations.note(cell.id, ending);
          if (shard === undefined) durations.saveNowAndThen();
        }
        keep(cell, ending);
      },
    });
  } finally {
    await local?.close();
  }

  folder.keepNotStarted(records.filter(({ came }) => came === 'not started'));
  // Parts share out by one file: it stays as it is until they are merged.
  if (shard === undefined) durations.save();
  const head: RunHead = {
    run: folder.run,
    node: process.version,
    engine: engineDigest(),
    threads,
    models: models.map(({ name }) => name),
    sets: [...sets],
    cells,
    seconds: Math.round(seconds() * 10) / 10,
    ...(budgetSeconds !== undefined && { budgetSeconds }),
    interrupted: signal?.aborted ?? false,
    ...(shard !== undefined && part !== undefined && { shard: { ...shard, split: part.digest, cells: wanted.length } }),
  };
  folder.end(head);
  return { run: { head, records: inPlanOrder(records, part?.cells ?? wanted) }, folder };
}

/** Cells end in any order; two nights of the same cells read alike. */
function inPlanOrder(records: readonly CellRecord[], cells: readonly NightlyCell[]): readonly CellRecord[] {
  const places = new Map(cells.map(({ id }, place) => [id, place]));
  return records.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

interface Circumstances {
  readonly run: RunName;
  readonly bounds: string;
  readonly took: number;
}

function endingOf({ key, model, parameters }: PlannedCell, end: CellEnd, { run, bounds, took }: Circumstances): Ending {
  if (end.kind !== 'outcome') return { came: end.kind, because: end.because };
  const { outcome, byBudget } = end;
  if ('error' in outcome) {
    const { code, message, advice } = outcome.error;
    return {
      came: 'broken',
      because: [`${code}: ${message}`, advice.hint].filter((text) => text !== undefined).join(' '),
    };
  }
  if ('notStarted' in outcome) return { came: 'not started', because: 'the run was interrupted before it began' };
  const identity = identityOf(key, { engine: engineDigest(), bounds, modules: outcome.modules });
  const finding = findingOf({ key, model, parameters, identity, run }, outcome.report, outcome.checkpoint?.wentOnFrom);
  const byWhom = finding.stopped === 'timeout' && byBudget ? { because: 'the budget was used up' } : {};
  const { checkpoint } = outcome;
  return { came: 'ran', finding, took, ...byWhom, ...(checkpoint && { checkpoint }) };
}
