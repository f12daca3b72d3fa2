/** What stands against a reduction, whatever the steps of a system do. Then all its states are stored, and the report says why. */
import type { ReducedBy } from '../model/accounts/reduction.ts';
import { judgedIn } from '../model/property-kinds.ts';
import type { System } from '../model/system.ts';

/** Why the properties of a system do not allow a reduction. */
export function obstacleTo(reduction: ReducedBy, { properties, lockRules }: System): string | undefined {
  const lasting = properties.find((property) => judgedIn(property) === 'infinite runs');
  if (lasting !== undefined) return `'${lasting.id}' is about infinite runs`;
  const outcomes = properties.find(({ kind }) => kind === 'outcomes');
  if (outcomes !== undefined) return `'${outcomes.id}' ${OUTCOMES[reduction]}`;
  if (lockRules.size > 0) return LOCKS[reduction];
  const described = properties.find((property) => judgedIn(property) === 'non-terminal states');
  if (reduction === 'symmetry' || described === undefined) return undefined;
  return `'${described.id}' also claims something of each state that is not quiescent`;
}

const OUTCOMES: { readonly [R in ReducedBy]: string } = {
  symmetry: 'collects what each replica shows',
  'partial-order': 'collects what states show',
};

const LOCKS: { readonly [R in ReducedBy]: string } = {
  symmetry: 'the order of locks is noted by the names of processes',
  'partial-order': 'the order of locks is judged of all steps together',
};
