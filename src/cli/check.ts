/** `everywhen check MODEL [param=value ...]` */
import { judgeCell, type Questions } from '../check/doubt/judged-cell.ts';
import type { Report } from '../check/report.ts';
import type { Progress, RunOptions } from '../check/run.ts';
import { keepHeapSmall } from '../engine/memory/small-heap.ts';
import { UserError } from '../errors.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, parametersText } from '../language/parameter.ts';
import { loadModel, loadVisible, modelFiles } from '../load/load-model.ts';
import type { System } from '../model/system.ts';
import { evidenceViewOf } from '../report/evidence/evidence-view.ts';
import { Reported } from '../report/reported.ts';
import type { RunResult } from '../report/reporter.ts';
import { makeReporters } from '../report/reporters.ts';
import { counted } from '../trace/counted.ts';
import type { TraceFormat } from '../trace/format.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import { paragraph } from '../trace/table.ts';
import { columnsOf } from '../trace/text.ts';
import { leftText } from './estimate/left-text.ts';
import { EXIT, exitCodeOf } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { type CheckpointFlags, CheckpointNotes } from './options/checkpoints.ts';
import { type LimitFlags, limitsOf } from './options/limits.ts';
import { parseAssignments } from './options/parameters.ts';
import { openOnFailure, type ReporterFlags, reportersOf } from './options/reporter-flags.ts';
import { TraceFile } from './options/trace-file.ts';
import { ProgressLine } from './progress.ts';
import { noteMissingTypes } from './types-note.ts';

export interface CheckFlags extends LimitFlags, ReporterFlags, CheckpointFlags {
  readonly property?: readonly string[];
  readonly traceOut?: string;
  readonly traceFormat?: TraceFormat;
  readonly order?: 'breadth-first' | 'depth-first';
  readonly strict?: boolean;
  readonly coverage?: boolean;
  readonly digests?: boolean;
  readonly ablate?: 'fences';
  readonly grow?: string;
  readonly explain?: boolean;
  readonly parts?: boolean;
  readonly reduce?: RunOptions['reduce'];
  readonly profile?: boolean;
  /** The process has nothing else to do. */
  readonly ownsProcess: boolean;
}

export async function check(
  name: string,
  words: readonly string[],
  flags: CheckFlags,
  walks?: RunOptions['walks'],
): Promise<number> {
  // The reference keeps its states on the heap, and knows how much of that V8 sets aside.
  if (flags.ownsProcess && flags.engine !== 'reference') keepHeapSmall();
  const loaded = await loadModel(name);
  const { model, path, hash } = loaded;
  noteMissingTypes(path);
  const parameters = chooseParameters(model.parameters, parseAssignments(words));
  const system = instantiate(model, parameters, name);
  mustHaveProperties(system, flags.property);
  mustHaveBudget(system, flags.grow);

  const choices = reportersOf(flags);
  const sources = modelFiles(name);
  const shown = { shown: flags.property, traceFormat: flags.traceFormat };
  const reporter = await makeReporters(choices, { ...shown, sources, models: [{ name, path, hash }] });
  const traceFile = new TraceFile(flags, sources, [flags.checkpoint, ...choices.map(({ target }) => target)]);
  const signal = onInterrupt();
  const line = new ProgressLine();
  const notes = new CheckpointNotes(flags, { modelHash: hash(), parameters }, (text) => line.say(text));
  const options: RunOptions = {
    interrupted: () => signal.aborted,
    onProgress: (progress) => line.show(() => progressText(progress)),
    ...limitsOf(flags),
    ...(flags.order !== undefined && { order: flags.order }),
    ...(walks !== undefined && { walks }),
    ...(flags.parts !== undefined && { parts: flags.parts }),
    ...(flags.reduce !== undefined && { reduce: flags.reduce }),
    ...(flags.profile && { profile: true }),
    ...(flags.digests && { digests: true }),
    ...(flags.coverage && { coverage: 'transitions' as const }),
  };
  const visible = async () => {
    const found = await loadVisible(loaded);
    return typeof found === 'string'
      ? found
      : { model: found.model, system: instantiate(found.model, parameters, name) };
  };
  const cell = { model, name, parameters, system, visible };
  const { report, doubts } = await judgeCell(cell, options, {
    ...notes.options,
    ...questionsOf(flags, line),
  });
  line.end();
  notes.end(report.stopped !== undefined);

  const reported = new Reported();
  const result: RunResult = {
    kind: 'check',
    check: {
      model: name,
      title: model.title,
      parameters: parametersText(model.parameters, parameters),
      report,
      columns: Object.fromEntries(columnsOf(system)),
      kernelView: kernelViewOf(system),
      // As it is written: the view quotes the model's source.
      evidenceView: evidenceViewOf(system),
      doubts,
      ...(walks !== undefined && { walks }),
    },
  };
  await reported.attempt(() => reporter.onEnd(result));
  await reported.attempt(() => traceFile.save(report, hash()));
  for (const doubt of doubts) process.stderr.write(`${paragraph(`--strict: ${doubt}`).join('\n')}\n`);
  const code = exitCodeOf(exitCode(report, doubts), reported.end());
  await openOnFailure(reporter, flags, code);
  return code;
}

function mustHaveProperties({ origin, properties }: System, wanted: readonly string[] = []): void {
  for (const id of wanted) {
    if (properties.some((property) => property.id === id)) continue;
    throw new UserError('E_USAGE', `${origin} has no property '${id}'.`, {
      hint: `It has ${properties.map((property) => property.id).join(', ')}.`,
    });
  }
}

function mustHaveBudget({ origin, budgets }: System, wanted: string | undefined): void {
  if (wanted === undefined || budgets.has(wanted)) return;
  throw new UserError('E_USAGE', `${origin} has no budget '${wanted}'.`, {
    hint: budgets.size === 0 ? "Declare one: .budget('edges', 2)." : `It has ${[...budgets.keys()].join(', ')}.`,
  });
}

/** What else is asked of the cell; only those violations are explained whose traces are shown. */
function questionsOf({ ablate, strict, grow, explain, property }: CheckFlags, line: ProgressLine): Questions {
  let asking = '';
  return {
    ...(ablate !== undefined && { ablate }),
    ...(strict !== undefined && { strict }),
    ...(grow !== undefined && { grow: { budget: grow } }),
    ...(explain && {
      explain: {
        properties: property,
        onQuestion: (id, number) => {
          asking = `explaining ${id}, question ${number}: `;
        },
        onProgress: (progress) => line.show(() => `${asking}${progressText(progress)}`),
      },
    }),
  };
}

/** What is left is said only where the levels tell it. */
function progressText(progress: Progress): string {
  const { states, depth, frontier, seconds, bytes, doing } = progress;
  const megabytes = Math.round(bytes / 1024 ** 2).toLocaleString('en');
  const spent = `${megabytes} MB, ${seconds.toFixed(0)} s`;
  if (doing !== undefined) return `${counted(states, 'state')}, all explored; ${doing}, ${spent}`;
  const left = leftText(progress);
  const rate = left === '' ? `${Math.round(states / seconds).toLocaleString('en')} a second, depth ${depth}` : left;
  return `${counted(states, 'state')}, ${rate}, ${frontier.toLocaleString('en')} to visit, ${spent}`;
}

function exitCode({ verdict, stopped, ablation, growth, explanation }: Report, doubts: readonly string[]): number {
  const all = [stopped, ablation?.stopped, growth?.stopped, explanation?.stopped];
  if (all.includes('interrupted')) return EXIT.interrupted;
  if (doubts.length > 0) return EXIT.violated;
  return EXIT[verdict === 'holds' ? (growth?.verdict ?? verdict) : verdict];
}
