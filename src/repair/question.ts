/** The question of a search: which candidate lines, which cells, which properties, and what a set of lines makes of a cell. */
import { UserError } from '../errors.ts';
import { FENCE_BEFORE, fencesIn } from '../language/fences/fence-before.ts';
import type { Cell } from '../language/matrix.ts';
import { instantiate } from '../language/model.ts';
import { type AnyChosen, chooseParameters, parametersText, valueText } from '../language/parameter.ts';
import type { Line } from '../language/repairs/line.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { chosenCells } from '../matrix/chosen-cells.ts';
import { suggestion } from '../model/names.ts';
import type { System } from '../model/system.ts';
import { candidateFences, candidateLines } from './candidate-lines.ts';
import type { Gaps } from './fences/gaps.ts';
import { EMPTY, type LineSet, linesIn, withLine } from './line-set.ts';

export interface QuestionOptions {
  /** As `candidateLines` takes them. */
  readonly fix?: string;
  /** As `everywhen matrix` takes them; of a model without a matrix they are the parameters of its only cell. */
  readonly filters?: { readonly [name: string]: string };
  /** Also the cells that the model keeps for `--all`. */
  readonly all?: boolean;
  /** Only these properties are asked for, in the cells that have one of them. */
  readonly properties?: readonly string[];
  /** The gaps of these cells, of which `fix` names some: fences are the candidate lines. */
  readonly gaps?: Gaps;
}

/** A cell without any candidate line. */
export interface AskedCell {
  readonly position: number;
  /** The name of its scenario; of a model without a matrix, its parameters. */
  readonly name: string;
  readonly parameters: AnyChosen;
  /** The ids of the properties that are asked for; undefined for all that decide. */
  readonly properties: readonly string[] | undefined;
}

/** What a set of lines makes of a cell: the values of all parameters, or why that is no design. */
export type Design = { readonly parameters: AnyChosen } | { readonly refused: string };

export class Question {
  readonly loaded: LoadedModel;
  readonly lines: readonly Line[];
  readonly cells: readonly AskedCell[];
  readonly properties: readonly string[] | undefined;
  readonly gaps: Gaps | undefined;

  /** Throws `E_USAGE`, `E_PARAMETER` or `E_MODEL` for what asks for nothing. */
  constructor(loaded: LoadedModel, options: QuestionOptions) {
    this.loaded = loaded;
    this.gaps = options.gaps;
    this.lines =
      options.gaps === undefined
        ? candidateLines(loaded, options.fix)
        : candidateFences(loaded.name, options.gaps.lines, options.fix);
    this.cells = askedCells(loaded, options);
    this.properties = options.properties;
  }

  get setCount(): number {
    return 2 ** this.lines.length;
  }

  namesOf(set: LineSet): readonly string[] {
    return linesIn(set).map((line) => (this.lines[line] as Line).name);
  }

  /** The set of the lines with these names. */
  setOf(names: readonly string[]): LineSet {
    return names.reduce(
      (set, name) =>
        withLine(
          set,
          this.lines.findIndex((line) => line.name === name),
        ),
      EMPTY,
    );
  }

  /** The cell under these lines. Lines that choose different values of a parameter exclude each other. */
  design(set: LineSet, { parameters, position }: AskedCell): Design {
    const { model } = this.loaded;
    const chosen: { [name: string]: unknown } = { ...parameters };
    const by = new Map<string, Line>();
    for (const number of linesIn(set)) {
      const line = this.lines[number] as Line;
      for (const [name, value] of Object.entries(line.parameters)) {
        if (name === FENCE_BEFORE) {
          const places = this.gaps?.places[position];
          const added = [...(value as Iterable<string>)].filter((place) => places?.has(place));
          chosen[name] = [...fencesIn(chosen), ...added];
          continue;
        }
        if (model.parameters[name]?.kind === 'selection') {
          chosen[name] = [...(chosen[name] as Iterable<string>), ...(value as Iterable<string>)];
          continue;
        }
        const other = by.get(name);
        if (other !== undefined && valueText(other.parameters[name]) !== valueText(value)) {
          return { refused: `${other.name} and ${line.name} choose different values of ${name}` };
        }
        chosen[name] = value;
        by.set(name, line);
      }
    }
    const all = chooseParameters(model.parameters, chosen);
    const refusal = model.refusal(all);
    return refusal === undefined ? { parameters: all } : { refused: refusal.replace(/\.$/, '') };
  }

  /** Why a set is no design in some cell; undefined where it is one in all of them. */
  refusal(set: LineSet): string | undefined {
    for (const cell of this.cells) {
      const design = this.design(set, cell);
      if ('refused' in design) return design.refused;
    }
    return undefined;
  }

  /** As on a command line. */
  parametersText(set: LineSet, cell: AskedCell): string {
    const design = this.design(set, cell);
    return 'refused' in design ? '' : parametersText(this.loaded.model.parameters, design.parameters);
  }
}

/** Throws `E_USAGE` or `E_PARAMETER` for filters that leave none. */
export function askedCells(loaded: LoadedModel, options: QuestionOptions): readonly AskedCell[] {
  return cellsOf(loaded, options).map(({ scenario, parameters }, position) => ({
    position,
    name: scenario,
    parameters: chooseParameters(loaded.model.parameters, { ...parameters }),
    properties: askedIn(loaded, parameters, options.properties),
  }));
}

export function systemOf({ loaded }: Question, parameters: AnyChosen): System {
  return instantiate(loaded.model, parameters, loaded.name);
}

/** Those of the properties that the cell has. */
function askedIn(
  { model, name }: LoadedModel,
  parameters: Cell['parameters'],
  properties: readonly string[] | undefined,
): readonly string[] | undefined {
  if (properties === undefined) return undefined;
  const chosen = chooseParameters(model.parameters, { ...parameters });
  if (model.refusal(chosen) !== undefined) return properties;
  const system = instantiate(model, chosen, name);
  return properties.filter((id) => system.properties.some((property) => property.id === id));
}

type NamedCell = Pick<Cell, 'scenario' | 'parameters'>;

/**
 * The cells of the design to repair: those whose variant is that of the base, unless a filter names another. What the base chooses
 * besides holds in every cell that does not choose it itself.
 */
function cellsOf(loaded: LoadedModel, options: QuestionOptions): readonly NamedCell[] {
  const { model } = loaded;
  const { filters = {}, properties, all } = options;
  if (model.matrix === undefined) return [onlyCell(loaded, options)];
  const declared = Object.entries(model.repairs?.base ?? {}).filter(([name]) => !Object.hasOwn(filters, name));
  const base = chooseParameters(model.parameters, Object.fromEntries(declared));
  const isOfBase = ({ parameters }: Cell) =>
    Object.entries(parameters).every(([name, value]) => {
      const isVariant = model.parameters[name]?.role === 'variant' && !Object.hasOwn(filters, name);
      return !isVariant || valueText(value) === valueText(base[name]);
    });
  const chosen = chosenCells([loaded], {
    filters,
    ...(all !== undefined && { all }),
    ...(properties !== undefined && { properties }),
  });
  const cells = chosen.map(({ cell }) => cell).filter((cell) => Object.hasOwn(filters, 'variant') || isOfBase(cell));
  if (cells.length === 0) {
    throw new UserError('E_USAGE', 'no cell that matches is of the design to repair.', {
      hint: 'Name another design, variant=NAME, or leave out filters.',
    });
  }
  const areSeveral = new Set(cells.map(({ variant }) => variant)).size > 1;
  return cells.map(({ variant, scenario, parameters }) => ({
    scenario: areSeveral ? `${variant}, ${scenario}` : scenario,
    parameters: { ...Object.fromEntries(declared), ...parameters },
  }));
}

/** Of a model without a matrix: its base with the parameters that are given. */
function onlyCell({ model, name }: LoadedModel, { filters = {}, properties = [] }: QuestionOptions): NamedCell {
  const chosen = chooseParameters(model.parameters, { ...model.repairs?.base, ...filters });
  const system = instantiate(model, chosen, name);
  const known = system.properties.filter(({ informational }) => !informational).map(({ id }) => id);
  for (const id of properties) {
    if (known.includes(id)) continue;
    throw new UserError('E_USAGE', `no property '${id}' decides a cell.`, { hint: suggestion(id, known) });
  }
  return { scenario: parametersText(model.parameters, chosen) || 'defaults', parameters: chosen };
}
