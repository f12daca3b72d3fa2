/** The expected verdicts: which causes strike which design. What no cause names, holds. */
import { type ExpectedOf, together } from 'everywhen';
import * as causes from './causes.ts';
import type { Variant } from './parameters.ts';
import type { Scenario } from './scenarios.ts';
import type { PropertyId } from './system.ts';

/** What strikes every design, and is not for any of them to prevent. */
const everywhere = [
  causes.edgeIsLost,
  causes.reroutedToStopped,
  causes.apicStaysDisabled,
  causes.requestIsDropped,
  causes.polledAway,
];
/** Where the sender raises the wire and every exit takes it down before anything else. */
const sendExit = [...everywhere, causes.eoiBeforeFlag, causes.deliveredTwice];
const mutant = [...sendExit, causes.selfDeadlock, causes.tmrAfterEoi];

export const expected: { readonly [V in Variant]: ExpectedOf<PropertyId, Scenario> } = {
  'send+exit+tasklet': together(...sendExit, causes.tmrAfterEoiTasklet, causes.opposedLocks),
  'vcpu0-only': together(
    ...everywhere,
    causes.onlyVcpu0Notices,
    causes.staysUp,
    causes.staysUpWhileIdle,
    causes.tmrAfterEoiOfVcpu0,
  ),
  'deassert-at-eoi': together(
    ...everywhere,
    causes.onlyVcpu0Notices,
    causes.eoiBeforeUnmask,
    causes.eoiBeforeFlag,
    causes.deliveredTwice,
  ),
  'any-vcpu-entry': together(...everywhere, causes.onlyVcpu0Notices, causes.takenDownAfterEoi),
  'send+entry': together(...everywhere, causes.takenDownAfterEoi, causes.selfDeadlock, causes.tmrAfterEoiUnlocked),
  'send+exit': together(...sendExit, causes.selfDeadlock, causes.tmrAfterEoi),

  'no-deassert': together(...everywhere, causes.neverTakenDown, causes.tmrAfterEoiUnlocked),
  'no-reread': together(...mutant, causes.staleLookStarves, causes.staleLookLeaves, causes.staleLookRaisesAgain),
  'no-lock': together(
    ...sendExit,
    causes.deadlockInLetter,
    causes.tmrAfterEoiNoLock,
    causes.tmrAfterEoiOfStaleLook,
    causes.staleLookStarves,
    causes.staleLookLeaves,
    causes.sampledThenOvertaken,
  ),
  'no-resample': together(
    ...everywhere,
    causes.selfDeadlockUnlessEoiFirst,
    causes.notSampledAgain,
    causes.notSampledAgainLeaves,
    causes.notLookedAtAgain,
  ),
  'no-rirr-guard': together(...mutant, causes.deliveredUnderWay),
  'assert-before-up': together(
    ...mutant,
    causes.raisedTooEarly,
    causes.flagAfterHandler,
    causes.takenDownBeforeFlag,
    causes.takenDownBeforeFlagLeaves,
  ),
};
