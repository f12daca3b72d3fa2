/** What the tests of the published races share: the table of verdicts, the order of events, and the trace as a commit message shows it. */
import type { ExecutionContext } from 'ava';
import { checkSystem } from '../../../src/check/check.ts';
import type { Counterexample } from '../../../src/check/counterexample.ts';
import type { PropertyReport, Report } from '../../../src/check/report.ts';
import type { RunOptions } from '../../../src/check/run.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { loadModel } from '../../../src/load/load-model.ts';
import { runMatrix } from '../../../src/matrix/run-matrix.ts';
import type { System } from '../../../src/model/system.ts';
import { kernelStyle } from '../../../src/trace/formats/kernel-style.ts';
import { foundText } from '../../../src/trace/found-text.ts';
import { kernelViewOf } from '../../../src/trace/kernel/kernel-view.ts';
import { paragraph } from '../../../src/trace/table.ts';
import { stepText } from '../../../src/trace/text.ts';
import { everywhenHere } from '../../helpers/cli.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

/** The width of a commit message, in characters. */
const WIDTH = 75;

/** The parameters of a cell that differ from their defaults. */
export interface Choice {
  readonly [parameter: string]: string | number;
}
/** By variant and scenario, the ids of the violated properties. */
export interface Table {
  readonly [variant: string]: { readonly [scenario: string]: readonly string[] };
}
/** The trace of one property in one cell. */
export interface Found {
  readonly system: System;
  readonly report: Report;
  readonly property: PropertyReport;
  readonly trace: Counterexample;
}

/** The verdicts of all cells are those of the table, as the model expects; every cell was explored fully, and nothing in it is vacuous. */
export async function asPublished(t: ExecutionContext, name: string, published: Table): Promise<void> {
  const { models } = await runMatrix([await loadModel(name)], { all: true });
  const found: { [variant: string]: { [scenario: string]: readonly string[] } } = {};
  for (const { cells, doubts } of models) {
    t.deepEqual(doubts, [], name);
    for (const cell of cells) {
      const where = `${name} ${cell.parameters}`;
      t.deepEqual([cell.surprises, cell.doubts, cell.stopped], [[], [], undefined], where);
      found[cell.variant] = { ...found[cell.variant], [cell.scenario]: cell.violated.toSorted() };
    }
  }
  t.deepEqual(found, published);
}

/** Explores one cell, by the engine unless said otherwise. */
export async function judged(name: string, choice: Choice, options: RunOptions = {}) {
  const { model } = await loadModel(name);
  const parameters = chooseParameters(model.parameters, choice);
  const system = instantiate(model, parameters, name);
  return { system, report: await checkSystem(system, { model: name, parameters }, { workers: 1, ...options }) };
}

/** The least trace that violates a property in one cell. */
export async function violation(name: string, choice: Choice, id: string): Promise<Found> {
  const { system, report } = await judged(name, choice);
  const found = property(report, id);
  if (found.counterexample === undefined) throw new Error(`${name}: ${id} is not violated`);
  return { system, report, property: found, trace: found.counterexample };
}

/** The events occur in this order among the steps, each written `process: label`; others may come between them. */
export function inThisOrder(t: ExecutionContext, { trace }: Found, events: readonly string[]): void {
  const steps = trace.steps.map((step) => `${step.process}: ${stepText(step)}`);
  let from = 0;
  for (const event of events) {
    const at = steps.indexOf(event, from);
    t.true(at >= 0, `${event}\ndoes not follow in\n${steps.join('\n')}`);
    from = at + 1;
  }
}

/** The trace as a commit message shows it is `test/golden/races/FILE`: with these columns, and no line wider than 75 characters. */
export function goldenTrace(t: ExecutionContext, file: string, found: Found, columns: readonly string[]): void {
  const { id, title } = found.property;
  const trace = kernelStyle(kernelViewOf(found.system)(found.trace, id));
  t.deepEqual(trace[0]?.trim().split(/ {2,}/), columns);
  const [finding] = found.property.lockFindings ?? [];
  const how = finding && `${finding.rule}: ${finding.message}`;
  const said = [`${id}: ${title}`, how ?? foundText(found.property, found.trace, found.report)];
  const lines = [...said.flatMap((text) => paragraph(text, { width: WIDTH })), '', ...trace];
  for (const line of lines) t.true(line.length <= WIDTH, line);
  golden(t, `races/${file}`, `${lines.join('\n')}\n`);
}

/** The reference explorer gives a cell the same states, verdicts and traces as the engine. */
export async function engineIsReference(t: ExecutionContext, name: string, choice: Choice): Promise<void> {
  const meaning = async (engine: 'kernel' | 'reference') => {
    const { verdict, properties, statistics } = (await judged(name, choice, { engine })).report;
    const { states, transitions, depth, quiescentStates, finalStates } = statistics;
    return { verdict, properties, states, transitions, depth, quiescentStates, finalStates };
  };
  t.deepEqual(await meaning('kernel'), await meaning('reference'));
}

/** The cell holds, and no larger limit of the budget changes a verdict: without it there are finitely many states. */
export async function holdsForAny(t: ExecutionContext, budget: string, words: readonly string[]): Promise<void> {
  const { stdout } = await everywhenHere(['check', ...words, '--grow', budget, '--format', 'json']);
  t.like(JSON.parse(stdout).growth, { ended: 'fixed point', verdict: 'holds', open: [] });
}
