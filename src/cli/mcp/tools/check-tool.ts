/** `check`: the verdicts of all properties, with counts and what casts doubt on a verdict; traces are left to `trace`. */
import * as v from 'valibot';
import type { PropertyReport, Report } from '../../../check/report.ts';
import { checkCommand, shellWord } from '../../../report/check-command.ts';
import { from, parsed, system } from '../arguments.ts';
import { boundedItems, legibleJson } from '../bounded.ts';
import { reportOf } from '../report-text.ts';
import { explored, type Tool, wordsOf } from '../tool.ts';

const PROPERTIES_MAX = 100;
const STEPS_MAX = 50;

const schema = v.strictObject({
  ...system,
  coverage: v.optional(v.pipe(v.boolean(), v.description('also how often each step was evaluated and taken'))),
  from: v.optional(from),
});

export const checkTool: Tool = {
  name: 'check',
  title: 'Check a model',
  description:
    'Explores every interleaving of one system and gives the verdict of each property, with the length of its trace. holds: every reachable state was explored. inconclusive: a limit was reached. vacuous: it could not have failed.',
  schema,
  async run(given, context) {
    const { coverage, from: first = 1, ...asked } = parsed(schema, given);
    const report = reportOf(await explored(['--format=json', ...(coverage ? ['--coverage'] : [])], asked, context));
    const command = checkCommand(asked.model, wordsOf(asked.parameters).map(shellWord).join(' '));
    return legibleJson(summaryOf(report, first, command));
  },
};

/** The report without traces; every list in it is bounded. */
function summaryOf(report: Report, from: number, command: string) {
  const { model, parameters, verdict, stopped, statistics, budgets, notLearnt, neverEnabled, coverage } = report;
  const { states, transitions, depth, seconds, quiescentStates, finalStates } = statistics;
  const properties = boundedItems(report.properties.map(propertyOf), from, 'Properties', PROPERTIES_MAX);
  const idle = neverEnabled && boundedItems(neverEnabled, 1, 'Steps that are never enabled', STEPS_MAX);
  const steps = coverage && boundedItems(coverage, coverage.length > STEPS_MAX ? from : 1, 'Steps', STEPS_MAX);
  const notes = [properties, idle, steps].flatMap((list) => list?.leftOff ?? []);
  return {
    ...{ model, parameters, verdict, ...(stopped && { stopped }) },
    properties: properties.shown,
    statistics: { states, transitions, depth, seconds, quiescentStates, finalStates },
    ...(budgets && { budgets }),
    ...(idle && { neverEnabled: idle.shown }),
    ...(notLearnt && { slow: notLearnt.slice(0, STEPS_MAX) }),
    ...(steps && { coverage: steps.shown }),
    ...(notes.length > 0 && { leftOff: notes }),
    command,
  };
}

function propertyOf(property: PropertyReport): object {
  const { id, title, kind, verdict, informational, vacuous, vacuousBecause, counterexample, witness } = property;
  const trace = counterexample ?? witness;
  return {
    ...{ id, title, kind, verdict },
    ...(informational && { informational }),
    ...(vacuous && { vacuous, vacuousBecause }),
    ...(property.outcomes && { outcomes: property.outcomes.slice(0, STEPS_MAX) }),
    ...(trace && { traceSteps: trace.steps.length }),
  };
}
