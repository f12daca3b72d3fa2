/** Compares the verdicts and counts of a cell with those that the model expects. */
import type { PropertyReport, Report } from '../check/report.ts';
import type { Counts } from '../language/matrix.ts';
import type { CellResult } from '../report/matrix-result.ts';
import { withinOf } from '../trace/within-text.ts';

/** The part of a report that an expectation is about. */
export interface Comparable extends Pick<Report, 'statistics' | 'verdict' | 'stopped' | 'budgets'> {
  readonly properties: readonly Pick<PropertyReport, 'id' | 'verdict' | 'informational'>[];
}

/** Informational properties are never a surprise. Counts are compared only where everything was explored. */
export function compare(
  { properties, statistics, verdict, stopped, budgets }: Comparable,
  expected: readonly string[],
  counts: Counts | undefined,
): Omit<CellResult, 'variant' | 'scenario' | 'parameters' | 'expected' | 'doubts'> {
  const deciding = properties.filter(({ informational }) => !informational);
  const violated = deciding.filter((property) => property.verdict === 'violated').map(({ id }) => id);
  violated.sort(new Intl.Collator('en', { numeric: true }).compare);
  const known = new Set(properties.map(({ id }) => id));
  const surprises = [
    ...violated.filter((id) => !expected.includes(id)).map((id) => `${id} is violated and was expected to hold.`),
    ...deciding
      .filter(({ id, verdict: found }) => expected.includes(id) && found === 'holds')
      .map(({ id }) => `${id} holds and was expected to be violated.`),
    ...expected
      .filter((id) => !known.has(id))
      .map((id) => `${id} was expected to be violated and is not a property of this cell.`),
    ...(counts === undefined || stopped !== undefined ? [] : wrongCounts(statistics, counts)),
  ];
  const within = withinOf(budgets);
  return {
    ...{ verdict, violated, surprises, statistics },
    ...(within.length > 0 && { within }),
    ...(stopped !== undefined && { stopped }),
  };
}

function wrongCounts({ states, transitions, depth, finalStates }: Report['statistics'], published: Counts): string[] {
  const found: Required<Counts> = { states, transitions, levels: depth + 1, final: finalStates };
  return Object.entries(published)
    .map(([name, count]) => ({ name, count, counted: found[name as keyof Counts] }))
    .filter(({ count, counted }) => count !== counted)
    .map(({ name, count, counted }) => {
      return `${counted.toLocaleString('en')} ${name} were found where ${count.toLocaleString('en')} are published.`;
    });
}
