/** The state of one application processor (AP), its upcall vector and its senders. */
import { type Domain, ghost, type Next, type Reader, replicated, type Snapshot, type Step, shared } from 'everywhen';
import type { Choice } from './parameters.ts';

/**
 * What several CPUs touch is shared memory. Of the two flags that a plain store writes, VEC and ENX, the store may wait in the
 * store buffer of its CPU under MEM=TSO; all others are written by locked instructions alone.
 */
export function components({ k, CYC }: Pick<Choice, 'k' | 'CYC'>) {
  return {
    /** VEC: the AP's upcall vector is configured. */
    vector: shared(false),
    /** EN: the AP's APIC is software-enabled, as its own CPU sees it: at once, whatever waits in a store buffer. */
    enabled: false,
    /** ENX: the hypervisor's view of it, the cached flag that every CPU reads. */
    enabledSeen: shared(false),
    /** UP: evtchn_upcall_pending. */
    pending: shared(false),
    /** SEL: the selector word. */
    selector: shared(false),
    /** PORT: the pending bit of each sender's port. */
    port: replicated(k, shared(false)),
    /** IRR: the upcall vector is requested. */
    irr: shared(false),
    /** ISR: it is in service. */
    isr: false,
    /** ONLINE: the AP has received SIPI. */
    online: false,
    /** REJ: a hypercall was refused, which the guest sees. */
    rejected: ghost(false),
    /** CYC: how often the AP may yet disable its APIC and start again. */
    cycles: CYC as number,
  };
}

export type Components = ReturnType<typeof components>;

interface Program<I = never, V = object> {
  readonly labels: string;
  readonly locals: V;
  readonly index: I;
}
export interface Processes {
  readonly BSP: Program;
  readonly AP: Program<never, { readonly seen: Domain<boolean> }>;
  readonly handler: Program;
  readonly sender: Program<number>;
}

/** The routines of the hypervisor that more than one process runs. */
export type Routine = 'ASSERT' | 'register' | 'set';
export type StepAssertion = 'W' | 'S' | 'I' | 'U' | 'J';

/** The snapshot that the steps of this model run on: with the locals, the index and the other processes that they know. */
export type S<Locals = object, Index = never, P = object> = Snapshot<
  Components & Locals,
  P,
  {
    readonly assertions: StepAssertion;
    readonly unreachables: never;
    readonly later: never;
    readonly labels: string;
    readonly procedures: { readonly [R in Routine]: Program };
    readonly index: Index;
  }
> & {
  /** In a routine: back to whom it was called by. */
  return(): Next;
};

/** Labelled steps, in order; where a label has alternatives, they are the environment's. */
export interface Steps<T> {
  readonly [label: string]: Step<T> | { readonly [alternative: string]: { readonly environment: Step<T> } } | undefined;
}
export type State = Reader<Components, Processes>;
