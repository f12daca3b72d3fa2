/** The judgement of one cell: explore it, then say of every property whether it holds, with the proof of what does not. */
import { instantiate, type Model } from '../language/model.ts';
import { type AnyChosen, chooseParameters, type Parameters, type SomeParameters } from '../language/parameter.ts';
import { isLasting, type Property } from '../model/property.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { withoutChance } from '../semantics/purity.ts';
import { confirmed } from './confirm.ts';
import { retrace } from './counterexample.ts';
import { coverageOf } from './coverage.ts';
import { vacuousBecause } from './doubt/vacuity.ts';
import { judgeLasting, type Lasting } from './liveness/liveness.ts';
import { lockFindings, waitsUndecided } from './locks/lock-order.ts';
import { overallVerdict, type PropertyReport, type Report } from './report.ts';
import { type Explored, explore, type RunOptions } from './run.ts';
import { fencesOf, withinBuffers } from './store-buffers.ts';

/** An exploration that was cut short says nothing of infinite runs. */
const UNJUDGED: Lasting = { lassos: new Map(), judged: new Set(), stopped: undefined };

/**
 * Explores one system of a model and judges all its properties. For a test of your own:
 * `(await check(model, { variant: 'fixed' })).verdict === 'holds'`.
 *
 * Costs one visit of every reachable state. Rejects with `UserError` for a parameter that the model does not know and for
 * a model that breaks a rule (an impure step, a value that cannot be part of a state, ...). A limit that is reached does
 * not reject: the verdict is `inconclusive` and `stopped` says why.
 */
export async function check<M extends Parameters>(
  model: Model<M, string>,
  parameters: SomeParameters<M> = {},
  options: RunOptions & { readonly signal?: AbortSignal } = {},
): Promise<Report> {
  const chosen = chooseParameters(model.parameters, parameters);
  const interrupted = () => (options.interrupted?.() ?? false) || (options.signal?.aborted ?? false);
  return checkSystem(
    instantiate(model, chosen),
    { model: model.name, parameters: chosen },
    { ...options, interrupted },
  );
}

/** As `check`, for a system that is built already. */
export async function checkSystem(
  system: System,
  cell: { readonly model: string; readonly parameters: AnyChosen },
  options: RunOptions = {},
): Promise<Report> {
  const residentBefore = process.memoryUsage.rss();
  const start = performance.now();
  const explored = withinBuffers(await explore(system, options));
  const { exploration } = explored;
  try {
    const lasting = explored.stopped === undefined ? await judgeLasting(exploration, explored.host) : UNJUDGED;
    if (lasting.stopped !== undefined) await explored.checkpoints?.save();
    const seconds = (performance.now() - start) / 1000;
    const stopped = explored.stopped ?? lasting.stopped;
    const coverage =
      options.coverage === undefined
        ? undefined
        : await coverageOf(exploration, explored.host, options.coverage === 'transitions');
    const fences = fencesOf(exploration);
    const levels = options.digests ? exploration.digests() : undefined;
    const properties = withoutChance(() => system.properties.map((property) => reportOf(property, explored, lasting)));
    const {
      states,
      transitions,
      depth,
      levelsFinished,
      workers,
      evaluations,
      audited,
      quiescentStates,
      finalStates,
      notLearnt,
    } = exploration;
    if (exploration.complete && lasting.stopped === undefined) await explored.checkpoints?.removeCheckpoint();
    return {
      model: cell.model,
      parameters: Object.fromEntries(
        Object.entries(cell.parameters).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
      ),
      verdict: overallVerdict(properties, stopped),
      properties,
      statistics: {
        states,
        transitions,
        depth,
        levelsFinished,
        seconds: Math.round(seconds * 1000) / 1000,
        workers,
        bytesPerState: Math.max(0, Math.round((process.memoryUsage.rss() - residentBefore) / states)),
        peakBytes: process.resourceUsage().maxRSS * 1024,
        evaluations,
        audited,
        quiescentStates,
        finalStates,
        store: options.walks === undefined ? 'exact' : 'lossy',
      },
      ...(stopped !== undefined && { stopped }),
      ...(fences.length > 0 && { fences }),
      ...(notLearnt.length > 0 && { notLearnt }),
      ...(coverage !== undefined && { coverage }),
      ...(levels !== undefined && { levels }),
      ...((options.walks !== undefined || options.order === 'depth-first') && { notShortest: true as const }),
    };
  } finally {
    await exploration.close();
  }
}

function reportOf(
  property: Property<StateReader>,
  { exploration, stopped }: Explored,
  { lassos, judged }: Lasting,
): PropertyReport {
  const { id, title, kind, informational } = property;
  const outcomes = kind === 'outcomes' ? exploration.outcomes.of(id) : undefined;
  const common = { id, title, kind, ...(informational && { informational }), ...(outcomes && { outcomes }) };
  if (exploration.found.has(id)) {
    const trace = confirmed(exploration.system, property, retrace(exploration.system, exploration.pathTo(id)));
    return kind === 'reachable'
      ? { ...common, verdict: 'holds', witness: trace }
      : { ...common, verdict: 'violated', counterexample: trace };
  }
  const lasso = lassos.get(id);
  if (lasso !== undefined) {
    const run = retrace(exploration.system, lasso.path);
    return { ...common, verdict: 'violated', counterexample: confirmed(exploration.system, property, run, lasso) };
  }
  const broken = property.kind === 'lock order' ? lockFindings(property, exploration) : [];
  if (broken.length > 0) {
    const [first] = broken.flatMap(({ traces }) => traces);
    return {
      ...common,
      verdict: 'violated',
      lockFindings: broken,
      ...(first !== undefined && { counterexample: first.trace }),
    };
  }
  const undecided =
    property.kind === 'lock order' ? waitsUndecided(property, exploration) : isLasting(property) && !judged.has(id);
  if (stopped !== undefined || undecided) return { ...common, verdict: 'inconclusive' };
  if (kind === 'reachable') return { ...common, verdict: 'violated' };
  const because = vacuousBecause(property, exploration);
  return { ...common, verdict: 'holds', ...(because !== undefined && { vacuous: true, vacuousBecause: because }) };
}
