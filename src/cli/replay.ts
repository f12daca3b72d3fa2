/** `everywhen replay TRACE [parameter=value ...]` */
import { inertLine, shortened } from '../errors.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, parametersText } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import type { System } from '../model/system.ts';
import { checkCommand, shellWord } from '../report/check-command.ts';
import { formatted, type TraceFormat } from '../trace/format.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import { readTrace } from '../trace/read-trace.ts';
import { type Refit, refit } from '../trace/refit.ts';
import { type Misfit, replay } from '../trace/replay.ts';
import type { SavedTrace } from '../trace/saved-trace.ts';
import { paragraph } from '../trace/table.ts';
import { columnsOf, traceText } from '../trace/text.ts';
import { EXIT } from './exit.ts';
import { parseAssignments } from './options/parameters.ts';
import { print } from './print.ts';

export interface ReplayFlags {
  readonly property?: string;
  readonly format: TraceFormat | 'json';
}

/** `words`: the parameters that are to differ from those of the trace. */
export async function replayFile(path: string, words: readonly string[], flags: ReplayFlags): Promise<number> {
  const saved = readTrace(path, flags.property);
  const { model, hash } = await loadModel(saved.model);
  const chosen = chooseParameters(model.parameters, { ...saved.parameters, ...parseAssignments(words) });
  const system = instantiate(model, chosen, saved.model);
  if (words.length > 0) {
    const [was, is] = [chooseParameters(model.parameters, saved.parameters), chosen].map((one) =>
      parametersText(model.parameters, one),
    );
    return replayWith(system, saved, { was: was as string, is: is as string }, flags);
  }
  const changed = saved.modelHash !== undefined && saved.modelHash !== hash();
  const misfit = replay(system, saved.property, saved.counterexample);
  const { format } = flags;
  if (format === 'json') {
    const steps = saved.counterexample.steps.length;
    const fitting = misfit === undefined ? steps : Math.max(0, misfit.step - 1);
    return printJson(system, saved, { fits: misfit === undefined, fitting, parts: misfit, differs: undefined });
  }
  if (format !== 'text' && misfit === undefined) {
    print(() => formatted(format, saved, columnsOf(system), { kernelView: kernelViewOf(system) }));
    return EXIT.holds;
  }
  print(() => [
    ...heading(system, saved),
    '',
    ...(misfit === undefined
      ? [...traceText(saved.counterexample, columnsOf(system)), '', ...fits(saved, changed)]
      : misfits(misfit, saved, changed)),
  ]);
  return misfit === undefined ? EXIT.holds : EXIT.violated;
}

/** `was`, `is`: the parameters of the trace and those that it is replayed with. */
function replayWith(
  system: System,
  saved: SavedTrace,
  { was, is }: { readonly was: string; readonly is: string },
  { format }: ReplayFlags,
): number {
  const found = refit(system, saved.property, saved.counterexample);
  if (format === 'json') return printJson(system, saved, found);
  const { cycleStart } = saved.counterexample;
  const run = found.fits && cycleStart !== undefined ? { ...found.run, cycleStart } : found.run;
  print(() => [
    ...heading(system, saved),
    ...paragraph(`The trace is of ${was === '' ? 'the default parameters' : was}. The steps that fit:`),
    '',
    ...formatted(format, { ...saved, counterexample: run }, columnsOf(system), { kernelView: kernelViewOf(system) }),
    '',
    ...(found.fits ? stillFits(found, saved) : partsText(found, saved)),
    ...(found.fits ? [] : [inertLine(shortened(commandOf(saved, is), 5000))]),
  ]);
  return found.fits ? EXIT.holds : EXIT.violated;
}

function commandOf({ model, property }: SavedTrace, parameters: string): string {
  const command = checkCommand(model, parameters);
  return property === undefined ? command : `${command} --property ${shellWord(property)}`;
}

function stillFits({ differs }: Refit, { counterexample, property }: SavedTrace): string[] {
  const shows = property === undefined ? '' : `, and the trace still shows what it showed of '${shortened(property)}'`;
  return [
    ...paragraph(`All ${counterexample.steps.length} steps fit${shows}: these parameters do not prevent it.`),
    ...differenceText(differs),
  ];
}

function partsText({ fitting, parts, differs }: Refit, saved: SavedTrace): string[] {
  const { length } = saved.counterexample.steps;
  const where = fitting === length ? 'The trace ends differently' : `Step ${fitting + 1} of ${length} does not fit`;
  return [
    ...paragraph(`${where}: ${parts?.problem}.`),
    ...differenceText(differs),
    ...paragraph(`Enabled there: ${parts?.enabled.join('; ') || 'nothing'}.`),
    ...paragraph('A trace that parts says nothing about other runs. To check all of them:'),
  ];
}

function differenceText(differs: Refit['differs']): string[] {
  if (differs === undefined) return [];
  const { step, texts } = differs;
  return paragraph(
    `${step === 0 ? 'It starts differently' : `The runs differ from step ${step} on`}: ${texts.join('; ')}.`,
  );
}

function printJson(system: System, saved: SavedTrace, found: Omit<Refit, 'run'>): number {
  const { fits, fitting, parts, differs } = found;
  const { model, property, counterexample } = saved;
  const steps = counterexample.steps.length;
  const result = { model, system: system.origin, property, steps, fits, fitting, parts, differs };
  process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
  return fits ? EXIT.holds : EXIT.violated;
}

function heading(system: System, { property }: SavedTrace): string[] {
  const title = system.properties.find(({ id }) => id === property)?.title ?? '';
  return paragraph(`${system.origin}: ${property === undefined ? 'a walk' : `${shortened(property)} ${title}`}`);
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
