/** What could not have failed, and why that is meant to be so. */
import type { AcceptedVacuity } from 'everywhen';
import { candidates } from './designs.ts';
import type { Choice, parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

type Accepted = AcceptedVacuity<PropertyId, Choice, keyof typeof parameters>;

const isRemote = ({ ORDER }: Choice) => ['linux', 'set-then-reg', 'norereg', 'concurrent'].includes(ORDER);
/** The vector is never set: the BSP may not, and no other process tries. */
const isRefused = (choice: Choice) => candidates[choice.variant].refusesOthers && isRemote(choice);
/** Every raise is dropped. */
const isDeaf = ({ SPIV, variant }: Choice) => SPIV === 'accel-cached' && candidates[variant].checksEnabled;
/** ENABLE is emulated with a compensation, which may find a vector when it looks. */
const compensates = (choice: Choice) => {
  const { compensates: when, minds } = candidates[choice.variant];
  return when !== 'never' && choice.SPIV === 'exit' && (isRemote(choice) || choice.CYC > 0 || !minds.vector);
};

const ASSERT = ['as.vec', 'as.en', 'as.irr'];
const ROUTINES = {
  ASSERT: ASSERT.map((label) => `ASSERT.${label}`),
  register: ['r.up', ...ASSERT].map((label) => `register.${label}`),
  set: ['h.online', ...ASSERT].map((label) => `set.${label}`),
};

/** Steps of routines that a process never calls. */
function uncalled(process: string, because: string, ...routines: readonly (keyof typeof ROUTINES)[]): Accepted[] {
  return routines.flatMap((routine) => ROUTINES[routine].map((step) => ({ step: `${process}: ${step}`, because })));
}

export const vacuous: readonly Accepted[] = [
  { property: 'J', where: (choice) => !compensates(choice), because: 'nothing compensates: e.irr is never reached' },
  ...(['W', 'I', 'U'] as const).map(
    (property): Accepted => ({
      property,
      // A self-IPI does not ask the hypervisor, and is not about its vector.
      where: (choice) =>
        isRefused(choice) || (isDeaf(choice) && !(candidates[choice.variant].guest === 'self-ipi' && property !== 'I')),
      because: 'nothing is ever raised: there is no vector, or the hypervisor never sees the APIC enabled',
    }),
  ),
  ...(['L', 'D', 'LT'] as const).map(
    (property): Accepted => ({
      property,
      where: isRefused,
      because: 'they are about upcalls by vector, and setting one is refused',
    }),
  ),
  ...uncalled(
    'handler',
    'the handler is guest code: it calls no routine of the hypervisor',
    'ASSERT',
    'register',
    'set',
  ),
  ...uncalled('sender', 'senders neither register nor set anything', 'register', 'set'),
  ...uncalled('BSP', 'ASSERT by itself is for senders', 'ASSERT'),
  ...uncalled('AP', 'ASSERT by itself is for senders', 'ASSERT'),
];
