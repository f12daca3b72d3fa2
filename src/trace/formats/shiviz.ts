/**
 * A trace as a log for ShiViz (bestchai.bitbucket.io/shiviz): two lines an event, read by its default expression
 * `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`. Steps are totally ordered, so each clock includes all steps before it.
 */
import type { Counterexample } from '../../check/counterexample.ts';
import { inertLine } from '../../errors.ts';
import { type ColumnsByProcess, changesOf, stepText } from '../text.ts';

export function shiviz(trace: Counterexample, columnsByProcess: ColumnsByProcess): string[] {
  const clock = new Map<string, number>();
  return trace.steps.flatMap((step) => {
    const host = inertLine(columnsByProcess.get(step.process) ?? step.process).replaceAll(/\s/g, '_');
    clock.set(host, (clock.get(host) ?? 0) + 1);
    const changes = changesOf(step);
    const event = `${stepText(step)}${changes.length === 0 ? '' : `: ${changes.join(', ')}`}`;
    // The host's own time is first: ShiViz identifies the host of the event by it.
    const time = { [host]: clock.get(host), ...Object.fromEntries(clock) };
    return [inertLine(event), `${host} ${JSON.stringify(time)}`];
  });
}
