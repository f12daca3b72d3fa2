/** Compares two runs cell by cell. Cells are matched by model and parameters, whether or not the model's text has changed. */
import { type Change, changesBetween } from './changes.ts';
import type { CellRecord } from './record.ts';
import type { NightRun } from './run-folder.ts';

export interface CellDifference {
  /** The model, and the parameters that differ from their defaults. */
  readonly cell: string;
  readonly changes: readonly Change[];
}

export interface RunDifference {
  readonly before: string;
  readonly after: string;
  readonly changed: readonly CellDifference[];
  /** Cells that only the later run has, and cells that only the earlier one has. */
  readonly came: readonly string[];
  readonly gone: readonly string[];
  /** Cells in which nothing differs. */
  readonly same: number;
}

export function diffRuns(before: NightRun, after: NightRun): RunDifference {
  const old = new Map(before.records.map((record) => [record.key, record]));
  const now = new Map(after.records.map((record) => [record.key, record]));
  const both = after.records.flatMap((record) => {
    const was = old.get(record.key);
    return was === undefined ? [] : [{ cell: nameOf(record), changes: changesOf(was, record) }];
  });
  const changed = both.filter(({ changes }) => changes.length > 0);
  return {
    before: before.head.run.name,
    after: after.head.run.name,
    changed,
    came: after.records.filter(({ key }) => !old.has(key)).map(nameOf),
    gone: before.records.filter(({ key }) => !now.has(key)).map(nameOf),
    same: both.length - changed.length,
  };
}

export function isSame({ changed, came, gone }: RunDifference): boolean {
  return changed.length === 0 && came.length === 0 && gone.length === 0;
}

/** A cell without a finding is compared by how it ended. */
function changesOf(before: CellRecord, after: CellRecord): readonly Change[] {
  if (before.finding !== undefined && after.finding !== undefined) return changesBetween(before.finding, after.finding);
  const [was, is] = [before, after].map(({ came, finding }) => finding?.verdict ?? came);
  return was === is ? [] : [{ kind: 'decided', text: `${was} -> ${is}` }];
}

function nameOf({ model, parameters }: CellRecord): string {
  return `${model} ${parameters}`.trimEnd();
}
