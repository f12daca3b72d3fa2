/** `everywhen replay TRACE` */
import { inertLine, shortened } from '../errors.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import { formatted, type TraceFormat } from '../trace/format.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import { readTrace } from '../trace/read-trace.ts';
import { type Misfit, replay } from '../trace/replay.ts';
import type { SavedTrace } from '../trace/saved-trace.ts';
import { paragraph } from '../trace/table.ts';
import { columnsOf, traceText } from '../trace/text.ts';
import { EXIT } from './exit.ts';
import { print } from './print.ts';

export interface ReplayFlags {
  readonly property?: string;
  readonly format: TraceFormat;
}

export async function replayFile(path: string, flags: ReplayFlags): Promise<number> {
  const saved = readTrace(path, flags.property);
  const loaded = await loadModel(saved.model);
  const system = instantiate(loaded.model, chooseParameters(loaded.model.parameters, saved.parameters), saved.model);
  const changed = saved.modelHash !== undefined && saved.modelHash !== loaded.hash();
  const misfit = replay(system, saved.property, saved.counterexample);
  if (flags.format !== 'text' && misfit === undefined) {
    print(() => formatted(flags.format, saved, columnsOf(system), { kernelView: kernelViewOf(system) }));
    return EXIT.holds;
  }
  const title = system.properties.find(({ id }) => id === saved.property)?.title ?? '';
  print(() => [
    ...paragraph(
      `${system.origin}: ${saved.property === undefined ? 'a walk' : `${shortened(saved.property)} ${title}`}`,
    ),
    '',
    ...(misfit === undefined
      ? [...traceText(saved.counterexample, columnsOf(system)), '', ...fits(saved, changed)]
      : misfits(misfit, saved, changed)),
  ]);
  return misfit === undefined ? EXIT.holds : EXIT.violated;
}

function fits({ counterexample, property }: SavedTrace, changed: boolean): string[] {
  const note = changed ? ', although the model has changed since' : '';
  const shows = property === undefined ? '' : ', and the trace still shows what it showed';
  return paragraph(`All ${counterexample.steps.length} steps fit${shows}${note}.`);
}

function misfits({ step, problem, enabled }: Misfit, saved: SavedTrace, changed: boolean): string[] {
  const where =
    step === 0
      ? 'The trace does not fit from the start'
      : step > saved.counterexample.steps.length
        ? 'The trace ends differently'
        : `Step ${step} of ${saved.counterexample.steps.length} does not fit`;
  const cause = changed
    ? 'The model has changed since the trace was saved.'
    : saved.modelHash === undefined
      ? 'The report does not say which version of the model it is of; the model has probably changed.'
      : 'The model is the same as when the trace was saved: the trace was edited, or Everywhen has changed.';
  const parameters = Object.entries(saved.parameters).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? value.join() || 'none' : value}`,
  );
  return [
    ...paragraph(`${where}: ${problem}.`),
    ...paragraph(`Enabled there: ${enabled.length === 0 ? 'nothing' : enabled.join('; ')}.`),
    ...paragraph(cause),
    inertLine(shortened(`everywhen check ${saved.model} ${parameters.join(' ')}`.trimEnd(), 5000)),
  ];
}
