/** The judgement of one cell: explores it and judges every property, with a counterexample for each violation. */
import { instantiate, type Model } from '../language/model.ts';
import {
  type AnyChosen,
  chooseParameters,
  type Parameters,
  plainParameters,
  type SomeParameters,
} from '../language/parameter.ts';
import type { System } from '../model/system.ts';
import { withoutChance } from '../semantics/purity.ts';
import { budgetsOf } from './budgets.ts';
import { coverageOf, neverEnabled } from './coverage.ts';
import { judgeLasting, type Lasting } from './liveness/liveness.ts';
import { propertyReport } from './property-report.ts';
import { overallVerdict, type Report } from './report.ts';
import { type Explored, explore, type RunOptions, type Visibility } from './run.ts';
import { savingHost } from './saving-host.ts';
import { Measuring } from './statistics.ts';
import { fencesOf, fullBarriersOf, withinBuffers } from './store-buffers.ts';
import { findsLeastTraces } from './way.ts';

/** Of an exploration that stopped early, which decides nothing about infinite runs. */
const UNJUDGED: Lasting = { lassos: new Map(), judged: new Set(), unassumed: new Set(), stopped: undefined };

/**
 * Explores one system of a model and judges all its properties. Parameters that are left out have their defaults.
 *
 * Costs one visit of every reachable state. A limit that is reached does not reject: the verdict is `inconclusive`, and `stopped` says why.
 * @throws UserError `E_PARAMETER` for a parameter or value that the model does not know, or a combination that it refuses; and for a model
 * that breaks a rule, the code of that rule: `E_SYSTEM`, `E_LABEL`, `E_COMPONENT`, `E_INDEX`, `E_STEP`, `E_VALUE`, `E_MUTATION`, `E_IMPURE`,
 * `E_GHOST`.
 * @example
 * const model = defineModel({
 *   name: 'race',
 *   title: 'two increments that are not atomic',
 *   parameters: { cpus: size(2, 3) },
 *   build: ({ cpus }) => defineSystem({ n: 0 })
 *     .processes('p', cpus, { read: (s) => s.set('r', s.get('n')), write: (s) => s.set('n', s.get('r') + 1) }, { locals: { r: 0 } })
 *     .quiescent('sum', 'none is lost', (s) => s.get('n') === cpus),
 * });
 * (await check(model, { cpus: 2 }, { statesMax: 1000, workers: 1 })).verdict; // => 'violated'
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
    { reduce: 'automatic', ...options, interrupted },
  );
}

/** As `check`, for a system that is built already. */
export async function checkSystem(
  system: System,
  cell: { readonly model: string; readonly parameters: AnyChosen },
  options: RunOptions & Visibility = {},
): Promise<Report> {
  const measuring = new Measuring();
  const explored = withinBuffers(await explore(system, options));
  const { exploration, way, checkpoints } = explored;
  try {
    const host = checkpoints === undefined ? explored.host : savingHost(explored.host, checkpoints);
    const lasting = explored.stopped === undefined ? await judgeLasting(exploration, host) : UNJUDGED;
    if (lasting.stopped !== undefined) await checkpoints?.save();
    const { seconds } = measuring;
    const details = await detailsOf(explored, options);
    // While marks stand in place of the table of states, no checkpoint may be written.
    await exploration.findPaths?.(explored.host);
    const properties = withoutChance(() =>
      system.properties.map((property) => propertyReport(property, explored, lasting)),
    );
    if (exploration.complete && lasting.stopped === undefined) await checkpoints?.removeCheckpoint();
    const stopped = explored.stopped ?? lasting.stopped;
    const { notLearnt } = exploration;
    const profile = options.profile || notLearnt.length > 0 ? (exploration.profile() ?? []) : [];
    const disabled = neverEnabled(exploration);
    return {
      model: cell.model,
      parameters: plainParameters(cell.parameters),
      verdict: overallVerdict(properties, stopped),
      properties,
      statistics: measuring.statisticsOf(exploration, way, seconds),
      ...(stopped !== undefined && { stopped }),
      ...(system.budgets.size > 0 && { budgets: budgetsOf(exploration) }),
      ...(details.fences.length > 0 && { fences: details.fences }),
      ...(details.fullBarriers.length > 0 && { fullBarriers: details.fullBarriers }),
      ...(notLearnt.length > 0 && { notLearnt, slow: profile.filter((row) => row.notLearnt) }),
      ...(options.profile && { profile }),
      ...(disabled.length > 0 && { neverEnabled: disabled }),
      ...(details.coverage !== undefined && { coverage: details.coverage }),
      ...(details.levels !== undefined && { levels: details.levels }),
      ...('parts' in way && !options.isVisible && { parts: true as const }),
      ...(!findsLeastTraces(way) && { notShortest: true as const }),
    };
  } finally {
    await exploration.close();
  }
}

/** The parts of a report that must be computed before properties are judged, as far as the options ask for them. */
async function detailsOf(
  { exploration, host }: Explored,
  { coverage, digests }: RunOptions,
): Promise<Pick<Report, 'coverage' | 'levels'> & Required<Pick<Report, 'fences' | 'fullBarriers'>>> {
  const steps = coverage && (await coverageOf(exploration, host, coverage === 'transitions'));
  const levels = digests ? exploration.digests() : undefined;
  return {
    fences: fencesOf(exploration),
    fullBarriers: fullBarriersOf(exploration),
    ...(steps !== undefined && { coverage: steps }),
    ...(levels !== undefined && { levels }),
  };
}
