/** The fences of a cell: which of them it needs, and what changes without each. */
import type { Ablated, Ablation } from '../../../check/report.ts';
import { counted } from '../../../trace/counted.ts';
import { shown, Text } from '../text.tsx';

export function AblationTable({ ablation: { fences, because, stopped } }: { readonly ablation: Ablation }) {
  return (
    <section aria-labelledby="fences">
      <h2 id="fences">Without each of its fences and locked instructions in turn</h2>
      {because !== undefined && (
        <p>
          There is no fence to remove: <Text text={because} />.
        </p>
      )}
      {fences.length > 0 && (
        <div class="scroll">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">needed</th>
                <th scope="col">fence</th>
                <th scope="col">what changes without it</th>
              </tr>
            </thead>
            <tbody>
              {fences.map((ablated) => (
                <tr key={ablated.fence}>
                  <td>{ablated.needed === 'needed' ? <b>needed</b> : ablated.needed}</td>
                  <th scope="row" class="name">
                    {shown(ablated.fence, 60)}
                  </th>
                  <td>{shown(effectText(ablated), 300)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {stopped !== undefined && <p>Interrupted: the other fences were not tried.</p>}
    </section>
  );
}

function effectText({ changes, stopped }: Ablated): string {
  const effects = changes.map(({ id, before, after, counterexample, witness, outcomes = [[], []] }) => {
    const steps = (counterexample ?? witness)?.steps.length;
    if (before !== after)
      return `${id} ${before} → ${after}${steps === undefined ? '' : ` (${counted(steps, 'step')})`}`;
    return `${id} ${outcomes.map((some) => some.length).join(' → ')} outcomes`;
  });
  return [...(effects.length > 0 ? effects : ['nothing']), ...(stopped === undefined ? [] : [stopped])].join(', ');
}
