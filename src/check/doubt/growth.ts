/**
 * Does a larger budget change a verdict? The budget is raised by one until a verdict changes, until a limit of the run is reached, or until
 * larger ones are proved to change nothing.
 *
 * The states that some limit reaches, without the counter, are those of the system without the budget: a finite run spends a finite number.
 * They are no fewer than the states of one limit without the counter, which are no more than with it. So the system without the budget is
 * explored up to the number of states that the last limit has: if the states without the counter have reached their fixed point, that is enough
 * to visit all of them (docs/decisions/budgets.md).
 */
import type { BuildOptions } from '../../language/assembly.ts';
import type { AnyChosen } from '../../language/parameter.ts';
import type { Stopped } from '../../model/exploration.ts';
import type { Property } from '../../model/property.ts';
import { isLasting, isReached } from '../../model/property-kinds.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import { now } from '../../semantics/clock.ts';
import { checkSystem } from '../check.ts';
import { type Growth, overallVerdict, type PropertyReport, type Report, type Verdict } from '../report.ts';
import type { RunOptions } from '../run.ts';
import { changedVerdicts } from './changed-verdicts.ts';

/** A cell that can be built again with another limit. */
export interface Growing {
  readonly model: string;
  readonly parameters: AnyChosen;
  readonly system: System;
  readonly build: (options: BuildOptions) => System;
}

/** `report`: of the declared limit. The time limit of the options is that of all checks together. */
export async function growBudget(
  cell: Growing,
  name: string,
  report: Report,
  options: RunOptions,
  onLimit: (limit: number) => void = () => {},
): Promise<Growth> {
  const { checkpoint: _, coverage: __, digests: ___, ...limits } = options;
  const declared = cell.system.budgets.get(name)?.limit as number;
  const until = now() + 1000 * (options.timeoutSeconds ?? Number.POSITIVE_INFINITY);
  const judge = async (limit: number, statesMax?: number) => {
    onLimit(limit);
    const seconds = Math.max(0, (until - now()) / 1000);
    return checkSystem(cell.build({ limits: new Map([[name, limit]]) }), cell, {
      ...limits,
      ...(statesMax !== undefined && { statesMax }),
      ...(options.timeoutSeconds !== undefined && { timeoutSeconds: seconds }),
    });
  };
  const checked: Growth['limits'][number][] = [];
  let last = report;
  for (let limit = declared; ; limit++) {
    if (limit > declared) last = await judge(limit);
    const { states } = last.statistics;
    checked.push({ limit, verdict: last.verdict, states });
    const ends = (ended: Growth['ended'], proved: readonly string[], stopped?: Stopped): Growth =>
      ending(cell.system, { budget: name, limits: checked, ended }, report, last, proved, stopped);
    if (last.stopped !== undefined) return ends('stopped', [], last.stopped);
    const persist = persistent(cell.system, last);
    if (!last.budgets?.some((one) => one.name === name && one.bounded)) return ends('never blocked', decided(last));
    if (changedVerdicts(report, last).length > 0) return ends('changed', persist);
    const without = await judge(Number.POSITIVE_INFINITY, Math.min(states, options.statesMax ?? states));
    // An explorer may find more states than the limit before it stops, or end with them.
    if (without.stopped === 'max-states' || without.statistics.states > states) continue;
    if (without.stopped !== undefined) return ends('stopped', persist, without.stopped);
    // A claim about states or steps that is decided otherwise without the budget is decided otherwise with a larger one.
    if (!willChange(cell.system, last, without)) return ends('fixed point', unchanged(cell.system, last, without));
  }
}

function ending(
  system: System,
  so: Pick<Growth, 'budget' | 'limits' | 'ended'>,
  first: Report,
  last: Report,
  proved: readonly string[],
  stopped: Stopped | undefined,
): Growth {
  const open = system.properties
    .map(({ id }) => id)
    .filter((id) => !proved.includes(id) && reportOf(last, id).verdict !== 'not judged');
  return {
    ...so,
    proved,
    open,
    changes: stopped === undefined ? changedVerdicts(first, last) : [],
    verdict: verdictOf(last, open),
    ...(stopped !== undefined && { stopped }),
  };
}

function verdictOf(last: Report, open: readonly string[]): Verdict {
  const properties = last.properties.map((one) =>
    open.includes(one.id) && one.verdict === 'holds' ? { ...one, verdict: 'inconclusive' as const } : one,
  );
  return overallVerdict(properties, last.stopped);
}

/** The properties of states and of steps. */
function finite({ properties }: System): readonly Property<StateReader>[] {
  return properties.filter((property) => !isLasting(property));
}

/** A state or step that decides a property is there with every larger limit, too. */
function persistent(system: System, report: Report): readonly string[] {
  return finite(system)
    .filter(({ id, kind }) => reportOf(report, id).verdict === (isReached(kind) ? 'holds' : 'violated'))
    .map(({ id }) => id);
}

/** The properties of states and of steps that are decided alike with a limit and without the budget. */
function unchanged(system: System, report: Report, without: Report): readonly string[] {
  const changed = new Set(changedVerdicts(report, without).map(({ id }) => id));
  const sure = decided(report);
  return finite(system)
    .map(({ id }) => id)
    .filter((id) => sure.includes(id) && !changed.has(id));
}

function willChange(system: System, report: Report, without: Report): boolean {
  const ids = finite(system).map(({ id }) => id);
  const sure = [decided(report), decided(without)];
  return changedVerdicts(report, without).some(({ id }) => [ids, ...sure].every((one) => one.includes(id)));
}

function decided({ properties }: Report): readonly string[] {
  return properties.filter(({ verdict }) => verdict !== 'inconclusive' && verdict !== 'not judged').map(({ id }) => id);
}

function reportOf({ properties }: Report, id: string): PropertyReport {
  return properties.find((one) => one.id === id) as PropertyReport;
}
