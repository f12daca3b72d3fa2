/** `everywhen repair MODEL [fix=LINE,...] [name=value ...]` */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LocalRunner } from '../cells/local-runner.ts';
import { cacheFolder, OutcomeCache } from '../cells/outcome-cache.ts';
import { inertJson, inertLine, renderError, UserError } from '../errors.ts';
import { loadModel, modelFiles } from '../load/load-model.ts';
import { gapsOf } from '../repair/fences/gaps.ts';
import { askedCells, Question } from '../repair/question.ts';
import { repairPage } from '../repair/repair-page.ts';
import { repairText } from '../repair/repair-text.ts';
import { type RepairVerdict, resultOf } from '../repair/result.ts';
import { Search, type SearchProgress } from '../repair/search.ts';
import { setText } from '../repair/sentences.ts';
import type { RepairCell } from '../repair/set-explorer.ts';
import { pageFile } from '../report/html.ts';
import { counted } from '../trace/counted.ts';
import { terminalWidth } from '../trace/line-width.ts';
import { EXIT } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { type QueueFlags, queueRunner } from './nightly/queue-flags.ts';
import { type LimitFlags, limitsOf, stepLimitOf } from './options/limits.ts';
import { parseAssignments } from './options/parameters.ts';
import { print } from './print.ts';
import { ProgressLine } from './progress.ts';

export interface RepairFlags extends LimitFlags, Omit<QueueFlags, 'fresh' | 'shard'> {
  readonly property?: readonly string[];
  readonly all?: boolean;
  readonly larger?: boolean;
  readonly fences?: boolean;
  readonly budget?: number;
  readonly fresh?: boolean;
  readonly html?: string;
  readonly format: 'list' | 'json';
}

const CODES: { readonly [V in RepairVerdict]: number } = {
  found: EXIT.holds,
  none: EXIT.violated,
  undecided: EXIT.inconclusive,
};

/** `words`: candidate lines of the form fix=NAME,NAME, and filters of the form name=value. */
export async function repair(name: string, words: readonly string[], flags: RepairFlags): Promise<number> {
  const { fix, ...filters } = parseAssignments(words);
  const loaded = await loadModel(name);
  const asked = {
    filters,
    ...(fix !== undefined && { fix }),
    ...(flags.all && { all: true }),
    ...(flags.property !== undefined && { properties: flags.property }),
  };
  const { workers: _, ...limits } = limitsOf(flags);
  const threads = flags.workers ?? availableParallelism();
  const { html } = flags;
  const page = html === undefined ? undefined : pageFile(html, modelFiles(name));
  const signal = onInterrupt();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const { budget } = flags;
  const isOver = () => signal.aborted || (budget !== undefined && seconds() > budget);
  const gaps =
    flags.fences &&
    (await gapsOf(loaded, askedCells(loaded, asked), { ...limits, workers: threads, interrupted: isOver }));
  const question = new Question(loaded, { ...asked, ...(gaps && { gaps }) });
  const cache = new OutcomeCache(join(cacheFolder(), 'repair'), { traces: true });
  const line = new ProgressLine();
  const { run = `repair-${new Date().toISOString().slice(0, 10)}-${process.pid}` } = flags;
  const remote = flags.queue === undefined && flags.run === undefined ? undefined : { ...flags, run };
  const runner =
    (remote && (await queueRunner<RepairCell>(remote, (text) => line.say(text)))) ??
    LocalRunner.on<RepairCell>(threads, { attempts: 1, ...stepLimitOf(flags) });
  const search = new Search(question, {
    // A cached cell was explored by the kernel and audited as it does by default.
    ...{ runner, limits, signal, ...(flags.engine === 'kernel' && flags.audit === undefined && { cache }) },
    fresh: flags.fresh ?? false,
    larger: flags.larger ?? false,
    ...(budget !== undefined && { secondsLeft: () => budget - seconds() }),
    onProgress: (progress) => line.show(() => progressText(progress)),
  });
  try {
    await search.run();
  } finally {
    await runner.close();
  }
  line.end();
  if (cache.broken !== undefined) line.say(`Explored cells are not kept: ${cache.broken}`);
  const result = resultOf(search, seconds());
  if (flags.format === 'json') process.stdout.write(`${inertJson(result, 1)}\n`);
  else print(() => repairText(result));
  if (page !== undefined) {
    page.write(repairPage(search, result));
    process.stderr.write(`The report is in '${inertLine(page.file)}'.\n`);
  }
  if (search.broken !== undefined) {
    const { code, message, advice } = search.broken;
    process.stderr.write(`${renderError(new UserError(code, message, advice), terminalWidth(process.stderr))}\n`);
  }
  if (signal.aborted) return EXIT.interrupted;
  return search.broken === undefined ? CODES[result.verdict] : EXIT.usage;
}

function progressText({ decided, sets, exploring }: SearchProgress): string {
  const known = `${decided.toLocaleString('en')} of ${counted(sets, 'set')} decided`;
  if (exploring === undefined) return known;
  const { lines, done, cells, states } = exploring;
  return `${known}; ${done} of ${counted(cells, 'cell')}, ${counted(states, 'state')} under way, with ${setText(lines)}`;
}
