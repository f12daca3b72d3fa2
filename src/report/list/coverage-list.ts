/** How often each step was evaluated and taken, as a table; steps that were never taken come first. */
import type { StepCoverage } from '../../check/coverage.ts';
import { lineWidth } from '../../trace/line-width.ts';
import { naturalWidth, table, totalWidth } from '../../trace/table.ts';

const PROCESS_WIDTH_MAX = 24;
const STEP_WIDTH_MIN = 12;
const NUMBER_WIDTH = 15;

export function coverageLines(coverage: readonly StepCoverage[]): string[] {
  const number = { width: NUMBER_WIDTH, align: 'right' } as const;
  const process = {
    width: naturalWidth(
      coverage.map((step) => step.process),
      Math.min(PROCESS_WIDTH_MAX, lineWidth() - totalWidth([number, number, { width: 0 }, { width: STEP_WIDTH_MIN }])),
    ),
  };
  const step = { width: lineWidth() - totalWidth([number, number, process, { width: 0 }]) };
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
