/** What `--reduce` did, in sentences. */
import type { Statistics } from '../../check/report.ts';
import type { RefusedReplicas, ReplicaSet } from '../../model/accounts/reduction.ts';
import { counted } from '../../trace/counted.ts';
import { paragraph } from '../../trace/table.ts';

/** Refusals that are told; JSON has all. */
const REFUSALS_SHOWN = 3;

const MENDING = 'docs/reductions.md says how models are usually mended.';

export function reductionLines({ reduced, states, transitions }: Statistics): string[] {
  if (reduced === undefined) return [];
  const { replicas, refused = [], because } = reduced;
  const whole =
    reduced.states === undefined || reduced.transitions === undefined
      ? 'How many states all permutations add up to is not known.'
      : `${counted(states, 'state')} and ${counted(transitions, 'transition')} stand for ${reduced.states.toLocaleString('en')} and ${reduced.transitions.toLocaleString('en')}.`;
  return [
    ...(because === undefined ? [] : paragraph(`Not reduced: ${because}.`)),
    ...(replicas.length === 0 ? [] : paragraph(`Interchangeable: ${replicas.map(setText).join('; ')}. ${whole}`)),
    ...refused.slice(0, REFUSALS_SHOWN).flatMap((one) => paragraph(refusalText(one))),
    ...(refused.length === 0 ? [] : paragraph(MENDING)),
    ...(refused.length > REFUSALS_SHOWN
      ? paragraph(`${refused.length - REFUSALS_SHOWN} more are in --format json.`)
      : []),
  ];
}

function setText({ family, indices }: ReplicaSet): string {
  return `${family} ${indices.join(', ')}`;
}

function refusalText({ because, ...replicas }: RefusedReplicas): string {
  return `Not interchangeable: ${setText(replicas)}: ${because}.`;
}
