/** Runs that violate a property of a cell, as reports have them, and their replay on other sets of lines. */
import type { Counterexample } from '../check/counterexample.ts';
import { showLockFault } from '../check/locks/shown-lock-fault.ts';
import type { PropertyReport } from '../check/report.ts';
import { isReached } from '../model/property-kinds.ts';
import type { System } from '../model/system.ts';
import { follow, type Path, startOf, transitionNamed } from '../semantics/path.ts';
import { withoutChance } from '../semantics/purity.ts';
import { refit } from '../trace/refit.ts';

/** What shows a violation: one run, or the runs that show it together, as those of two locks taken in opposite orders do. */
export interface ViolatingRun {
  /** The id. */
  readonly property: string;
  readonly traces: readonly Counterexample[];
  /** The steps of all traces. */
  readonly steps: number;
}

/** The violations of a property that runs show. A state that nothing reaches has none. */
export function runsOf({ id, verdict, counterexample, lockFindings }: PropertyReport): readonly ViolatingRun[] {
  if (verdict !== 'violated') return [];
  const shown = lockFindings?.map(({ traces }) => traces.map(({ trace }) => trace)) ?? [[counterexample]];
  return shown.flatMap((all) => {
    const traces = all.filter((trace) => trace !== undefined);
    const steps = traces.reduce((sum, trace) => sum + trace.steps.length, 0);
    return traces.length === 0 ? [] : [{ property: id, traces, steps }];
  });
}

/** Whether the run is one of this system, and violates the property there: this refutes the system alone. */
export function refutes(system: System, { property: id, traces }: ViolatingRun): boolean {
  const property = system.properties.find((one) => one.id === id);
  if (property === undefined || property.informational || isReached(property.kind)) return false;
  if (property.kind !== 'lock order') return traces.length === 1 && refit(system, id, traces[0] as Counterexample).fits;
  return withoutChance(() => {
    const paths = traces.map((trace) => pathOf(system, trace));
    return paths.every((path) => path !== undefined) && showLockFault(system, property, paths);
  });
}

/** The steps by their names, if all of them fit. */
function pathOf(system: System, { initial, steps }: Counterexample): Path | undefined {
  const start = startOf(system, initial);
  const { path, misfit } = follow(system, steps, (state, step) => transitionNamed(system, state, step), start);
  return misfit === undefined ? path : undefined;
}
