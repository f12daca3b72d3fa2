/** `everywhen check MODEL [param=value ...]` */
import { writeFileSync } from 'node:fs';
import { checkSystem } from '../check/check.ts';
import { ablateFences } from '../check/doubt/ablation.ts';
import { doubtsOfProperties } from '../check/doubt/doubts.ts';
import type { Explanation } from '../check/doubt/explained.ts';
import { explain } from '../check/doubt/explanation.ts';
import type { Report } from '../check/report.ts';
import type { Progress, RunOptions } from '../check/run.ts';
import { keepHeapSmall } from '../engine/memory/small-heap.ts';
import { inertLine, UserError } from '../errors.ts';
import type { BuildOptions } from '../language/assembly.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, parametersText } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import type { System } from '../model/system.ts';
import { makeReporters } from '../report/reporters.ts';
import { counted } from '../trace/counted.ts';
import type { TraceFormat } from '../trace/format.ts';
import { toItf } from '../trace/formats/itf.ts';
import { traceOf } from '../trace/read-trace.ts';
import { paragraph } from '../trace/table.ts';
import { columnsOf } from '../trace/text.ts';
import { EXIT } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { type CheckpointFlags, CheckpointNotes } from './options/checkpoints.ts';
import { type LimitFlags, limitsOf } from './options/limits.ts';
import { parseAssignments } from './options/parameters.ts';
import { openOnFailure, type ReporterFlags, reportersOf } from './options/reporter-flags.ts';
import { ProgressLine } from './progress.ts';

export interface CheckFlags extends LimitFlags, ReporterFlags, CheckpointFlags {
  readonly property?: readonly string[];
  readonly traceOut?: string;
  readonly traceFormat?: TraceFormat;
  readonly order?: 'breadth-first' | 'depth-first';
  readonly strict?: boolean;
  readonly coverage?: boolean;
  readonly digests?: boolean;
  readonly ablate?: 'fences';
  readonly explain?: boolean;
}

export async function check(
  name: string,
  words: readonly string[],
  flags: CheckFlags,
  walks?: RunOptions['walks'],
): Promise<number> {
  // The reference keeps its states on the heap, and knows how much of that V8 sets aside.
  if (flags.engine !== 'reference') keepHeapSmall();
  const loaded = await loadModel(name);
  const parameters = chooseParameters(loaded.model.parameters, parseAssignments(words));
  const system = instantiate(loaded.model, parameters, name);
  for (const id of flags.property ?? []) {
    if (!system.properties.some((property) => property.id === id)) {
      throw new UserError('E_USAGE', `${system.origin} has no property '${id}'.`, {
        hint: `It has ${system.properties.map((property) => property.id).join(', ')}.`,
      });
    }
  }

  const reporter = await makeReporters(reportersOf(flags), { shown: flags.property, traceFormat: flags.traceFormat });
  const signal = onInterrupt();
  const line = new ProgressLine();
  const notes = new CheckpointNotes(flags, { modelHash: loaded.hash(), parameters }, (text) => line.say(text));
  const cell = { model: name, parameters };
  const options: RunOptions = {
    interrupted: () => signal.aborted,
    onProgress: (progress) => line.show(() => progressText(progress)),
    ...limitsOf(flags),
    ...(flags.order !== undefined && { order: flags.order }),
    ...(walks !== undefined && { walks }),
    ...(flags.digests && { digests: true }),
    ...(flags.coverage && { coverage: 'transitions' as const }),
  };
  const checked = await checkSystem(system, cell, { ...options, ...notes.options });
  const build = (without: BuildOptions) => instantiate(loaded.model, parameters, name, without);
  const ablation = flags.ablate && (await ablateFences({ ...cell, system, build }, checked, options));
  const explanation = flags.explain ? await explainShown(system, checked, flags, options, line) : undefined;
  const report: Report = { ...checked, ...(ablation && { ablation }), ...(explanation && { explanation }) };
  line.end();
  notes.end(checked.stopped !== undefined);

  const doubts = flags.strict ? doubtsOfProperties(loaded.model, parameters, report.properties) : [];
  await reporter.onEnd({
    kind: 'check',
    check: {
      model: name,
      title: loaded.model.title,
      parameters: parametersText(loaded.model.parameters, parameters),
      report,
      columns: Object.fromEntries(columnsOf(system)),
      doubts,
      ...(walks !== undefined && { walks }),
    },
  });
  if (flags.traceOut !== undefined) saveTrace(report, flags.traceOut, flags, loaded.hash());
  for (const doubt of doubts) process.stderr.write(`${paragraph(`--strict: ${doubt}`).join('\n')}\n`);
  const verdict = exitCode(report);
  const code = doubts.length > 0 && verdict !== EXIT.interrupted ? EXIT.violated : verdict;
  await openOnFailure(reporter, flags, code);
  return code;
}

/** Explains what is shown. */
function explainShown(
  system: System,
  checked: Report,
  { property }: CheckFlags,
  options: RunOptions,
  line: ProgressLine,
): Promise<Explanation> {
  let asking = '';
  return explain(system, checked, {
    ...options,
    properties: property,
    onQuestion: (id, number) => {
      asking = `explaining ${id}, question ${number}: `;
    },
    onProgress: (progress) => line.show(() => `${asking}${progressText(progress)}`),
  });
}

/** No word about what is left: breadth first, nobody knows how much is behind the frontier. */
function progressText({ states, depth, frontier, seconds, bytes, doing }: Progress): string {
  const megabytes = Math.round(bytes / 1024 ** 2).toLocaleString('en');
  const spent = `${megabytes} MB, ${seconds.toFixed(0)} s`;
  if (doing !== undefined) return `${counted(states, 'state')}, all explored; ${doing}, ${spent}`;
  const rate = Math.round(states / seconds).toLocaleString('en');
  return `${counted(states, 'state')}, ${rate} a second, depth ${depth}, ${frontier.toLocaleString('en')} to visit, ${spent}`;
}

/** As JSON; as ITF where that was asked for, because `replay` reads both. */
function saveTrace(report: Report, file: string, { property, traceFormat }: CheckFlags, modelHash: string): void {
  if (!report.properties.some(({ counterexample, witness }) => counterexample !== undefined || witness !== undefined)) {
    process.stderr.write(`${inertLine(`There is no trace to write to '${file}'.`)}\n`);
    return;
  }
  const trace = { ...traceOf(report, property?.[0]), modelHash };
  try {
    writeFileSync(file, `${JSON.stringify(traceFormat === 'itf' ? toItf(trace) : trace, undefined, 1)}\n`);
  } catch (error) {
    throw new UserError('E_USAGE', `the trace cannot be written to '${file}': ${(error as Error).message}`);
  }
  process.stderr.write(`${inertLine(`The trace of ${trace.property} is in '${file}': everywhen replay ${file}`)}\n`);
}

function exitCode({ verdict, stopped, ablation, explanation }: Report): number {
  const all = [stopped, ablation?.stopped, explanation?.stopped];
  return all.includes('interrupted') ? EXIT.interrupted : EXIT[verdict];
}
