/** The declaration of what `everywhen compare` observes: a method of a system. */
import { UserError } from '../../errors.ts';
import type { EventStep, Observable } from '../../model/observable.ts';
import type { Declared } from '../builder.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Declares what `everywhen compare` observes of a system: components by name (with all their replicas), the labels of programs, and
     * events. An event is observed when a step is taken for which `step` holds, even if no observed value changes. Exploring does not depend
     * on it.
     *
     * Without any, `compare` observes the components that properties read.
     * @throws UserError `E_SYSTEM` for anything else. `everywhen compare` refuses a name that is not declared.
     * @example
     * const system = defineSystem({ wire: false, retries: 0 })
     *   .process('p', { send: (s) => s.set('wire', true), kick: (s) => s.update('retries', (n) => n + 1) })
     *   .observable('wire', { label: 'p' }, { event: 'kick', step: ({ label }) => label === 'kick' });
     * // => holds
     */
    observable(...observed: readonly ObservableOf<D>[]): SystemBuilder<D>;
  }
}

/** A component, the label of a program, or an event. */
export type ObservableOf<D extends Declared> =
  | (keyof D['components'] & string)
  | { readonly label: keyof D['processes'] & string }
  | AuthoredEvent;

/** An event that `everywhen compare` observes. */
export interface AuthoredEvent {
  /** What reports call it. */
  readonly event: string;
  /** The steps that are the event. */
  readonly step: (step: EventStep) => boolean;
}

/** The declared observables. Throws `E_SYSTEM` for anything else. */
export function observablesOf(...declared: readonly unknown[]): readonly Observable[] {
  return declared.map((one) => {
    if (typeof one === 'string') return { kind: 'component', name: one };
    const { label, event, step } = (one ?? {}) as Partial<AuthoredEvent> & { readonly label?: unknown };
    if (typeof label === 'string') return { kind: 'label', name: label };
    if (typeof event === 'string' && typeof step === 'function') return { kind: 'event', name: event, isEvent: step };
    throw new UserError('E_SYSTEM', 'an observable is neither a component, nor a label, nor an event.', {
      hint: "Write .observable('wire', { label: 'sender' }, { event: 'kick', step: ({ label }) => label === 'kick' }).",
    });
  });
}
