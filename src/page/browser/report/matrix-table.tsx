/** The default matrix of a model: a row for each variant, a column for each scenario. Arrow keys move between cells. */
import { useRef, useState } from 'preact/hooks';
import type { PageCell, PageModel } from '../../data/page-data.ts';
import { shown } from '../text.tsx';
import { CellLink } from './cell-link.tsx';

interface MatrixTableProps {
  readonly model: PageModel;
  /** The cells that are shown. */
  readonly found: ReadonlySet<PageCell>;
}

const STEPS: { readonly [key: string]: readonly [rows: number, columns: number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function MatrixTable({ model, found }: MatrixTableProps) {
  const cells = model.cells.filter((cell) => !cell.more && found.has(cell));
  const [entry, setEntry] = useState<readonly [row: number, column: number]>([0, 0]);
  const body = useRef<HTMLTableSectionElement>(null);
  if (cells.length === 0) return null;

  const variants = [...new Set(cells.map(({ variant }) => variant))];
  const scenarios = [...new Set(cells.map(({ scenario }) => scenario))];
  const byName = new Map(cells.map((cell) => [`${cell.variant}\0${cell.scenario}`, cell]));
  const at = (row: number, column: number) => byName.get(`${variants[row]}\0${scenarios[column]}`);
  const isEntry = (row: number, column: number) =>
    at(...entry) === undefined ? at(row, column) === cells[0] : row === entry[0] && column === entry[1];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const link = event.target instanceof Element ? event.target.closest('td') : null;
    if (step === undefined || link === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = nextCell(Number(link.dataset['row']), Number(link.dataset['column']), step);
    event.preventDefault();
    if (next === undefined) return;
    setEntry(next);
    body.current?.querySelector<HTMLElement>(`td[data-row="${next[0]}"][data-column="${next[1]}"] a`)?.focus();
  };
  /** The next cell in that direction; places without a cell are skipped. */
  const nextCell = (row: number, column: number, [rows, columns]: readonly [number, number]) => {
    let [r, c] = [row + rows, column + columns];
    while (r >= 0 && r < variants.length && c >= 0 && c < scenarios.length) {
      if (at(r, c) !== undefined) return [r, c] as const;
      [r, c] = [r + rows, c + columns];
    }
    return undefined;
  };

  return (
    <div class="scroll">
      <table class="matrix" onKeyDown={onKeyDown}>
        <caption class="visually-hidden">
          Variants and scenarios of {shown(model.name)}; arrow keys move between cells
        </caption>
        <thead>
          <tr>
            <th scope="col">variant</th>
            {scenarios.map((scenario) => (
              <th key={scenario} scope="col">
                {shown(scenario, 40)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {variants.map((variant, row) => (
            <tr key={variant}>
              <th scope="row">{shown(variant, 60)}</th>
              {scenarios.map((scenario, column) => {
                const cell = at(row, column);
                return (
                  <td key={scenario} data-row={row} data-column={column}>
                    {cell !== undefined && (
                      <CellLink model={model.name} cell={cell} tabIndex={isEntry(row, column) ? 0 : -1} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
