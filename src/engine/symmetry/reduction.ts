/** What symmetry did for an exploration, as reports say it. */
import type { Reduction, RefusedReplicas, ReplicaSet } from '../../model/accounts/reduction.ts';
import type { Group } from './group.ts';
import type { Swap } from './swap.ts';
import type { Symmetry } from './symmetry.ts';

export function reductionBy(symmetry: Symmetry): Omit<Reduction, 'states' | 'transitions' | 'stored'> {
  const { group, refusals, evaluations, obstacle } = symmetry;
  const refused = refusals.map(({ family, indices, text }): RefusedReplicas => ({ family, indices, because: text }));
  return {
    by: group === undefined ? [] : ['symmetry'],
    replicas: group === undefined ? [] : replicasOf(group),
    permutations: group?.order ?? 1,
    evaluations,
    ...(refused.length > 0 && { refused }),
    ...(obstacle !== undefined && { because: obstacle }),
  };
}

function replicasOf({ chains, swaps }: Group): ReplicaSet[] {
  return chains.map((chain) => {
    const [first, ...others] = chain.map((i) => swaps[i] as Swap) as [Swap, ...Swap[]];
    return { family: first.name, indices: [...first.indices, ...others.map(({ indices }) => indices[1])] };
  });
}
