/** The further cells, which `--all` and nights run, a line each. */
import { useState } from 'preact/hooks';
import { counted } from '../../../trace/counted.ts';
import type { PageCell, PageModel } from '../../data/page-data.ts';
import { shown } from '../text.tsx';
import { CellLink } from './cell-link.tsx';

/** Longer lists are rendered when they are opened: a night has ten thousand cells. */
const ROWS_AT_ONCE = 100;

interface CellListProps {
  readonly model: PageModel;
  readonly found: ReadonlySet<PageCell>;
}

export function CellList({ model, found }: CellListProps) {
  const cells = model.cells.filter((cell) => cell.more === true && found.has(cell));
  const [isOpened, setOpened] = useState(false);
  if (cells.length === 0) return null;
  const isOpen = isOpened || cells.some(({ surprises }) => surprises.length > 0);
  const rows = isOpen || cells.length <= ROWS_AT_ONCE ? cells : [];
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{counted(cells.length, 'further cell')}</summary>
      <div class="scroll">
        <table class="list">
          <caption class="visually-hidden">Further cells of {shown(model.name)}</caption>
          <thead>
            <tr>
              <th scope="col">variant</th>
              <th scope="col">scenario</th>
              <th scope="col">found</th>
              <th scope="col">parameters</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((cell) => (
              <tr key={`${cell.variant}\0${cell.scenario}`}>
                <th scope="row" class="name">
                  {shown(cell.variant, 60)}
                </th>
                <td class="name">{shown(cell.scenario, 60)}</td>
                <td>
                  <CellLink model={model.name} cell={cell} isNamed />
                </td>
                <td class="value">{shown(cell.parameters, 160)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
