/** Follows a walk by the names of its steps in another cell of the same model. */
import { UserError } from '../errors.ts';
import { type AnyModel, instantiate } from '../language/model.ts';
import { type AnyChosen, chooseParameters, type Parameter, parametersText } from '../language/parameter.ts';
import { suggestion } from '../model/names.ts';
import type { System } from '../model/system.ts';
import type { Beside, ParameterChoice } from '../page/beside.ts';
import { pathFlag } from '../page/path-text.ts';
import type { Path } from '../page/position.ts';
import { refit } from '../trace/refit.ts';
import { pathOf, traceAt } from './walk.ts';

/** The cell that is explored, and what makes others. */
export interface Family {
  readonly model: AnyModel;
  /** MODEL as it was given, and as a word of a shell. */
  readonly name: string;
  readonly word: string;
  readonly chosen: AnyChosen;
}

export function choicesOf({ model, chosen }: Family): readonly ParameterChoice[] {
  return Object.entries(model.parameters).map(([name, parameter]) => ({
    name,
    role: parameter.role,
    ...valuesOf(parameter),
    isSelection: parameter.kind === 'selection',
    value: valueText(chosen[name]),
  }));
}

function valuesOf(parameter: Parameter): Pick<ParameterChoice, 'values'> {
  if (parameter.kind === 'range') {
    const { from, to } = parameter;
    return { values: Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) };
  }
  return parameter.kind === 'text' ? {} : { values: parameter.values.map(String) };
}

function valueText(value: AnyChosen[string] | undefined): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value) || 'none';
  return [...(value ?? [])].join() || 'none';
}

/** `other`: the parameters of the other cell, as the command line writes them. Throws `E_PARAMETER` for values that the model does not know. */
export function besideOf(
  system: System,
  { model, name, word, chosen }: Family,
  path: Path,
  other: { readonly [name: string]: string },
): Beside {
  const unknown = Object.keys(other).find((one) => !Object.hasOwn(model.parameters, one));
  if (unknown !== undefined) {
    throw new UserError('E_PARAMETER', `there is no parameter '${unknown}'.`, {
      hint: suggestion(unknown, Object.keys(model.parameters)),
    });
  }
  const same = Object.fromEntries(Object.entries(chosen).map(([one, value]) => [one, valueText(value)]));
  const parameters = chooseParameters(model.parameters, { ...same, ...other });
  const otherSystem = instantiate(model, parameters, name);
  const walk = traceAt(system, path);
  const { parts, differs, run } = refit(otherSystem, undefined, walk);
  const fitting = pathOf(otherSystem, run);
  const [mine, theirs] = [chosen, parameters].map((one) => parametersText(model.parameters, one));
  return {
    system: otherSystem.origin,
    walk,
    run,
    ...(parts !== undefined && { parts }),
    ...(differs !== undefined && { differs }),
    command: `everywhen explore ${word} ${theirs}`.trimEnd() + pathFlag(fitting),
    compare: `everywhen compare ${word} ${mine}`.trimEnd() + ` -- ${theirs}`.trimEnd(),
    path: fitting,
  };
}
