/**
 * A finding of lock analysis as lockdep prints it: a sentence, the possible unsafe locking scenario with a column for each CPU, and
 * a trace for each part of it. The scenario is at most 75 columns wide, so that it can be mailed.
 */
import stringWidth from 'fast-string-width';
import type { Counterexample } from '../check/counterexample.ts';
import type { LockFinding } from '../check/locks/lock-order.ts';
import type { ReachedCycle } from '../check/locks/reached-cycle.ts';
import { inertLine } from '../errors.ts';
import { lineWidth } from './line-width.ts';
import { paragraph } from './table.ts';

const SCENARIO_WIDTH_MAX = 75;
const INDENT = '  ';
const COLUMN_WIDTH_MIN = 24;
const GAP_WIDTH = 2;

/** The rules whose violation ends in a deadlock. A rule that one context breaks alone does not. */
const DEADLOCKS: ReadonlySet<string> = new Set(['double acquire', 'wait cycle', 'irq', 'cycle', 'same class', 'rank']);

/** `show`: the lines of a trace. `width`: of the sentences between the traces. */
export function lockFindingText(
  finding: LockFinding,
  show: (trace: Counterexample) => readonly string[],
  width: number = lineWidth(),
): string[] {
  const { rule, message, traces } = finding;
  return [
    ...paragraph(`${rule}: ${message}`, { width: scenarioWidth() }),
    '',
    ...scenarioText(finding),
    '',
    ...(finding.deadlock === undefined
      ? []
      : [...paragraph(deadlockText(finding.deadlock), { width: scenarioWidth() }), '']),
    ...traces.flatMap(({ shows, trace }, i) => [
      ...paragraph(`Trace ${i + 1} of ${traces.length}, ${steps(trace.steps.length)}: ${shows}.`, { width }),
      '',
      ...show(trace),
      '',
    ]),
  ];
}

/** Whether the scenario is one of this system. */
export function deadlockText({ verdict, shows = '' }: ReachedCycle): string {
  switch (verdict) {
    case 'reachable':
      return `A reachable state deadlocks: ${shows}.`;
    case 'unreachable':
      return 'No reachable state has this wait cycle.';
    case 'undecided':
      return 'Whether a reachable state has this wait cycle was not decided.';
  }
}

/** The columns of the CPUs beside each other, or, where they do not fit, one below the other. */
export function scenarioText({ rule, scenario }: LockFinding): string[] {
  const cpus = [...new Set(scenario.map(({ cpu }) => cpu))].sort((a, b) => a - b);
  const width = Math.max(COLUMN_WIDTH_MIN, ...scenario.map(({ does }) => stringWidth(inertLine(does)) + GAP_WIDTH));
  const fits = INDENT.length + cpus.length * width - GAP_WIDTH <= scenarioWidth();
  // The steps of a handler are indented; a table would not keep the indentation.
  const row = (cell: (cpu: number) => string) =>
    cpus.map((cpu) => inertLine(cell(cpu)) + ' '.repeat(width - stringWidth(inertLine(cell(cpu)))));
  const rows = fits
    ? [
        row((cpu) => `CPU${cpu}`),
        row(() => '----'),
        ...scenario.map((step) => row((cpu) => (cpu === step.cpu ? step.does : ''))),
      ].map((cells) => cells.join('').trimEnd())
    : scenario.flatMap(({ cpu, does }) => paragraph(`CPU${cpu}  ${does}`, { indent: 6, width: scenarioWidth() - 2 }));
  return [
    'Possible unsafe locking scenario:',
    '',
    ...rows.map((line) => INDENT + line),
    ...(DEADLOCKS.has(rule) ? ['', `${INDENT}*** DEADLOCK ***`] : []),
  ];
}

function scenarioWidth(): number {
  return Math.min(SCENARIO_WIDTH_MAX, lineWidth());
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}
