/** The cells of a matrix that are to run: a set of each model's cells, less those that a filter or the properties leave out. */
import { matrixOf } from '../cells/model-matrix.ts';
import { UserError } from '../errors.ts';
import { nightlyCells } from '../language/expected.ts';
import type { Cell } from '../language/matrix.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, valueText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { suggestion } from '../model/names.ts';

export interface Choice {
  /** Also the cells that the models keep for `--all`. */
  readonly all?: boolean;
  /** Only the larger sizes that the models keep for nights. */
  readonly nightly?: boolean;
  /**
   * By name, the values to keep, with commas between them. `variant` and `scenario` are the names of a cell's row and column; any other
   * name is that of a parameter.
   */
  readonly filters?: { readonly [name: string]: string };
  /** Only these properties are judged, in the cells that have one of them. */
  readonly properties?: readonly string[];
}

export interface ChosenCell {
  readonly loaded: LoadedModel;
  readonly cell: Cell;
}

/** Whether these are not all cells, or not all that is judged in them: nothing can be said of the matrix as such. */
export function isPart({ filters = {}, properties }: Choice): boolean {
  return Object.keys(filters).length > 0 || properties !== undefined;
}

/** Throws `E_MODEL` for a model without a matrix, and `E_USAGE` if a filter or a property matches nothing. */
export function chosenCells(models: readonly LoadedModel[], choice: Choice): readonly ChosenCell[] {
  const { filters = {}, properties } = choice;
  const all = models.flatMap((loaded) => cellsOf(loaded, choice).map((cell) => ({ loaded, cell })));
  const filtered = Object.entries(filters).reduce(
    (cells, [name, text]) => cells.filter(filterOf(all, name, text)),
    all as readonly ChosenCell[],
  );
  if (filtered.length === 0 && all.length > 0) {
    throw new UserError('E_USAGE', 'no cell matches all filters.', { hint: 'Each of them alone matches some.' });
  }
  return properties === undefined ? filtered : withProperties(filtered, properties);
}

function cellsOf(loaded: LoadedModel, { all = false, nightly = false }: Choice): readonly Cell[] {
  const { cells } = matrixOf(loaded);
  if (nightly) return nightlyCells(loaded.model);
  return cells.filter(({ more }) => all || !more);
}

function filterOf(all: readonly ChosenCell[], name: string, text: string): (cell: ChosenCell) => boolean {
  const known = new Set(['variant', 'scenario', ...all.flatMap(({ loaded }) => Object.keys(loaded.model.parameters))]);
  if (!known.has(name)) {
    throw new UserError('E_USAGE', `no cell has a parameter '${name}'.`, { hint: suggestion(name, known) });
  }
  const values = new Map(all.map((cell) => [cell, valuesOf(cell, name)]));
  const present = new Set([...values.values()].flat());
  // The name of a scenario may have commas, and a set has them between its members.
  const wanted = present.has(inOrder(text)) ? [inOrder(text)] : present.has(text) ? [text] : text.split(',');
  for (const value of wanted) {
    if (present.has(value)) continue;
    throw new UserError('E_USAGE', `no cell has ${name}=${value}.`, { hint: suggestion(value, present) });
  }
  return (cell) => values.get(cell)?.some((value) => wanted.includes(value)) ?? false;
}

/** A model may have a parameter `scenario` besides its cells' scenarios. */
function valuesOf({ loaded, cell }: ChosenCell, name: string): readonly string[] {
  const { parameters } = loaded.model;
  const own = name === 'variant' ? [cell.variant] : name === 'scenario' ? [cell.scenario] : [];
  if (!Object.hasOwn(parameters, name)) return own;
  const text = valueText(chooseParameters(parameters, cell.parameters)[name]);
  return [...own, parameters[name]?.kind === 'selection' ? inOrder(text) : text];
}

/** One form for every order in which a set may be written. */
function inOrder(text: string): string {
  return text.split(',').toSorted().join(',');
}

function withProperties(cells: readonly ChosenCell[], wanted: readonly string[]): readonly ChosenCell[] {
  const properties = new Map(
    cells.map(({ loaded, cell }) => {
      const { model, name } = loaded;
      const system = instantiate(model, chooseParameters(model.parameters, cell.parameters), name);
      const deciding = system.properties.filter(({ informational }) => !informational);
      return [cell, deciding.map(({ id }) => id)];
    }),
  );
  const known = new Set([...properties.values()].flat());
  for (const id of wanted) {
    if (known.has(id)) continue;
    throw new UserError('E_USAGE', `no property '${id}' decides a cell.`, { hint: suggestion(id, known) });
  }
  return cells.filter(({ cell }) => properties.get(cell)?.some((id) => wanted.includes(id)));
}
