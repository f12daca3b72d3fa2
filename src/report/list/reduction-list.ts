/** What `--reduce` did, in sentences. */
import type { Statistics } from '../../check/report.ts';
import type { ReducedBy, Reduction, RefusedReplicas, ReplicaSet } from '../../model/accounts/reduction.ts';
import { counted } from '../../trace/counted.ts';
import { paragraph } from '../../trace/table.ts';

/** Refusals that are told; JSON has all. */
const REFUSALS_SHOWN = 3;

const MENDING = 'docs/reductions.md says how models are usually mended.';

export function reductionLines({ reduced }: Statistics): string[] {
  if (reduced === undefined) return [];
  const { replicas, refused = [], because, by, stored } = reduced;
  const whole =
    reduced.states === undefined || reduced.transitions === undefined
      ? by.includes('partial-order')
        ? `Stored: ${counted(stored.states, 'state')}.`
        : 'How many states all permutations add up to is not known.'
      : `Stored: ${stored.states.toLocaleString('en')} of ${counted(reduced.states, 'state')}; formed: ${stored.transitions.toLocaleString('en')} of ${counted(reduced.transitions, 'transition')}.`;
  return [
    ...(because === undefined ? [] : paragraph(`Not reduced${withoutText(by)}: ${because}.`)),
    ...(by.includes('partial-order') ? paragraph(orderText(reduced)) : []),
    ...(replicas.length === 0 ? [] : paragraph(`Interchangeable: ${replicas.map(setText).join('; ')}. ${whole}`)),
    ...refused.slice(0, REFUSALS_SHOWN).flatMap((one) => paragraph(refusalText(one))),
    ...(refused.length === 0 ? [] : paragraph(MENDING)),
    ...(refused.length > REFUSALS_SHOWN
      ? paragraph(`${refused.length - REFUSALS_SHOWN} more are in --format json.`)
      : []),
  ];
}

/** Beside a reduction, which other one did nothing. */
function withoutText(by: readonly ReducedBy[]): string {
  if (by.length === 0) return '';
  return by.includes('symmetry') ? ' by partial order' : ' by symmetry';
}

function orderText({ runs = 1, statesForTraces }: Reduction): string {
  const learnt = runs === 1 ? 'one run' : `the last of ${runs} runs`;
  const traces =
    statesForTraces === undefined
      ? ''
      : ` ${counted(statesForTraces, 'state')} with all steps gave the shortest traces.`;
  return `Partial order: not every order of steps was explored; figures are those of ${learnt}.${traces}`;
}

function setText({ family, indices }: ReplicaSet): string {
  return `${family} ${indices.join(', ')}`;
}

function refusalText({ because, ...replicas }: RefusedReplicas): string {
  return `Not interchangeable: ${setText(replicas)}: ${because}.`;
}
