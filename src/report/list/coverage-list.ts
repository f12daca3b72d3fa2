/** How often each step was evaluated and taken, as a table; steps that were never taken come first. */
import type { StepCoverage } from '../../check/coverage.ts';
import { LINE_WIDTH, naturalWidth, table, totalWidth } from '../../trace/table.ts';

const PROCESS_WIDTH_MAX = 24;
const NUMBER_WIDTH = 15;

export function coverageLines(coverage: readonly StepCoverage[]): string[] {
  const process = {
    width: naturalWidth(
      coverage.map((step) => step.process),
      PROCESS_WIDTH_MAX,
    ),
  };
  const number = { width: NUMBER_WIDTH, align: 'right' } as const;
  const step = { width: LINE_WIDTH - totalWidth([number, number, process, { width: 0 }]) };
  const rows = coverage.flatMap((entry) => [
    [
      entry.transitions === undefined ? (entry.isTaken ? 'taken' : 'never') : count(entry.transitions),
      count(entry.evaluations),
      entry.process,
      entry.step,
    ],
    ...Object.entries(entry.isTaken ? entry.outcomes : {})
      .filter(([, isTaken]) => !isTaken)
      .map(([outcome]) => ['never', '', '', `(${outcome})`]),
  ]);
  return table([number, number, process, step], [['transitions', 'evaluations', 'process', 'step'], ...rows]);
}

function count(number: number): string {
  return number === 0 ? 'never' : number.toLocaleString('en');
}
