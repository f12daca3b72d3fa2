/** The names of a cell: its key, which tells it from all other cells, and its model and parameters as people and other machines read them. */
import { relative, sep } from 'node:path';
import { type AnyChosen, parametersText, valueText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';

export interface NamedCell {
  /** The model and all its parameters; it stays the same when the model's text changes. */
  readonly key: string;
  /** The model's name, or its path from the working directory. */
  readonly model: string;
  /** The parameters that differ from their defaults, as on a command line. */
  readonly parameters: string;
}

export function namedCell(loaded: Pick<LoadedModel, 'model' | 'name' | 'path'>, chosen: AnyChosen): NamedCell {
  const all = Object.entries(chosen).map(([name, value]) => `${name}=${valueText(value)}`);
  const model = /[/\\]/.test(loaded.name) ? relative(process.cwd(), loaded.path).replaceAll(sep, '/') : loaded.name;
  return { key: [model, ...all].join(' '), model, parameters: parametersText(loaded.model.parameters, chosen) };
}
