/** The fences of a cell as text: which of them it needs, and for what. */
import type { Ablated, Ablation } from '../../check/report.ts';
import { counted } from '../../trace/counted.ts';
import { lineWidth } from '../../trace/line-width.ts';
import { naturalWidth, paragraph, table, totalWidth } from '../../trace/table.ts';

const EFFECT_WIDTH_MIN = 20;
const NEEDED = { width: 'not needed here'.length };

export function ablationReport({ fences, because, stopped }: Ablation): string[] {
  if (because !== undefined) return paragraph(`There is no fence to remove: ${because}.`, { indent: 2 });
  const name = {
    width: naturalWidth(
      fences.map(({ fence }) => fence),
      Math.min(36, lineWidth() - totalWidth([NEEDED, { width: 0 }, { width: EFFECT_WIDTH_MIN }])),
    ),
  };
  const rest = { width: lineWidth() - totalWidth([NEEDED, name, { width: 0 }]) };
  return [
    'Without each of its fences and locked instructions in turn:',
    '',
    ...table(
      [NEEDED, name, rest],
      fences.map((ablated) => [ablated.needed, ablated.fence, effectText(ablated)]),
    ),
    ...(stopped === undefined ? [] : ['', 'Interrupted: the other fences were not tried.']),
  ];
}

function effectText({ changes, stopped }: Ablated): string {
  const effects = changes.map(({ id, before, after, counterexample, witness, outcomes }) => {
    const trace = counterexample ?? witness;
    const steps = trace === undefined ? '' : ` (${counted(trace.steps.length, 'step')})`;
    if (before !== after) return `${id} ${before} -> ${after}${steps}`;
    return `${id} ${outcomes?.map((some) => some.length).join(' -> ')} outcomes`;
  });
  return [...(effects.length === 0 ? ['nothing changes'] : effects), ...(stopped === undefined ? [] : [stopped])].join(
    ', ',
  );
}
