/**
 * Is the green real? Finds what could not have failed in the cells of a model and compares it with what the model accepts: vacuous
 * properties in each cell; over the default matrix, steps and outcomes that were never taken and parameters without effect; over all
 * cells, values of parameters that make no difference.
 */

import type { AcceptedVacuity, Cell } from '../../language/matrix.ts';
import type { AnyModel } from '../../language/model.ts';
import { type AnyChosen, chooseParameters, plainParameters } from '../../language/parameter.ts';
import { beginEvaluation, endEvaluation } from '../../semantics/beacon.ts';
import { truthOf } from '../../semantics/truth.ts';
import { processOfAll } from '../coverage.ts';
import type { PropertyReport, Report } from '../report.ts';
import { type IdleValue, judgeValues } from './idle-values.ts';

/** A cell that was run, with its report. */
export interface CheckedCell {
  readonly cell: Cell;
  readonly report: Report;
}

/** Properties that are vacuous in a cell and not accepted, and accepted properties that are not vacuous; a sentence for each. */
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
      'property' in entry && isMeant(entry, parameters) ? [entry.property] : [],
    ),
  );
}

/** Steps that are enabled nowhere, of a model without a matrix: in a matrix another cell may enable them. A sentence for each. */
export function doubtsOfSteps({ matrix }: AnyModel, { neverEnabled = [], stopped }: Report): readonly string[] {
  if (matrix !== undefined || stopped !== undefined) return [];
  return neverEnabled.map(({ process, step }) => `'${process}: ${step}' is enabled in no reachable state.`);
}

type AcceptedProperty = Extract<AcceptedVacuity, { readonly property: string }>;

function isMeant(entry: AcceptedProperty, parameters: AnyChosen): boolean {
  const { where, property } = entry;
  if (where === undefined) return true;
  const name = `where of the accepted vacuity of '${property}'`;
  beginEvaluation(entry, '', () => name);
  try {
    return truthOf(where(parameters), name);
  } finally {
    endEvaluation();
  }
}

/** The differences between what the default matrix never did and what the model accepts; a sentence for each. */
export function doubtsOfModel(model: AnyModel, judged: readonly CheckedCell[]): readonly string[] {
  const ran = judged.filter(({ cell, report }) => !cell.more && report.stopped === undefined);
  const untaken = untakenSteps(ran.map(({ report }) => report));
  const without = parametersWithoutEffect(model, ran);
  const names = (of: (entry: AcceptedVacuity) => string | undefined) =>
    (model.matrix?.vacuous ?? []).flatMap((entry) => of(entry) ?? []);
  const steps = names((entry) => ('step' in entry ? entry.step : undefined));
  const parameters = names((entry) =>
    'parameter' in entry && entry.value === undefined ? entry.parameter : undefined,
  );
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
    ...doubtsOfValues(model, judged)
      .filter(({ parameter }) => !without.includes(parameter))
      .map(({ doubt }) => doubt),
  ];
}

/** Over all cells that ran: values that make no difference and are not accepted as such, and the other way round. */
function doubtsOfValues(
  model: AnyModel,
  judged: readonly CheckedCell[],
): readonly { readonly parameter: string; readonly doubt: string }[] {
  const { idle, makesDifference } = judgeValues(model, new Map(judged.map(({ cell, report }) => [cell, report])));
  const accepted = (model.matrix?.vacuous ?? []).flatMap((entry) =>
    'parameter' in entry && entry.value !== undefined
      ? [{ parameter: entry.parameter, value: String(entry.value) }]
      : [],
  );
  const isAccepted = (one: IdleValue) =>
    accepted.some(({ parameter, value }) => parameter === one.parameter && [one.value, one.like].includes(value));
  return [
    ...idle
      .filter((one) => !isAccepted(one))
      .map(({ parameter, value, like }) => ({
        parameter,
        doubt: `${parameter}=${value} makes no difference: every cell has the states and verdicts of ${parameter}=${like}.`,
      })),
    ...accepted
      .filter(({ parameter, value }) => makesDifference(parameter, value))
      .map(({ parameter, value }) => ({
        parameter,
        doubt: `${parameter}=${value} is accepted as making no difference and makes one.`,
      })),
  ];
}

/** A step counts as taken if one of the replicas takes it. */
function untakenSteps(reports: readonly Report[]): readonly string[] {
  const taken = new Map<string, boolean>();
  const note = (name: string, isTaken: boolean) => taken.set(name, (taken.get(name) ?? false) || isTaken);
  for (const { process, step, isTaken, outcomes } of reports.flatMap(({ coverage = [] }) => coverage)) {
    const name = `${processOfAll(process)}: ${step}`;
    note(name, isTaken);
    // A step that is never taken is reported itself; its outcomes add nothing.
    for (const [outcome, isOutcomeTaken] of Object.entries(isTaken ? outcomes : {})) {
      note(`${name} (${outcome})`, isOutcomeTaken);
    }
  }
  return [...taken].filter(([, isTaken]) => !isTaken).map(([name]) => name);
}

/** Parameters whose value never changes the result: cells that differ in nothing else find the same. */
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
