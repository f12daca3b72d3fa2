/** The properties that are judged of states; those of steps are asserted where they happen. The README says what each claims. */
import type { Vcpu } from '../components/vgic.ts';
import { type ContextLabel, placeOf, type State, VCPU_NAMES, VCPUS } from './components.ts';
import type { Routines } from './routines.ts';
import type { Context } from './scripts.ts';

/** D1: every context has finished what it began, and each vCPU is where it may stay. */
export function everyoneIsDone({ contexts }: Routines): (s: State) => boolean {
  return (s) =>
    contexts.every((context) => !isBusy(s, context)) && VCPUS.every((v) => ['guest', 'asleep'].includes(placeOf(s, v)));
}

/** N1 to N3o: nothing that waits to be delivered is left so, by where it is listed. Not judged in deadlocks, which are D1's. */
export function noneLeft(
  r: Routines,
  isLeft: (s: State, irq: { readonly on: Vcpu | null; readonly tgt: Vcpu | null }) => boolean,
): (s: State) => boolean {
  const settled = everyoneIsDone(r);
  return (s) =>
    !settled(s) ||
    !r.irqs.some((k) => {
      const irq = s.get('irq', k);
      const deliverable = irq.en && s.get('dist') && irq.tgt !== null;
      return deliverable && s.get('unseen', k) && isLeft(s, irq);
    });
}

export function isBusy(s: Pick<State, 'at'>, context: Context): boolean {
  return s.at(context) !== 'idle';
}

/** How often an interrupt is on a list. */
function memberships(s: State, k: number): number {
  return VCPUS.flatMap((v) =>
    s
      .get('ap', v)
      .filter((entry) => entry === k)
      .toArray(),
  ).length;
}

/** I1 */
export function onOneList({ irqs }: Routines): (s: State) => boolean {
  return (s) => irqs.every((k) => memberships(s, k) <= 1);
}

/** I2 */
export function listedWhereItSays({ irqs }: Routines): (s: State) => boolean {
  return (s) => irqs.every((k) => VCPUS.every((v) => (s.get('irq', k).on === v) === s.get('ap', v).includes(k)));
}

/** I3 */
export function inOneRegister({ irqs }: Routines): (s: State) => boolean {
  return (s) => {
    const valid = VCPUS.flatMap((v) => s.get('lr', v).toArray()).filter((entry) => entry.isValid());
    return irqs.every((k) => valid.filter((entry) => entry.k === k).length <= 1);
  };
}

const WITHOUT_REFERENCE: readonly ContextLabel[] = ['idle', 'GET', 'GET count'];

/** I4: one for the mapping, one for each list, one for each context at work, one for a vCPU that has just unlinked it. */
export function referencesAreCounted(r: Routines): (s: State) => boolean {
  return (s) =>
    r.irqs.every((k) => {
      const contexts = r.contexts.filter(
        (context) => r.counts(context) && !WITHOUT_REFERENCE.includes(s.at(context) as ContextLabel),
      );
      const unlinked = VCPU_NAMES.filter((name) => s.at(name) === 'P2 put' && s.local(name, 'k') === k);
      const ref = s.get('ref', k);
      return ref > 0 && ref === 1 + memberships(s, k) + contexts.length + unlinked.length;
    });
}
