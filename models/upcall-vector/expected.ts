/** The expected verdicts: which causes strike which design. What no cause names, holds. */
import { type ExpectedOf, together } from 'everywhen';
import * as causes from './causes.ts';
import type { Variant } from './parameters.ts';
import type { Scenario } from './scenarios.ts';
import type { PropertyId } from './system.ts';

/** A raise never looks at the APIC. */
const unchecked = [causes.raisedWhileDisabled, causes.raisedAfterDisabling];
/** A raise is dropped while the APIC looks disabled. */
const checked = [causes.checkedBeforeDisabling, causes.neverSeenEnabled];
/** The vector is published by a store that the check may overtake; a compensation that sees the vector needs no more. */
const upstream = [
  ...checked,
  causes.noExitNoCompensation,
  causes.enableOvertakenByPending,
  causes.enableOvertakenByVector,
  causes.vectorOvertaken,
];

export const expected: { readonly [V in Variant]: ExpectedOf<PropertyId, Scenario> } = {
  'assert-on-enable': together(...upstream),

  'no-raise': together(...unchecked, causes.notRaisedOnSet),
  'raise-on-set': together(...unchecked),
  'lost-when-disabled': together(...checked, causes.droppedForGood),
  'online-only': together(...unchecked, causes.notRaisedOffline),
  'online-only+check': together(...checked, causes.droppedForGood),
  'self-enabled-only': together(causes.refused, causes.raisedAfterDisablingOwn),
  'self-enabled-only+check': together(causes.refused, causes.checkedBeforeDisablingOwn, causes.neverSeenEnabledOwn),
  // Every return to the guest is a full barrier, so that what the guest looks at it looks at after it has enabled its APIC.
  'guest-clears': together(...checked, causes.vectorOvertaken),
  'guest-self-ipi': together(...checked, causes.vectorOvertaken),
  'poll-on-entry': together(...checked),

  'comp-reads-first': together(...checked, causes.noExitNoCompensation, causes.readBeforeEnabling),
  'no-check': together(...unchecked),
  'set-no-raise': together(...upstream, causes.setAfterFlag),
  // What it never minds it cannot read too early.
  'comp-ignores-up': together(
    ...checked,
    causes.noExitNoCompensation,
    causes.enableOvertakenByVector,
    causes.vectorOvertaken,
    causes.spuriousCompensation,
  ),
  'comp-ignores-vec': together(
    ...checked,
    causes.noExitNoCompensation,
    causes.enableOvertakenByPending,
    causes.vectorOvertaken,
    causes.noVectorToRaise,
  ),
  'assert-before-up': together(
    ...upstream,
    causes.setAfterRaise,
    causes.droppedBeforeSet,
    causes.registrationFindsLateFlag,
  ),
  'guest-clears-early': together(...checked, causes.clearedTooEarly),
};
