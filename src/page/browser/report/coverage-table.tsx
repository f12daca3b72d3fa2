/** How often each step was evaluated and taken; steps that were never taken come first. */
import type { StepCoverage } from '../../../check/coverage.ts';
import { counted } from '../../../trace/counted.ts';
import { shown, Text } from '../text.tsx';

export function CoverageTable({ coverage }: { readonly coverage: readonly StepCoverage[] }) {
  const never = coverage.filter(({ isTaken }) => !isTaken);
  const outcomes = coverage.filter((step) => step.isTaken && untakenOf(step).length > 0);
  const ordered = [
    ...never,
    ...outcomes,
    ...coverage.filter((step) => !never.includes(step) && !outcomes.includes(step)),
  ];
  const hasTransitions = coverage.some(({ transitions }) => transitions !== undefined);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">Coverage</h2>
      <details>
        <summary>
          {counted(coverage.length, 'step')},{' '}
          {never.length === 0 ? 'all taken' : `${never.length.toLocaleString('en')} never taken`}
        </summary>
        <div class="scroll">
          <table class="list">
            <caption class="visually-hidden">Steps and how often they were evaluated</caption>
            <thead>
              <tr>
                <th scope="col">process</th>
                <th scope="col">step</th>
                <th scope="col">taken</th>
                {hasTransitions && (
                  <th scope="col" class="figure">
                    transitions
                  </th>
                )}
                <th scope="col" class="figure">
                  evaluations
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((entry) => (
                <tr key={`${entry.process}\0${entry.step}`}>
                  <td>{shown(entry.process, 60)}</td>
                  <th scope="row">
                    <Text text={entry.step} />
                  </th>
                  <td>{takenText(entry)}</td>
                  {hasTransitions && <td class="figure">{entry.transitions?.toLocaleString('en')}</td>}
                  <td class="figure">{entry.evaluations.toLocaleString('en')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function takenText(entry: StepCoverage) {
  if (!entry.isTaken) return <b>never</b>;
  const untaken = untakenOf(entry);
  return untaken.length === 0 ? 'yes' : <>yes, but never {shown(untaken.join(', '))}</>;
}

function untakenOf({ outcomes }: StepCoverage): readonly string[] {
  return Object.entries(outcomes).flatMap(([name, isTaken]) => (isTaken ? [] : [name]));
}
