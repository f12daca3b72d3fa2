/**
 * A trace replayed with other parameters: does the trace of the bug still fit the fix, and where does it part? Steps are followed by their
 * names. Values may differ on the way, as a variant may keep other components; the first difference is told.
 */
import { decides } from '../check/confirm.ts';
import { type Counterexample, type TraceStep, toCounterexample } from '../check/counterexample.ts';
import { PROPERTY_KINDS } from '../model/property-kinds.ts';
import type { System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import { follow, lastOf, type Path, startOf, transitionNamed } from '../semantics/path.ts';
import { withoutChance } from '../semantics/purity.ts';
import { enabledIn, type Misfit, problemText } from './replay.ts';
import { changeText } from './value-diff.ts';
import { same, valueText } from './value-text.ts';

export interface Refit {
  /** Every step fits, and the property is decided at the end as it was. */
  readonly fits: boolean;
  /** The number of steps that fit. */
  readonly fitting: number;
  /** Where the trace parts; undefined if it fits. */
  readonly parts: Misfit | undefined;
  /** The first difference in a value that both have, at the initial values (0) or after a step. */
  readonly differs: { readonly step: number; readonly texts: readonly string[] } | undefined;
  /** The run of the steps that fit. */
  readonly run: Counterexample;
}

/** Without a property the steps alone decide whether the trace fits. */
export function refit(system: System, propertyId: string | undefined, trace: Counterexample): Refit {
  return withoutChance(() => {
    const followed = follow(
      system,
      trace.steps,
      (state, step) => {
        const found = transitionNamed(system, state, step);
        return 'why' in found ? { why: problemText(step, found.why) } : found;
      },
      startOf(system, trace.initial),
    );
    const run = toCounterexample(system, followed.path);
    const fitting = followed.path.steps.length;
    const end = lastOf(followed.path);
    const problem = followed.misfit?.why ?? undecided(system, propertyId, followed.path, trace.cycleStart);
    const parts = problem === undefined ? undefined : { step: fitting + 1, problem, enabled: enabledIn(system, end) };
    return { fits: parts === undefined, fitting, parts, differs: firstDifference(trace, run), run };
  });
}

/** Why a run all of whose steps fit does not show what the trace shows. */
function undecided(
  system: System,
  id: string | undefined,
  path: Path,
  cycleStart: number | undefined,
): string | undefined {
  if (id === undefined) return undefined;
  const property = system.properties.find((one) => one.id === id);
  if (property === undefined) return `every step fits, but there is no property '${id}'`;
  if (decides(system, property, path, cycleStart)) return undefined;
  return `every step fits, but '${id}' is not ${PROPERTY_KINDS[property.kind].decided} at the end`;
}

/** Compares what both runs have a value for. */
function firstDifference(trace: Counterexample, run: Counterexample): Refit['differs'] {
  const names = Object.keys(trace.initial).filter((name) => run.initial[name] !== undefined);
  const starts = names.filter((name) => !same(trace.initial[name] as JsonValue, run.initial[name] as JsonValue));
  if (starts.length > 0) {
    const text = (name: string) =>
      `${name} starts as ${valueText(run.initial[name] ?? null)} instead of ${valueText(trace.initial[name] ?? null)}`;
    return { step: 0, texts: starts.map(text) };
  }
  for (const [i, { changes }] of run.steps.entries()) {
    const before = trace.steps[i]?.changes ?? {};
    const different = names.filter((name) => !same([...(changes[name] ?? [])], [...(before[name] ?? [])]));
    if (different.length === 0) continue;
    const text = (name: string, change: TraceStep['changes'][string] | undefined) =>
      change === undefined ? `${name} does not change` : changeText(name, ...change).join(', ');
    return {
      step: i + 1,
      texts: different.map((name) => `${text(name, changes[name])} (${text(name, before[name])} in the trace)`),
    };
  }
  return undefined;
}
