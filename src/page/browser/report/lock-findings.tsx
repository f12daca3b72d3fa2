/** The violations of a lock order: the message, the scenario by CPU, and side by side a trace for each part of the finding. */
import type { LockFinding } from '../../../check/locks/lock-order.ts';
import { counted } from '../../../trace/counted.ts';
import type { KernelTrace } from '../../../trace/kernel/kernel-trace.ts';
import { deadlockText, scenarioText } from '../../../trace/lock-text.ts';
import type { TraceEvidence } from '../../evidence.ts';
import type { ColumnsByProcess } from '../../moments.ts';
import type { CellRoute } from '../../route.ts';
import { CopyButton } from '../copy-button.tsx';
import { shown, Text } from '../text.tsx';
import { TraceViewer } from '../trace/trace-viewer.tsx';

interface LockFindingsProps {
  readonly findings: readonly LockFinding[];
  readonly columns: ColumnsByProcess;
  readonly command: string;
  /** What kernel style shows of each trace. */
  readonly kernelTraces: readonly KernelTrace[] | undefined;
  readonly evidence: readonly TraceEvidence[] | undefined;
  readonly at: NonNullable<CellRoute['trace']>;
  /** `number` counts the traces of all findings from 0. */
  readonly onMoment: (moment: number, number: number) => void;
  readonly onExplore?: ((moment: number, number: number) => void) | undefined;
}

export function LockFindings(props: LockFindingsProps) {
  const { findings, columns, command, kernelTraces, evidence, at, onMoment, onExplore } = props;
  const firsts = findings.map((_, i) => findings.slice(0, i).reduce((sum, { traces }) => sum + traces.length, 0));
  return (
    <>
      {findings.map((finding, i) => (
        <section key={i} class="finding" aria-label={`Finding ${i + 1} of ${findings.length}`}>
          <h2>
            {finding.rule}: <Text text={finding.message} />
          </h2>
          <Scenario finding={finding} />
          {finding.deadlock !== undefined && (
            <p>
              <Text text={deadlockText(finding.deadlock)} />
            </p>
          )}
          <div class="toolbar">
            <CopyButton what="scenario" text={() => `${scenarioText(finding).join('\n')}\n`} />
            <CopyButton what="command" text={() => command} />
          </div>
          <div class="side-by-side">
            {finding.traces.map(({ shows, trace }, j) => {
              const number = (firsts[i] ?? 0) + j;
              const isHere = at.number === number;
              return (
                <section key={j} aria-label={`Trace ${j + 1} of ${finding.traces.length}`}>
                  <h3>
                    Trace {j + 1} of {finding.traces.length}
                    <span class="subtitle">
                      {counted(trace.steps.length, 'step')}: <Text text={shows} />
                    </span>
                  </h3>
                  <TraceViewer
                    {...{ trace, columns }}
                    narrow
                    kernelTrace={kernelTraces?.[number]}
                    evidence={evidence?.[number]}
                    takesKeys={isHere}
                    moment={isHere ? at.moment : trace.steps.length}
                    onMoment={(moment) => onMoment(moment, number)}
                    onExplore={onExplore && ((moment) => onExplore(moment, number))}
                    label={shown(shows, 120)}
                  />
                </section>
              );
            })}
          </div>
        </section>
      ))}
    </>
  );
}

/** The steps of each CPU, in the order that deadlocks. The system need not have this run. */
function Scenario({ finding: { scenario } }: { readonly finding: LockFinding }) {
  const cpus = [...new Set(scenario.map(({ cpu }) => cpu))].sort((a, b) => a - b);
  return (
    <div class="scroll">
      <table class="scenario">
        <caption>Possible unsafe locking scenario</caption>
        <thead>
          <tr>
            {cpus.map((cpu) => (
              <th key={cpu} scope="col">
                CPU{cpu}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scenario.map((step, i) => (
            <tr key={i}>
              {cpus.map((cpu) => (
                <td key={cpu} class="value">
                  {cpu === step.cpu ? shown(step.does) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
