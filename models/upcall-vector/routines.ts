/** What the hypervisor does on behalf of a caller: ASSERT, registering the vcpu_info page, setting the vector. */

import type { Routine, S, Steps } from './components.ts';
import type { Candidate } from './designs.ts';
import type { Choice } from './parameters.ts';

/** IRR := 1 by one locked test-and-set. W: not from 0 while the APIC is disabled. */
export function requestUpcall<T extends S>(s: T): T | undefined {
  return s.exchange(
    'irr',
    () => true,
    (now, old) => now.assert('W', old || now.get('enabled')),
  );
}

/** The same on behalf of the configured vector. I: there is one, in memory. */
export function raiseVector<T extends S>(s: T): T | undefined {
  return requestUpcall(s)?.assert('I', (all) => all.get('vector'));
}

/** A request for a vector that is not configured: Xen refuses vector 0 with an error in the ESR (`vlapic_error`), and IRR stays. */
export function refuseVector<T extends S>(s: T): T | undefined {
  return s.exchange(
    'irr',
    (irr) => irr,
    (now) => now.assert('I', (all) => all.get('vector')),
  );
}

/**
 * A return to guest code: the VM-entry path takes the timer lock, so that a full barrier lies between what was emulated for a CPU
 * and its next guest instruction. Every guest instruction begins with it.
 */
export function inGuest<T extends S>(s: T): T | undefined {
  return s.fence('VM entry');
}

/** The first step of a registration; the others are the procedure `register`. */
export function select<T extends S>(s: T): T | undefined {
  return s.locked('selector', () => true);
}

/** The first step of a hypercall that is not refused; the others are the procedure `set`. */
export function setVector<T extends S>(s: T): T | undefined {
  return inGuest(s)?.store('vector', true);
}

/** The labels of each procedure. */
export function routines(candidate: Candidate, choice: Choice): { readonly [R in Routine]: Steps<S> } {
  // hvm_assert_evtchn_irq, which takes no lock.
  const ASSERT: Steps<S> = {
    // Without a vector it is the global callback's turn.
    'as.vec': (s) => (s.load('vector') ? s : s.return()),
    'as.en': candidate.checksEnabled ? (s) => (s.load('enabledSeen') ? s : s.return()) : undefined,
    'as.irr': (s) => raiseVector(s),
  };
  return {
    ASSERT,
    // Xen d9195962a622: the selector first, then the flag and the raise.
    register: {
      'r.up': (s) =>
        s.exchange(
          'pending',
          () => true,
          (now, old) => (old ? now.return() : now),
        ),
      ...ASSERT,
    },
    set: {
      'h.fence': choice.HCFENCE === 1 ? (s) => s.fence('HCFENCE') : undefined,
      'h.online': candidate.checksOnline ? (s) => (s.get('online') ? s : s.return()) : undefined,
      ...ASSERT,
    },
  };
}

/** Some steps, in an order of their own. */
export function inOrder<T>(steps: Steps<T>, labels: readonly string[]): Steps<T> {
  return Object.fromEntries(labels.map((label) => [label, steps[label]]));
}
