/** What a run found in a cell, as a file: verdicts, counts, a digest of each trace, and the inputs that they depend on. */
import * as v from 'valibot';
import type { Counterexample } from '../check/counterexample.ts';
import type { Report } from '../check/report.ts';
import { digest } from '../load/loads.ts';
import { withinOf } from '../trace/within-text.ts';

const verdict = v.picklist(['holds', 'violated', 'inconclusive']);
const statistics = v.object({
  states: v.number(),
  transitions: v.number(),
  depth: v.number(),
  levelsFinished: v.number(),
  seconds: v.number(),
  workers: v.number(),
  bytesPerState: v.number(),
  peakBytes: v.number(),
  evaluations: v.number(),
  audited: v.number(),
  quiescentStates: v.number(),
  finalStates: v.number(),
  store: v.picklist(['exact', 'lossy']),
});
const property = v.object({
  id: v.string(),
  verdict: v.union([verdict, v.literal('not judged')]),
  informational: v.exactOptional(v.boolean()),
  /** The length of its trace, and a digest of it. */
  steps: v.exactOptional(v.number()),
  trace: v.exactOptional(v.string()),
});
const level = v.object({ states: v.number(), digest: v.string() });

const STOPPED = [
  'max-states',
  'timeout',
  'memory',
  'webassembly-memory',
  'walks',
  'interrupted',
  'decided',
  'store-buffer-full',
] as const;

/** The run that a finding is of: its folder's name, when it began (ISO 8601), and of which commit. */
export const runSchema = v.object({ name: v.string(), date: v.string(), commit: v.nullable(v.string()) });
export type RunName = v.InferOutput<typeof runSchema>;

export const findingSchema = v.object({
  key: v.string(),
  model: v.string(),
  parameters: v.string(),
  verdict,
  /** Why it was stopped early; such a finding proves nothing. */
  stopped: v.exactOptional(v.picklist(STOPPED)),
  /** `edges 2` for each budget that blocked a step: a larger one may change a verdict. */
  within: v.exactOptional(v.array(v.string())),
  properties: v.array(property),
  /** The seconds are those of this run alone, also where it resumed from a checkpoint. */
  statistics,
  /** The number of states that it resumed from, where an earlier run was stopped early and left a checkpoint. */
  wentOnFrom: v.exactOptional(v.number()),
  /** Of each breadth-first level the number of states, and a digest of them that does not depend on their order. */
  levels: v.exactOptional(v.array(level)),
  identity: v.object({
    digest: v.string(),
    engine: v.string(),
    bounds: v.string(),
    modules: v.record(v.string(), v.string()),
  }),
  /** The run that found it. */
  run: runSchema,
});
export type Finding = v.InferOutput<typeof findingSchema>;

export function findingOf(
  naming: Pick<Finding, 'key' | 'model' | 'parameters' | 'identity' | 'run'>,
  report: Report,
  wentOnFrom?: number,
): Finding {
  const { levels } = report;
  const within = withinOf(report.budgets);
  return {
    ...naming,
    verdict: report.verdict,
    ...(report.stopped !== undefined && { stopped: report.stopped }),
    ...(within.length > 0 && { within: [...within] }),
    properties: report.properties.map(({ id, verdict, informational, counterexample, witness }) => {
      const trace = counterexample ?? witness;
      return {
        id,
        verdict,
        ...(informational && { informational }),
        ...(trace && { steps: trace.steps.length, trace: digest(JSON.stringify(runOf(trace))) }),
      };
    }),
    statistics: report.statistics,
    ...(wentOnFrom !== undefined && { wentOnFrom }),
    ...(levels && { levels: [...levels] }),
  };
}

/** Whether every reachable state was explored. Such a finding stays true while its identity is unchanged. */
export function isFinished({ stopped, verdict, properties }: Finding): boolean {
  return (
    stopped === undefined && verdict !== 'inconclusive' && properties.every((each) => each.verdict !== 'inconclusive')
  );
}

/** What processes wait for at the end follows from the run. */
function runOf({ waiting: _, ...run }: Counterexample): Counterexample {
  return run;
}
