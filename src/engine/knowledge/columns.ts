/**
 * The columns of a state: what has a number, and bits, of its own. A slot is one column. A slot whose value is split
 * (semantics/tracked/split.ts) has one for the rest, at the slot's own position, and one for each part, behind all slots.
 */
import type { Canonical } from '../../model/canonical.ts';
import type { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import type { Split } from '../../semantics/tracked/split.ts';

export interface SplitSlot {
  readonly slot: number;
  readonly split: Split;
  /** That of the rest, then those of the parts. */
  readonly columns: readonly number[];
}

export class Columns {
  readonly count: number;
  /** By slot, those that are split. */
  readonly splits: ReadonlyMap<number, SplitSlot>;
  /** By column. */
  readonly slotOf: readonly number[];

  constructor({ slots }: System, splits: ReadonlyMap<number, Split> = new Map()) {
    const slotOf = slots.map(({ position }) => position);
    this.splits = new Map(
      [...splits].map(([slot, split]) => {
        const columns = [slot, ...split.keys.map(() => slotOf.push(slot) - 1)];
        return [slot, { slot, split, columns }];
      }),
    );
    this.slotOf = slotOf;
    this.count = slotOf.length;
  }

  /** Whether these columns are all of those of a slot that is split, and others. */
  readsAll(columns: readonly number[]): boolean {
    for (const { columns: parts } of this.splits.values()) {
      if (columns.length >= parts.length && parts.every((part) => columns.includes(part))) return true;
    }
    return false;
  }

  /** The value of each column in a state. */
  valuesOf(state: State): readonly Canonical[] {
    const values = this.slotOf.map((slot) => state.at(slot));
    for (const { slot, split, columns } of this.splits.values()) {
      split.partsOf(state.at(slot)).forEach((part, i) => {
        values[columns[i] as number] = part;
      });
    }
    return values;
  }
}
