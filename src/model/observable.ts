/** What `everywhen compare` sees of a system: components, labels of programs, and events. */
import type { StepName } from './property.ts';

/** A step without its outcome: an event is a matter of the alternative alone. */
export type EventStep = Pick<StepName, 'process' | 'label' | 'alternative' | 'tag'>;

export type Observable =
  /** A component, all replicas of it, or one replica by its full name. */
  | { readonly kind: 'component'; readonly name: string }
  /** The label of a program, or of all its replicas. */
  | { readonly kind: 'label'; readonly name: string }
  /** Taking one of these steps, also where no observed value changes. */
  | { readonly kind: 'event'; readonly name: string; readonly isEvent: (step: EventStep) => boolean };
