/** The steps that are enabled nowhere. Those that were reached come first: a step that forgets its `return` is blocked everywhere. */
import type { IdleStep } from '../../check/coverage.ts';
import { paragraph } from '../../trace/table.ts';

/** `soFar`: what is said of a run that stopped early. */
export function idleLines(steps: readonly IdleStep[] = [], soFar: string): string[] {
  const [reached, others] = [steps.filter((step) => step.reached), steps.filter((step) => !step.reached)];
  return [
    ...(reached.length === 0 ? [] : paragraph(`Reached and never enabled${soFar}: ${byProcess(reached)}.`)),
    ...(others.length === 0 ? [] : paragraph(`Never reached${soFar}: ${byProcess(others)}.`)),
  ];
}

/** `sender: K1, K2; guest: kick`. */
function byProcess(steps: readonly IdleStep[]): string {
  return [...Map.groupBy(steps, ({ process }) => process)]
    .map(([process, own]) => `${process}: ${own.map(({ step }) => step).join(', ')}`)
    .join('; ');
}
