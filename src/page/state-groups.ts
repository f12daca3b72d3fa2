/**
 * The state side by side: values of one kind become a table, a column for each of them and a row for each field. One kind are the replicas
 * of a component or process with their locals, and the Records of one type.
 */
import type { JsonValue } from '../model/value-json.ts';
import { hasForm, type JsonObject } from '../trace/value-text.ts';

export interface StateGroup {
  /** `visits`, or the type of the Records. */
  readonly name: string;
  /** The head of each column: the index of a replica, or the name of the component. */
  readonly columns: readonly string[];
  readonly rows: readonly GroupRow[];
}

export interface GroupRow {
  /** The field or local; empty for a plain value, `label` for where a process is. */
  readonly field: string;
  /** For each column the value, and the name of the value in the trace that it is or is part of. */
  readonly cells: readonly (GroupCell | undefined)[];
}

export interface GroupCell {
  readonly name: string;
  readonly value: JsonValue;
  /** Undefined if it is the whole value. */
  readonly field?: string;
}

interface Member {
  readonly name: string;
  readonly column: string;
  readonly field: string;
  readonly value: JsonValue;
}

/** The groups with at least two columns, and the names that are in none. */
export function stateGroups(values: ReadonlyMap<string, JsonValue>): {
  readonly groups: readonly StateGroup[];
  readonly rest: readonly string[];
} {
  const byGroup = new Map<string, Member[]>();
  for (const [name, value] of values) {
    const { group, ...member } = memberOf(name, value);
    if (group !== undefined) byGroup.set(group, [...(byGroup.get(group) ?? []), member]);
  }
  const groups = [...byGroup].map(groupOf).filter(({ columns }) => columns.length > 1);
  const grouped = new Set(groups.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell?.name))));
  return { groups, rest: [...values.keys()].filter((name) => !grouped.has(name)) };
}

/** `sender[1].left` is the local `left` of the replica `1` of `sender`. */
function memberOf(name: string, value: JsonValue): Member & { readonly group: string | undefined } {
  const [, base, index, local] = /^(.+?)\[([^\]]*)\](?:\.(.+))?$/.exec(name) ?? [];
  if (base !== undefined && index !== undefined) return { group: base, name, column: index, field: local ?? '', value };
  const type = isRecord(value) ? String(value['$']) : undefined;
  return { group: type, name, column: name, field: '', value };
}

function groupOf([name, members]: readonly [string, readonly Member[]]): StateGroup {
  const columns = [...new Set(members.map(({ column }) => column))];
  const cells = members.flatMap((member) => cellsOf(member));
  const fields = [...new Set(cells.map(({ row }) => row))];
  return {
    name,
    columns,
    rows: fields.map((field) => ({
      field,
      cells: columns.map((column) => cells.find((cell) => cell.column === column && cell.row === field)?.cell),
    })),
  };
}

/** The fields of a Record, or the value itself. */
function cellsOf({ name, column, field, value }: Member) {
  if (!isRecord(value)) return [{ column, row: field, cell: { name, value } as GroupCell }];
  const { $: _, ...fields } = value;
  return Object.entries(fields).map(([own, part]) => {
    const row = field === '' ? own : `${field}.${own}`;
    return { column, row, cell: { name, value: part, field: own } as GroupCell };
  });
}

export function isRecord(value: JsonValue): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return typeof (value as JsonObject)['$'] === 'string' && !hasForm(value as JsonObject);
}
