/** `everywhen nightly [MODEL ...]` */
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { inertLine, renderError, shortened, UserError } from '../../errors.ts';
import { loadModel } from '../../load/load-model.ts';
import { shippedModels } from '../../load/shipped.ts';
import type { CellSet } from '../../nightly/cell-set.ts';
import { matrixResultOf } from '../../nightly/matrix-result.ts';
import { runNight } from '../../nightly/night.ts';
import { nightPage } from '../../nightly/night-page.ts';
import { cellsToRun } from '../../nightly/plan.ts';
import { planText } from '../../nightly/plan-text.ts';
import { duration } from '../../nightly/record.ts';
import type { Run, RunFolder } from '../../nightly/run-folder.ts';
import { parseShard } from '../../nightly/shard.ts';
import { summaryOf, verdictOf } from '../../nightly/summary.ts';
import { summaryMarkdown, summaryText } from '../../nightly/summary-text.ts';
import { makeReporters } from '../../report/reporters.ts';
import { counted } from '../../trace/counted.ts';
import { EXIT } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { ProgressLine } from '../progress.ts';
import { nightQueue, type QueueFlags } from './queue-flags.ts';

export interface NightlyFlags extends QueueFlags {
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

/** A cell may take hours: time goes by on the line of progress. */
const TICK_MS = 1000;

export async function nightly(names: readonly string[], flags: NightlyFlags): Promise<number> {
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard);
  const models = await Promise.all(
    [...new Set(names.length > 0 ? names : shippedModels().map(({ name }) => name))].map(loadModel),
  );
  const signal = onInterrupt();
  const line = new ProgressLine();
  const queue = await nightQueue(flags, (text) => {
    line.end();
    process.stderr.write(`${inertLine(text)}\n`);
  });
  const running = new Map<string, () => string>();
  const start = performance.now();
  let [ended, cells] = [0, 0];
  const showProgress = () =>
    line.show(() =>
      progressText(
        ended,
        cells,
        [...running.values()].map((text) => text()),
        (performance.now() - start) / 1000,
        flags.budget,
      ),
    );
  const ticking = setInterval(showProgress, TICK_MS);
  const { run, folder } = await runNight(models, {
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
    ...(flags.checkpointEvery !== undefined && { checkpointEverySeconds: flags.checkpointEvery }),
    ...(flags.resume !== undefined && { resume: flags.resume }),
    ...(shard !== undefined && { shard }),
    signal,
    ...(queue !== undefined && { cells: queue.cells }),
    onPlan: (plan) => {
      // Where standard output is for a program, the plan is still for whoever watches.
      const stream = flags.format === 'json' ? process.stderr : process.stdout;
      stream.write(`${planText(plan, flags.budget).join('\n')}\n`);
      cells = plan.served.length + cellsToRun(plan).length;
    },
    onStart: (cell, states) => {
      const name = `${cell.model} ${cell.parameters}`.trimEnd();
      // Of a cell that runs on another machine nobody here knows.
      running.set(cell.key, () => (states() === 0 ? name : `${name} (${counted(states(), 'state')})`));
      showProgress();
    },
    onEnd: ({ key }) => {
      ended++;
      running.delete(key);
      showProgress();
    },
  }).finally(() => {
    clearInterval(ticking);
    queue?.close();
  });
  line.end();
  await writeSummary(run, folder, flags.format);
  return exitCode(run);
}

/** Tells people or programs, and writes the page and JUnit's XML into the run's folder. */
export async function writeSummary(run: Run, folder: RunFolder, format: 'list' | 'json'): Promise<void> {
  const summary = summaryOf(run);
  folder.write('summary.md', summaryMarkdown(summary));
  const junit = await makeReporters([{ name: 'junit', target: join(folder.folder, 'junit.xml') }], {});
  await junit.onEnd({ kind: 'matrix', matrix: matrixResultOf(run) });
  const lines =
    format === 'json'
      ? [JSON.stringify({ ...run.head, verdict: summary.verdict, figures: summary.figures, records: run.records })]
      : summaryText(summary, relative(process.cwd(), folder.folder));
  process.stdout.write(`${lines.join('\n')}\n`);
  writePage(run, folder);
}

/** Nothing that was found is lost where there is no page. */
function writePage(run: Run, folder: RunFolder): void {
  try {
    folder.write('index.html', nightPage(run));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${renderError(error)}\n`);
  }
}

export function exitCode(run: Run): number {
  if (run.head.interrupted) return EXIT.interrupted;
  return run.records.some(({ came }) => came === 'broken') ? EXIT.usage : EXIT[verdictOf(run)];
}

function progressText(
  ended: number,
  cells: number,
  running: readonly string[],
  seconds: number,
  budget?: number,
): string {
  const time = budget === undefined ? duration(seconds) : `${duration(seconds)} of ${duration(budget)}`;
  const now = running.length === 0 ? '' : `; running ${running.join('; ')}`;
  return shortened(
    inertLine(`${ended.toLocaleString('en')} of ${cells.toLocaleString('en')} cells, ${time}${now}`),
    200,
  );
}
