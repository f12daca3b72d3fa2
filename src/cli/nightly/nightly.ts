/** `everywhen nightly [MODEL ...]` */
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { LocalRunner } from '../../cells/local-runner.ts';
import { renderError, UserError } from '../../errors.ts';
import type { Losses } from '../../files/losses.ts';
import { loadModels } from '../../load/load-model.ts';
import { shippedModels } from '../../load/shipped.ts';
import { matrixResultOf } from '../../nightly/as-matrix.ts';
import type { CellSet } from '../../nightly/cell-set.ts';
import { type NightOptions, runNight } from '../../nightly/night.ts';
import { nightPage } from '../../nightly/night-page.ts';
import type { PlannedCell } from '../../nightly/plan.ts';
import type { NightRun, RunFolder } from '../../nightly/run-folder.ts';
import { parseShard } from '../../nightly/shard.ts';
import { summaryOf, verdictOf } from '../../nightly/summary.ts';
import { summaryMarkdown, summaryText } from '../../nightly/summary-text.ts';
import { Reported } from '../../report/reported.ts';
import { EXIT, exitCodeOf } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { type StepFlags, stepLimitOf } from '../options/limits.ts';
import { NightProgress } from './night-progress.ts';
import { type QueueFlags, queueRunner } from './queue-flags.ts';

export interface NightlyFlags extends QueueFlags, StepFlags {
  readonly budget?: number;
  readonly cellTimeout?: number;
  readonly cellMemory?: number;
  readonly cellStates?: number;
  readonly sets: readonly CellSet[];
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
  readonly workers?: number;
  readonly audit?: number;
  readonly out: string;
  readonly format: 'list' | 'json';
}

const CHECKPOINT_EVERY_SECONDS = 600;

export async function nightly(names: readonly string[], flags: NightlyFlags): Promise<number> {
  const options = optionsOf(flags);
  const models = await loadModels(names.length > 0 ? names : shippedModels().map(({ name }) => name));
  const signal = onInterrupt();
  const progress = new NightProgress(flags);
  const remote = await queueRunner<PlannedCell>(flags, (text) => progress.print(text));
  const runner = remote ?? LocalRunner.on<PlannedCell>(options.threads, stepLimitOf(flags));
  progress.start();
  const { run, folder, losses } = await runNight(models, {
    ...options,
    runner,
    signal,
    // A cell that runs on another machine keeps its checkpoint there.
    ...(remote === undefined && { checkpoints: checkpointsOf(flags) }),
    onPlan: (plan) => progress.plan(plan),
    onStart: (cell, states) => progress.begin(cell, states),
    onEnd: (record) => progress.end(record),
    onLoss: (error) => progress.print(`${error.message}. The run continues, and tries again at its end.`),
  }).finally(async () => {
    progress.stop();
    await runner.close();
  });
  return writeSummary(run, folder, losses, flags.format);
}

function optionsOf(flags: NightlyFlags): Omit<NightOptions, 'runner'> {
  return {
    out: resolve(flags.out),
    sets: flags.sets,
    threads: flags.workers ?? availableParallelism(),
    ...(flags.budget !== undefined && { budgetSeconds: flags.budget }),
    bounds: {
      ...(flags.cellTimeout !== undefined && { seconds: flags.cellTimeout }),
      ...(flags.cellMemory !== undefined && { bytes: flags.cellMemory }),
      ...(flags.cellStates !== undefined && { states: flags.cellStates }),
    },
    ...(flags.audit !== undefined && { auditOneIn: flags.audit }),
    ...(flags.fresh !== undefined && { fresh: flags.fresh }),
    ...(flags.shard !== undefined && { shard: parseShard(flags.shard) }),
  };
}

/** A fresh night resumes from checkpoints only if that is asked for. */
function checkpointsOf({ checkpointEvery = CHECKPOINT_EVERY_SECONDS, resume, fresh = false }: NightlyFlags) {
  return { everySeconds: checkpointEvery, resume: resume ?? !fresh };
}

/**
 * Prints the summary for people or programs, and writes the page and JUnit's XML into the run's folder. Returns the exit code.
 * `losses`: what the run could not write.
 */
export async function writeSummary(
  run: NightRun,
  folder: RunFolder,
  losses: Losses,
  format: 'list' | 'json',
): Promise<number> {
  const summary = summaryOf(run);
  const lines =
    format === 'json'
      ? [JSON.stringify({ ...run.head, verdict: summary.verdict, figures: summary.figures, records: run.records })]
      : summaryText(summary, relative(process.cwd(), folder.folder));
  process.stdout.write(`${lines.join('\n')}\n`);
  const reported = new Reported();
  reported.add(losses.errors);
  reported.attempt(() => folder.write('summary.md', summaryMarkdown(summary)));
  const { junitReporter } = await import('../../report/junit.ts');
  const junit = junitReporter({ write: (text) => reported.attempt(() => folder.write('junit.xml', text)) });
  await junit.onEnd({ kind: 'matrix', matrix: matrixResultOf(run) });
  const page = pageOf(run);
  if (page !== undefined) reported.attempt(() => folder.write('index.html', page));
  return exitCodeOf(exitCode(run), reported.end());
}

/** If the page was never built, the run keeps its other files. */
function pageOf(run: NightRun): string | undefined {
  try {
    return nightPage(run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${renderError(error)}\n`);
    return undefined;
  }
}

export function exitCode(run: NightRun): number {
  if (run.head.interrupted) return EXIT.interrupted;
  return run.records.some(({ came }) => came === 'broken') ? EXIT.usage : EXIT[verdictOf(run)];
}
