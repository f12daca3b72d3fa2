/**
 * Values of parameters that make no difference, as that of a variant that was declared and never implemented.
 *
 * Two cells are compared that differ in one parameter alone. They are alike if their counts, the verdicts of their properties and the
 * digests of their levels are equal. A value makes no difference from another one if the other one runs wherever the value can be
 * compared at all, and all these pairs are alike. (Without the first condition, two repairs of different faults would count as equal where
 * neither fault occurs.) Nothing is said where a cell of such a pair did not run or stopped early; sizes are no choices.
 */
import type { Cell } from '../../language/matrix.ts';
import type { AnyModel } from '../../language/model.ts';
import { chooseParameters, plainParameters, valueText } from '../../language/parameter.ts';
import type { Report } from '../report.ts';

export interface IdleValue {
  readonly parameter: string;
  /** As on a command line. */
  readonly value: string;
  /** The value from which it makes no difference. */
  readonly like: string;
}

/** What each value of a parameter makes: of those that make a difference, and of those that make none. Others are undecided. */
export interface JudgedValues {
  readonly idle: readonly IdleValue[];
  /** Whether a value differs from each other value with which it was compared. */
  makesDifference(parameter: string, value: string): boolean;
}

type Comparison = 'alike' | 'different' | 'undecided';
/** By value, the cell in which it stands, all other parameters being equal. */
type Group = ReadonlyMap<string, Cell>;

/** `reports`: of the cells that ran. */
export function judgeValues(model: AnyModel, reports: ReadonlyMap<Cell, Report>): JudgedValues {
  const idle: IdleValue[] = [];
  const different = new Set<string>();
  const findings = new Map([...reports].map(([cell, report]) => [cell, findingOf(report)]));
  for (const [name, { role }] of Object.entries(model.parameters)) {
    if (role === 'size') continue;
    const groups = groupsOf(model, name);
    const values = [...new Set(groups.flatMap((group) => [...group.keys()]))];
    // Of two that are alike, the later one in the matrix is named.
    for (const value of values.toReversed()) {
      const own = groups.filter((group) => group.has(value));
      const others = values.filter((other) => other !== value && own.every((group) => group.has(other)));
      const compared = others.map((other) => [other, comparison(own, [value, other], findings)] as const);
      const like = compared.find(([, result]) => result === 'alike')?.[0];
      const isMirrored = idle.some((one) => one.parameter === name && one.value === like && one.like === value);
      if (like !== undefined && !isMirrored) idle.push({ parameter: name, value, like });
      if (compared.every(([, result]) => result === 'different')) different.add(`${name}=${value}`);
    }
  }
  return { idle, makesDifference: (parameter, value) => different.has(`${parameter}=${value}`) };
}

/** Of all cells of the model, those that differ in one parameter alone, where there are several. */
function groupsOf({ matrix, parameters }: AnyModel, name: string): readonly Group[] {
  const groups = new Map<string, Map<string, Cell>>();
  for (const cell of matrix?.cells ?? []) {
    const { [name]: value, ...others } = chooseParameters(parameters, cell.parameters);
    const key = JSON.stringify(plainParameters(others));
    const group = groups.get(key) ?? new Map<string, Cell>();
    groups.set(key, group);
    group.set(valueText(value), cell);
  }
  return [...groups.values()].filter((group) => group.size > 1);
}

function comparison(
  groups: readonly Group[],
  values: readonly [string, string],
  findings: ReadonlyMap<Cell, string | undefined>,
): Comparison {
  const pairs = groups.map((group) => values.map((value) => findings.get(group.get(value) as Cell)));
  if (pairs.some(([one, other]) => one !== undefined && other !== undefined && one !== other)) return 'different';
  return pairs.every(([one]) => one !== undefined) && pairs.every(([, other]) => other !== undefined)
    ? 'alike'
    : 'undecided';
}

/** Undefined where nothing can be compared: the cell was stopped early, or has no digests. */
function findingOf(report: Report): string | undefined {
  if (report.stopped !== undefined || report.levels === undefined) return undefined;
  const { states, transitions, depth } = report.statistics;
  const verdicts = report.properties.map(({ id, verdict }) => [id, verdict]);
  return JSON.stringify([states, transitions, depth, verdicts, report.levels.map(({ digest }) => digest)]);
}
