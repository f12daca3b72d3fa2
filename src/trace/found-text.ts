/** A sentence about how a property's trace was found: `invariant violated in 5 steps with 2 context switches: none is shorter ...` */
import type { Counterexample } from '../check/counterexample.ts';
import type { PropertyReport, Report } from '../check/report.ts';
import { counted } from './counted.ts';
import { contextSwitches } from './text.ts';

export function foundText(
  { kind, counterexample }: Pick<PropertyReport, 'kind' | 'counterexample'>,
  trace: Counterexample,
  { stopped, notShortest = trace.notShortest }: Pick<Report, 'stopped' | 'notShortest'>,
): string {
  const { cycleStart = trace.steps.length, switchesUncompared } = trace;
  const switches = contextSwitches(trace.steps.slice(0, cycleStart));
  const what = `${kind} ${counterexample === undefined ? 'reached' : 'violated'}${cycleText(trace)} in ${counted(cycleStart, 'step')}`;
  // A run that was stopped early may have missed another trace of this length, and very many are not compared.
  const least =
    stopped === undefined && !switchesUncompared
      ? 'none is shorter, none as short has fewer'
      : `none is shorter${stopped === 'store-buffer-full' ? ' with store buffers of this size' : ''}`;
  return `${what} with ${counted(switches, 'context switch', 'context switches')}: ${notShortest ? 'not shortest' : least}.`;
}

function cycleText({ steps, cycleStart }: Counterexample): string {
  if (cycleStart === undefined) return '';
  const length = steps.length - cycleStart;
  return length === 0
    ? ' by staying for ever in a state that it may reach'
    : ` by a cycle of ${counted(length, 'step')} (there may be a shorter one), reached`;
}
