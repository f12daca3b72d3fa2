/**
 * Is the green real? What in the cells of a model could not have failed, against what the model accepts as such: properties in
 * each cell; over the default matrix, steps and outcomes that were never taken and parameters without effect.
 */

import type { AcceptedVacuity, Cell } from '../../language/matrix.ts';
import type { AnyModel } from '../../language/model.ts';
import { type AnyChosen, chooseParameters, plainParameters } from '../../language/parameter.ts';
import type { PropertyReport, Report } from '../report.ts';

/** A cell that was run, with what it found. */
export interface CheckedCell {
  readonly cell: Cell;
  readonly report: Report;
}

/** The properties that are vacuous in a cell and not accepted as such, and the other way round; a sentence each. */
export function doubtsOfProperties(
  model: AnyModel,
  parameters: AnyChosen,
  properties: readonly PropertyReport[],
): readonly string[] {
  const accepted = acceptedIn(model, parameters);
  return [
    ...properties
      .filter(({ id, vacuous }) => vacuous && !accepted.has(id))
      .map(({ id, vacuousBecause }) => `${id} is vacuous: ${vacuousBecause}.`),
    ...properties
      .filter(({ id, vacuous, verdict }) => !vacuous && verdict === 'holds' && accepted.has(id))
      .map(({ id }) => `${id} is accepted as vacuous and is not.`),
  ];
}

function acceptedIn({ matrix }: AnyModel, parameters: AnyChosen): ReadonlySet<string> {
  return new Set(
    (matrix?.vacuous ?? []).flatMap((entry) =>
      'property' in entry && (entry.where?.(parameters) ?? true) ? [entry.property] : [],
    ),
  );
}

/** What the default matrix never did, against what the model accepts; a sentence each. */
export function doubtsOfModel(model: AnyModel, judged: readonly CheckedCell[]): readonly string[] {
  const ran = judged.filter(({ cell, report }) => !cell.more && report.stopped === undefined);
  const untaken = untakenSteps(ran.map(({ report }) => report));
  const without = parametersWithoutEffect(model, ran);
  const names = (of: (entry: AcceptedVacuity) => string | undefined) =>
    (model.matrix?.vacuous ?? []).flatMap((entry) => of(entry) ?? []);
  const steps = names((entry) => ('step' in entry ? entry.step : undefined));
  const parameters = names((entry) => ('parameter' in entry ? entry.parameter : undefined));
  return [
    ...untaken.filter((step) => !steps.includes(step)).map((step) => `'${step}' is never taken in the default matrix.`),
    ...steps
      .filter((step) => !untaken.includes(step))
      .map((step) => `'${step}' is accepted as never taken and is taken.`),
    ...without
      .filter((name) => !parameters.includes(name))
      .map((name) => `parameter '${name}' is without effect in the default matrix.`),
    ...parameters
      .filter((name) => !without.includes(name))
      .map((name) => `parameter '${name}' is accepted as without effect and has one.`),
  ];
}

/** Replicas are one: what one of them does is done. */
function untakenSteps(reports: readonly Report[]): readonly string[] {
  const taken = new Map<string, boolean>();
  const note = (name: string, isTaken: boolean) => taken.set(name, (taken.get(name) ?? false) || isTaken);
  for (const { process, step, isTaken, outcomes } of reports.flatMap(({ coverage = [] }) => coverage)) {
    const name = `${process.replace(/\[[^\]]*\]$/, '')}: ${step}`;
    note(name, isTaken);
    // What a step that is never taken would offer is no news.
    for (const [outcome, isOutcomeTaken] of Object.entries(isTaken ? outcomes : {})) {
      note(`${name} (${outcome})`, isOutcomeTaken);
    }
  }
  return [...taken].filter(([, isTaken]) => !isTaken).map(([name]) => name);
}

/** Parameters in which some cells differ alone, and all such cells find the same. */
function parametersWithoutEffect(model: AnyModel, judged: readonly CheckedCell[]): readonly string[] {
  return Object.keys(model.parameters).filter((name) => {
    const groups = Map.groupBy(judged, ({ cell }) => {
      const { [name]: _, ...others } = chooseParameters(model.parameters, cell.parameters);
      return JSON.stringify(plainParameters(others));
    });
    const compared = [...groups.values()].filter((group) => group.length > 1);
    return compared.length > 0 && compared.every((group) => new Set(group.map(finding)).size === 1);
  });
}

function finding({ report: { statistics, properties } }: CheckedCell): string {
  const { states, transitions, depth } = statistics;
  return JSON.stringify([states, transitions, depth, properties.map(({ id, verdict }) => [id, verdict])]);
}
