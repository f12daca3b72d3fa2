/** The page of a search for minimal sets of lines: each set with why its lines are needed, and with its proof. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageNeed, PageProof, PageSet, RepairPageData } from '../../data/repair-data.ts';
import { CopyButton } from '../copy-button.tsx';
import { shown, Text } from '../text.tsx';
import { TraceViewer } from '../trace/trace-viewer.tsx';
import { Sentences } from './sentences.tsx';

export function RepairPage({ data }: { readonly data: RepairPageData }) {
  const { model, title, question, answer, lines, sets, open, counts, version, made } = data;
  useEffect(() => {
    document.title = shown(`Everywhen: repair ${model}`, 100);
  }, [model]);
  return (
    <main id="main">
      <h1>
        <Text text={`${model}: ${title}`} />
      </h1>
      <p>
        <Text text={`${question}.`} />
      </p>
      <p>
        <b>
          <Text text={answer} />
        </b>
      </p>
      {sets.map((set) => (
        <SetSection key={set.heading} set={set} />
      ))}
      <h2>What is covered, and what is not</h2>
      {open.length === 0 ? <p>Every set of lines is decided.</p> : <Sentences texts={open} />}
      <h2>Candidate lines</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">line</th>
              <th scope="col">what it does</th>
              <th scope="col">cost</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, title: does, cost }) => (
              <tr key={name}>
                <th scope="row">
                  <Text text={name} />
                </th>
                <td>
                  <Text text={does} />
                </td>
                <td>{cost}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>What was decided</h2>
      <Sentences texts={counts} />
      <p>
        Everywhen {shown(version)}, {shown(made)}
      </p>
    </main>
  );
}

function SetSection({ set: { heading, remarks, needs, proof } }: { readonly set: PageSet }) {
  return (
    <section aria-label={shown(heading)}>
      <h2>
        <Text text={heading} />
      </h2>
      <Sentences texts={remarks} />
      {needs.map((need) => (
        <Need key={need.line} need={need} />
      ))}
      <details>
        <summary>The proof: each cell, explored fully</summary>
        <ProofTable proof={proof} />
      </details>
    </section>
  );
}

/** The traces are drawn once they are asked for. */
function Need({ need: { line, says, command, traces, columns } }: { readonly need: PageNeed }) {
  const [isOpen, setOpen] = useState(false);
  const byProcess = useMemo(() => new Map(Object.entries(columns)), [columns]);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>
          <Text text={line} max={100} />
        </b>{' '}
        <Text text={says} />
      </summary>
      <p>
        <code>{shown(command, 1000)}</code> <CopyButton what="command" text={() => command} />
      </p>
      {isOpen && traces.map((_, i) => <NeedTrace key={String(i)} {...{ traces, i, says }} columns={byProcess} />)}
      {traces.length === 0 && <p>No run shows it.</p>}
    </details>
  );
}

interface NeedTraceProps {
  readonly traces: PageNeed['traces'];
  readonly i: number;
  readonly says: string;
  readonly columns: ReadonlyMap<string, string>;
}

function NeedTrace({ traces, i, says, columns }: NeedTraceProps) {
  const [moment, setMoment] = useState(0);
  const trace = traces[i];
  if (trace === undefined) return null;
  const label = traces.length === 1 ? says : `${says}, run ${i + 1} of ${traces.length}`;
  return <TraceViewer {...{ trace, columns, moment, label }} onMoment={setMoment} takesKeys={false} />;
}

function ProofTable({ proof }: { readonly proof: readonly PageProof[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">cell</th>
            <th scope="col">states</th>
            <th scope="col">transitions</th>
            <th scope="col">to see it</th>
          </tr>
        </thead>
        <tbody>
          {proof.map(({ cell, states, transitions, command }) => (
            <tr key={cell}>
              <th scope="row">
                <Text text={cell} />
              </th>
              <td>{states.toLocaleString('en')}</td>
              <td>{transitions.toLocaleString('en')}</td>
              <td>
                <code>{shown(command, 1000)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
