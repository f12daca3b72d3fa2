/** The findings of a check, in tables: properties, parameters, statistics, coverage. */
import type { PropertyReport } from '../../../check/report.ts';
import type { JsonValue } from '../../../model/value-json.ts';
import { counted } from '../../../trace/counted.ts';
import { wholeValueText } from '../../../trace/value-text.ts';
import { budgetSentences } from '../../../trace/within-text.ts';
import type { CellDetails, PageCell } from '../../data/page-data.ts';
import { routeText } from '../../route.ts';
import { shown, Text } from '../text.tsx';
import { AblationTable } from './ablation-table.tsx';
import { CoverageTable } from './coverage-table.tsx';
import { ProfileTable } from './profile-table.tsx';
import { StatisticsList } from './statistics-list.tsx';
import { expectationOf, VerdictChip } from './verdict-chip.tsx';

interface CellReportProps {
  readonly model: string;
  readonly cell: PageCell;
  readonly details: CellDetails;
}

export function CellReport({ model, cell, details: { report } }: CellReportProps) {
  const { variant, scenario } = cell;
  const traceLink = (property: string, moment: number) =>
    routeText({ view: 'cell', model, variant, scenario, trace: { property, moment, number: 0 } });
  return (
    <>
      <section aria-labelledby="properties">
        <h2 id="properties">Properties</h2>
        <div class="scroll">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">verdict</th>
                <th scope="col">property</th>
                <th scope="col">what it says</th>
                <th scope="col">kind</th>
                <th scope="col">trace</th>
              </tr>
            </thead>
            <tbody>
              {inOrder(report.properties, cell).map((property) => (
                <PropertyRow key={property.id} {...{ property, traceLink, cell }} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <Outcomes properties={report.properties} />
      {budgetSentences(report.budgets ?? [], report.stopped !== undefined).map((sentence) => (
        <p key={sentence}>
          <Text text={sentence} />
        </p>
      ))}
      {(report.notLearnt ?? []).map((name) => (
        <p key={name} class="quiet">
          Slow: <Text text={name} /> was evaluated in every state, because its values hardly ever recur.
        </p>
      ))}
      <section aria-labelledby="statistics">
        <h2 id="statistics">Statistics</h2>
        <StatisticsList statistics={report.statistics} />
      </section>
      <section aria-labelledby="parameters">
        <h2 id="parameters">Parameters</h2>
        <dl class="figures">
          {Object.entries(report.parameters).map(([name, value]) => (
            <div key={name}>
              <dt>{shown(name, 60)}</dt>
              <dd class="value">
                <Text text={Array.isArray(value) ? value.join(', ') || 'none' : String(value)} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {report.ablation !== undefined && <AblationTable ablation={report.ablation} />}
      {report.profile !== undefined && <ProfileTable profile={report.profile} seconds={report.statistics.seconds} />}
      {report.coverage !== undefined && <CoverageTable coverage={report.coverage} />}
    </>
  );
}

interface PropertyRowProps {
  readonly property: PropertyReport;
  readonly traceLink: (property: string, moment: number) => string;
  readonly cell: PageCell;
}

/** What was not expected comes first; the others are in the order of declaration. */
function inOrder(properties: readonly PropertyReport[], cell: PageCell): readonly PropertyReport[] {
  const isUnexpected = (property: PropertyReport) => expectationOf(property, cell) === 'unexpected';
  return [...properties.filter(isUnexpected), ...properties.filter((one) => !isUnexpected(one))];
}

function PropertyRow({ property, traceLink, cell }: PropertyRowProps) {
  const { id, title, kind, informational, vacuousBecause, counterexample, witness, lockFindings } = property;
  const trace = counterexample ?? witness;
  const isTraced = trace !== undefined || (lockFindings ?? []).length > 0;
  const moment = trace?.cycleStart ?? trace?.steps.length ?? 0;
  return (
    <tr>
      <td>
        <VerdictChip {...{ property, cell }} />
      </td>
      <th scope="row" class="name">
        {isTraced ? <a href={traceLink(id, moment)}>{shown(id, 60)}</a> : <Text text={id} max={60} />}
      </th>
      <td class="sentence">
        <Text text={title} />
        {informational && <span class="note">informational: it decides no verdict</span>}
        {vacuousBecause !== undefined && (
          <span class="note">
            <b>vacuous:</b> <Text text={vacuousBecause} />
          </span>
        )}
      </td>
      <td class="name">{kind}</td>
      <td class="name">
        {isTraced && (
          <a href={traceLink(id, moment)}>
            <span class="visually-hidden">Trace of {shown(id, 60)}: </span>
            {traceText(property)}
          </a>
        )}
      </td>
    </tr>
  );
}

function traceText({ counterexample, witness, lockFindings }: PropertyReport): string {
  if (lockFindings !== undefined) return counted(lockFindings.length, 'finding');
  const trace = counterexample ?? witness;
  const what = trace?.cycleStart === undefined ? 'step' : 'step, for ever';
  const steps = trace?.steps.length ?? 0;
  return trace?.cycleStart === undefined ? counted(steps, what) : `${counted(steps, 'step')}, for ever`;
}

function Outcomes({ properties }: { readonly properties: readonly PropertyReport[] }) {
  const shownOnes = properties.filter(({ outcomes = [] }) => outcomes.length > 0);
  return (
    <>
      {shownOnes.map(({ id, title, outcomes = [] }) => (
        <section key={id}>
          <h2>
            {shown(id, 60)}: <Text text={title} />
          </h2>
          <ul class="outcomes">
            {outcomes.map((outcome) => (
              <li key={JSON.stringify(outcome)} class="value">
                <Text text={outcomeText(outcome)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Several named values are an object without a tag. */
function outcomeText(outcome: JsonValue): string {
  const isNamed = typeof outcome === 'object' && outcome !== null && !Array.isArray(outcome) && !('$' in outcome);
  if (!isNamed) return wholeValueText(outcome);
  return Object.entries(outcome)
    .map(([name, value]) => `${name} ${wholeValueText(value)}`)
    .join(', ');
}
