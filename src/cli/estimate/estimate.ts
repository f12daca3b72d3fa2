/** `everywhen estimate MODEL [param=value ...]` */
import type { Progress } from '../../check/run.ts';
import { keepHeapSmall } from '../../engine/memory/small-heap.ts';
import { inertJson } from '../../errors.ts';
import { sample } from '../../estimate/sample.ts';
import { instantiate } from '../../language/model.ts';
import { chooseParameters, parametersText, plainParameters } from '../../language/parameter.ts';
import { loadModel } from '../../load/load-model.ts';
import { counted } from '../../trace/counted.ts';
import { EXIT } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { parseAssignments } from '../options/parameters.ts';
import { print } from '../print.ts';
import { ProgressLine } from '../progress.ts';
import { noteMissingTypes } from '../types-note.ts';
import { estimateJson } from './estimate-json.ts';
import { estimateLines } from './estimate-text.ts';

export interface EstimateFlags {
  readonly seconds: number;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly workers?: number;
  readonly format: 'list' | 'json';
  readonly ownsProcess: boolean;
}

export async function estimate(name: string, words: readonly string[], flags: EstimateFlags): Promise<number> {
  if (flags.ownsProcess) keepHeapSmall();
  const { model, path } = await loadModel(name);
  noteMissingTypes(path);
  const parameters = chooseParameters(model.parameters, parseAssignments(words));
  const system = instantiate(model, parameters, name);
  const signal = onInterrupt();
  const line = new ProgressLine();
  const result = await sample(system, {
    seconds: flags.seconds,
    ...(flags.maxStates !== undefined && { statesMax: flags.maxStates }),
    ...(flags.maxMemory !== undefined && { bytesMax: flags.maxMemory }),
    ...(flags.workers !== undefined && { workers: flags.workers }),
    interrupted: () => signal.aborted,
    onProgress: (progress) => line.show(() => progressText(progress, flags.seconds)),
  });
  line.end();
  if (flags.format === 'json') {
    const about = { model: name, parameters: plainParameters(parameters) };
    process.stdout.write(`${inertJson({ ...about, ...estimateJson(result) })}\n`);
  } else {
    const title = [name, parametersText(model.parameters, parameters)].filter((text) => text !== '').join(' ');
    print(() => estimateLines(result, title));
  }
  if (signal.aborted) return EXIT.interrupted;
  return result.estimate.kind === 'lower bound' ? EXIT.inconclusive : EXIT.holds;
}

function progressText({ states, depth, seconds, doing }: Progress, of: number): string {
  return `${doing ?? 'exploring'}: ${counted(states, 'state')}, depth ${depth}, ${seconds.toFixed(0)} of ${of} s`;
}
