/** Values of one kind side by side: a column for each, a row for each field. */
import { controlText } from '../../moments.ts';
import type { GroupCell, StateGroup } from '../../state-groups.ts';
import { shown, Text } from '../text.tsx';
import { Value } from './value.tsx';

interface GroupTableProps {
  readonly group: StateGroup;
  readonly changed: ReadonlySet<string>;
  readonly processes: ReadonlySet<string>;
}

export function GroupTable({ group: { name, columns, rows }, changed, processes }: GroupTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form, and no landmark: there are many.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard.
    <div role="group" class="scroll" aria-label={shown(name, 60)} tabIndex={0}>
      <table class="group">
        <caption>{shown(name, 60)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">field</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {shown(column, 40)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, cells }) => (
            <tr key={field}>
              <th scope="row">
                {field === '' ? <span class="quiet">{labelOf(cells, processes)}</span> : shown(field, 60)}
              </th>
              {cells.map((cell, i) => (
                <td key={columns[i]} class={cell !== undefined && changed.has(cell.name) ? 'changed' : undefined}>
                  {cell !== undefined && <Cell {...{ cell, processes }} isChanged={changed.has(cell.name)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function labelOf(cells: readonly (GroupCell | undefined)[], processes: ReadonlySet<string>): string {
  return cells.some((cell) => cell !== undefined && processes.has(cell.name)) ? 'at' : 'value';
}

interface CellProps {
  readonly cell: GroupCell;
  readonly processes: ReadonlySet<string>;
  readonly isChanged: boolean;
}

function Cell({ cell: { name, value, field }, processes, isChanged }: CellProps) {
  return (
    <>
      {isChanged && (
        <>
          <span class="mark" aria-hidden="true">
            ●
          </span>
          <span class="visually-hidden">{field === undefined ? 'changed: ' : 'of a changed value: '}</span>
        </>
      )}
      {processes.has(name) ? (
        <span class="value">
          <Text text={controlText(value)} />
        </span>
      ) : (
        <Value value={value} />
      )}
    </>
  );
}
