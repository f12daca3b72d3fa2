/** The kernel-style traces of a report as data: made where the system is known, for a page that knows the report alone. */
import type { Counterexample } from '../../check/counterexample.ts';
import type { PropertyReport, Report } from '../../check/report.ts';
import type { KernelTrace, KernelView } from './kernel-trace.ts';

/** By the ids of properties, in the order of `tracesOf`. */
export interface KernelTraces {
  readonly [property: string]: readonly KernelTrace[];
}

export function kernelTracesOf({ properties }: Report, view: KernelView): KernelTraces {
  return Object.fromEntries(
    properties
      .map((property) => [property.id, tracesOf(property).map((trace) => view(trace, property.id))] as const)
      .filter(([, traces]) => traces.length > 0),
  );
}

/** The traces of a property: those of its lock findings in order, or the only one. */
export function tracesOf({ counterexample, witness, lockFindings }: PropertyReport): readonly Counterexample[] {
  if (lockFindings !== undefined) return lockFindings.flatMap(({ traces }) => traces.map(({ trace }) => trace));
  const trace = counterexample ?? witness;
  return trace === undefined ? [] : [trace];
}
