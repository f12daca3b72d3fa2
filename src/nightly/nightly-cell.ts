/** The cells of a night: of each model the larger sizes, then its default matrix, then the cells that it keeps for `--all`. */
import { matrixOf } from '../cells/model-matrix.ts';
import { type NamedCell, namedCell } from '../cells/named-cell.ts';
import { nightlyCells } from '../language/expected.ts';
import type { Cell } from '../language/matrix.ts';
import { chooseParameters } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { digest } from '../load/loads.ts';
import { CELL_SETS, type CellSet } from './cell-set.ts';

export interface NightlyCell extends NamedCell {
  /** The cell's file in a run, without `.json`: `avic-ipi/senders=2-1a2b3c4d`. */
  readonly id: string;
  readonly set: CellSet;
  readonly loaded: LoadedModel;
  readonly cell: Cell;
}

/** Each cell once, those of the first set first. Throws `E_MODEL` for a model without expected verdicts. */
export function cellsOf(models: readonly LoadedModel[]): readonly NightlyCell[] {
  const cells = new Map<string, NightlyCell>();
  for (const set of CELL_SETS) {
    for (const loaded of models) {
      for (const cell of setOf(loaded, set)) {
        const named = nightlyCell(loaded, cell, set);
        if (!cells.has(named.key)) cells.set(named.key, named);
      }
    }
  }
  return [...cells.values()];
}

function setOf(loaded: LoadedModel, set: CellSet): readonly Cell[] {
  const { cells } = matrixOf(loaded);
  if (set === 'nightly') return nightlyCells(loaded.model);
  return cells.filter(({ more }) => more === (set === 'more'));
}

function nightlyCell(loaded: LoadedModel, cell: Cell, set: CellSet): NightlyCell {
  const named = namedCell(loaded, chooseParameters(loaded.model.parameters, cell.parameters));
  return { id: idOf(named), ...named, set, loaded, cell };
}

/** Readable, and distinct for each key also where file names are compared without case or truncated. */
function idOf({ model, parameters, key }: NamedCell): string {
  const plain = (text: string) => text.replace(/[^\w=.,+-]+/g, '_').replace(/^[._]+/, '');
  return `${plain(model)}/${(plain(parameters) || 'defaults').slice(0, 80)}-${digest(key).slice(0, 8)}`;
}
