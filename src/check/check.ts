/** The judgement of one cell: explore it, then say of every property whether it holds, with the proof of what does not. */
import { UserError } from '../errors.ts';
import { evaluate, stepName } from '../model/evaluation.ts';
import { judgeState, judgeStep } from '../model/judge.ts';
import { instantiate, type Model } from '../model/model.ts';
import { type AnyChosen, chooseParameters, type Parameters, type SomeParameters } from '../model/parameter.ts';
import { isLasting, type Property } from '../model/property.ts';
import { withoutChance } from '../model/purity.ts';
import type { State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import { candidates, isTerminal, type System } from '../model/system.ts';
import { type Counterexample, type Run, retrace, toCounterexample } from './counterexample.ts';
import { coverageOf } from './coverage.ts';
import type { Lasso } from './lasso.ts';
import { judgeLasting, type Lasting } from './liveness.ts';
import { lockFindings, showsLockFault, waitsUndecided } from './lock-order.ts';
import { overallVerdict, type PropertyReport, type Report } from './report.ts';
import { type Explored, explore, type RunOptions } from './run.ts';
import { fencesOf, withinBuffers } from './store-buffers.ts';
import { vacuousBecause } from './vacuity.ts';
import { violatesForEver } from './violates-for-ever.ts';

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

/** The counterexample of a run, once the run has been seen to decide the property. */
export function confirmed(system: System, property: Property<StateReader>, run: Run, lasso?: Lasso): Counterexample {
  if (decides(system, property, run, lasso?.cycleStart)) {
    return { ...toCounterexample(system, run), ...(lasso !== undefined && { cycleStart: lasso.cycleStart }) };
  }
  throw new UserError(
    'E_INTERNAL',
    `the trace found for '${property.id}' (${system.origin}) does not show it when replayed.`,
    {
      hint: 'This is a bug of Everywhen, and no verdict of this run can be trusted. Please report it with the model.',
    },
  );
}

/**
 * Whether the end of a run decides a property, on the meaning of the model alone; of a lasso, whose steps from `cycleStart` on
 * are repeated for ever, whether that does.
 */
export function decides(system: System, property: Property<StateReader>, run: Run, cycleStart?: number): boolean {
  const { states, steps } = run;
  if (isLasting(property)) return cycleStart !== undefined && violatesForEver(system, property, run, cycleStart);
  const last = states.at(-1) as State;
  const step = steps.at(-1);
  if (property.kind === 'assertion' || property.kind === 'unreachable') {
    return step?.failed.includes(property.id) ?? false;
  }
  if (property.kind === 'lock order') return showsLockFault(system, property, { states, steps });
  if (property.kind === 'step invariant') {
    if (step === undefined) return false;
    return (
      judgeStep(system, property, states.at(-2) as State, last, stepName(step.alternative, step.outcome)) === 'decided'
    );
  }
  const terminal = isTerminal(system, last);
  const obliged = [...candidates(system, last)].some(
    (alternative) => alternative.tag === 'system' && evaluate(system, alternative, last).outcomes.length > 0,
  );
  return judgeState(system, property, last, { terminal, quiescent: !terminal && !obliged }) === 'decided';
}
