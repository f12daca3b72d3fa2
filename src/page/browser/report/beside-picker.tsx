/** Chooses a trace to compare with: another property of the cell, the same property in another cell, or the explanation's trace. */
import type { Report } from '../../../check/report.ts';
import { cellName } from '../../cell-name.ts';
import type { PageModel } from '../../data/page-data.ts';
import { type Beside, besideText, type CellRoute, parseBeside } from '../../route.ts';
import { shown } from '../text.tsx';

interface BesidePickerProps {
  readonly model: PageModel;
  readonly report: Report;
  readonly route: CellRoute;
  readonly property: string;
  readonly onBeside: (beside: Beside | undefined) => void;
}

export function BesidePicker({ model, report, route, property, onBeside }: BesidePickerProps) {
  const { variant, scenario } = route;
  const hasTrace = (id: string) =>
    report.properties.some(
      (one) => one.id === id && one.lockFindings === undefined && (one.counterexample ?? one.witness) !== undefined,
    );
  const here = report.properties.map(({ id }) => id).filter((id) => id !== property && hasTrace(id));
  const elsewhere = model.cells.filter(
    (cell) =>
      cell.details !== undefined &&
      cell.violated.includes(property) &&
      (cell.variant !== variant || cell.scenario !== scenario),
  );
  const without = report.explanation?.properties.some(({ id, together }) => id === property && together !== undefined);
  if (here.length === 0 && elsewhere.length === 0 && without !== true) return null;
  const option = (beside: Beside, name: string) => <option value={besideText(beside)}>{shown(name, 80)}</option>;
  return (
    <label class="beside on-screen">
      Compare with{' '}
      <select value="" onChange={({ currentTarget }) => onBeside(parseBeside(currentTarget.value))}>
        <option value="">choose…</option>
        {without && option({ variant, scenario, property, without: true }, 'without what it does not need')}
        {here.length > 0 && (
          <optgroup label="This cell">{here.map((id) => option({ variant, scenario, property: id }, id))}</optgroup>
        )}
        {elsewhere.length > 0 && (
          <optgroup label={`${shown(property, 40)} elsewhere`}>
            {elsewhere.map((cell) =>
              option(
                { variant: cell.variant, scenario: cell.scenario, property },
                cellName({ model: model.name, variant: cell.variant, scenario: cell.scenario }),
              ),
            )}
          </optgroup>
        )}
      </select>
    </label>
  );
}
