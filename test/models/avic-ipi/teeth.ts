/**
 * Could it have failed? What each mutant's missing line is for, or why nobody misses it; and for each property that holds in a
 * scenario of the default matrix, a run in which it is violated there, or the reason why there is none.
 */
import type { SomeParameters } from 'everywhen';
import type { MUTANTS, parameters, Variant } from '../../../models/avic-ipi/parameters.ts';
import type { scenarios } from '../../../models/avic-ipi/scenarios.ts';
import type { PropertyId } from '../../../models/avic-ipi/system.ts';

type Mutant = (typeof MUTANTS)[number];
type Given = SomeParameters<Omit<typeof parameters, 'variant'>>;

/** What it takes to see that the line is missing; or why the mutant is equivalent to its base. */
type Shown =
  | { readonly base: Variant; readonly property: PropertyId; readonly with: Given }
  | { readonly base: Variant; readonly equivalent: string };

export const mutantsShow: { readonly [M in Mutant]: Shown } = {
  M1: { base: 'WAKE', property: 'P2', with: {} },
  M2: { base: 'FINAL', property: 'P2', with: {} },
  M3: { base: 'FINAL', property: 'P2', with: {} },
  M4: { base: 'FINAL', property: 'P2', with: {} },
  M5: { base: 'FINAL', property: 'P2', with: {} },
  M6: { base: 'FINAL', property: 'P3T', with: {} },
  M7: { base: 'FINAL', property: 'P2', with: { start: 'asleep', irrPendInit: 0 } },
  M8: { base: 'FINAL', property: 'P3', with: { inhibits: 1 } },
  M9: { base: 'FINAL', property: 'P3T', with: { inhibits: 1 } },
  M10: { base: 'FINAL', property: 'P3', with: { inhibits: 1 } },
  M11: { base: 'KICK', property: 'P3', with: { inhibits: 1 } },
  M12: {
    base: 'FINAL',
    equivalent:
      'IRR bit and hint are set before AVIC is seen active, so before it is inhibited; the inhibition itself asks for an event (N4), keeps the hint, and injects what it finds.',
  },
  M13: {
    base: 'WAKE',
    equivalent:
      'A thread is on its wait queue only while IsRunning is 0, so that whom the check spares a wake-up is not there to be woken.',
  },
};

/** A variant and settings, on top of the scenario, that violate the property; or why nothing can. */
type Elsewhere = { readonly variant: Variant; readonly with: Given } | { readonly cannot: string };

export const shownElsewhere: readonly {
  readonly properties: readonly PropertyId[];
  readonly scenarios: readonly (keyof typeof scenarios)[];
  readonly by: Elsewhere;
}[] = [
  // The first of two IPIs wakes the vCPU, which then can take the second one itself.
  { properties: ['P1'], scenarios: ['asleep, undisturbed'], by: { variant: 'REEMULATE', with: { sends: 2 } } },
  {
    properties: ['P3'],
    scenarios: ['guest', 'asleep', 'asleep, timer', 'two senders', 'two receivers'],
    by: { variant: 'FINAL', with: { hw: 'storeBuffer', bellAfterDrain: 'off' } },
  },
  { properties: ['P3'], scenarios: ['asleep, undisturbed'], by: { variant: 'WAKE', with: { ipiv: 'off', sends: 2 } } },
  { properties: ['P3T'], scenarios: ['guest', 'asleep', 'asleep, timer'], by: { variant: 'M6', with: {} } },
  {
    properties: ['P3T'],
    scenarios: ['asleep, undisturbed', 'two senders', 'two receivers'],
    by: { cannot: 'There is no timer.' },
  },
  {
    properties: ['P5'],
    scenarios: ['guest', 'asleep', 'two senders'],
    by: { variant: 'WAKE', with: { cpus: 2, hookPreemptible: 'on' } },
  },
  {
    properties: ['P5'],
    scenarios: ['asleep, undisturbed', 'asleep, timer', 'two receivers'],
    by: { variant: 'WAKE', with: { cpus: 2, hookPreemptible: 'on', preempts: 1 } },
  },
  {
    properties: ['P4'],
    scenarios: ['guest', 'asleep', 'asleep, undisturbed', 'asleep, timer', 'two senders', 'two receivers'],
    by: { cannot: 'No step of a sender waits for anybody but its own store buffer, which drains.' },
  },
  {
    properties: ['P4b'],
    scenarios: ['guest', 'asleep', 'asleep, undisturbed', 'asleep, timer', 'two senders', 'two receivers'],
    by: {
      cannot:
        'A sleeper goes round the block path once for each wake-up, the entry path is gone through again once for each request or kick, and only environment steps bring new ones.',
    },
  },
  {
    properties: ['P4s'],
    scenarios: ['guest', 'asleep', 'asleep, undisturbed', 'asleep, timer', 'two senders', 'two receivers'],
    by: { cannot: 'It is about the tags of this model and not about a design: where it fails, the model is wrong.' },
  },
];
