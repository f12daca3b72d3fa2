/** The expected verdicts: which causes strike which design. What no cause names, holds. */
import { type ExpectedOf, together } from 'everywhen';
import * as causes from './causes.ts';
import type { Variant } from './parameters.ts';
import type { Scenario } from './scenarios.ts';
import * as starvation from './starvation.ts';
import type { PropertyId } from './system.ts';

/** What strikes every design that keeps a latch and a bit between exits. */
const kept = [
  causes.initLeavesLatch,
  causes.migrationClearsBit,
  causes.unmappedOfferIsLost,
  starvation.unmappedForGood,
  causes.mappedAgainIsCleared,
  causes.autoEoiOffered,
  causes.levelAutoEoiSampledEarly,
];
/** What strikes where a level interrupt does not withdraw the offer. */
const levelLeavesOffer = [causes.initLeavesBit, causes.autoEoiLeavesOffer];
const levelLeavesOfferFlag = [...levelLeavesOffer, causes.initLeavesBitUnnoticed];
const levelLeavesOfferVector = [
  ...levelLeavesOffer,
  causes.initLeavesBitWrongVector,
  causes.autoEoiLeavesOfferWrongVector,
];
const notAtomic = [causes.notAtomic, causes.notAtomicThenPending];

/** Today's design without anything added, as most mutants inherit it. */
const pendingFlag = [...kept, ...levelLeavesOfferFlag, ...notAtomic, causes.levelUnderOffer];

export const expected: { readonly [V in Variant]: ExpectedOf<PropertyId, Scenario> } = {
  'pending-flag': together(...pendingFlag, causes.onlyHighestCompared, causes.doubleEndsBoth),
  'pending-flag+level': together(...kept, ...notAtomic, causes.onlyHighestCompared, causes.doubleEndsBothEdge),
  'pending-flag+strict': together(...pendingFlag, causes.doubleEndsBoth),
  'pending-flag+level+strict': together(...kept, ...notAtomic, causes.doubleEndsBothEdge),

  'initial-2016': together(
    ...kept,
    ...levelLeavesOfferVector,
    ...notAtomic,
    causes.eoiLeavesLatch,
    causes.eoiLeavesOffer,
    causes.wrongVectorDropped,
    causes.noHook,
    causes.nestedCompletion,
    causes.levelUnderOffer,
    causes.onlyHighestCompared,
    causes.doubleEndsLatched,
  ),
  'latched-vector': together(
    ...kept,
    ...levelLeavesOfferVector,
    ...notAtomic,
    causes.eoiLeavesLatch,
    causes.eoiLeavesOffer,
    causes.wrongVectorDropped,
    causes.noHook,
  ),
  'latch-cleared-on-eoi': together(
    ...kept,
    ...levelLeavesOfferVector,
    ...notAtomic,
    causes.noHook,
    starvation.mappedAgainThenWritten,
  ),
  'latch-cleared-on-eoi+hook': together(
    ...kept,
    ...levelLeavesOfferVector,
    ...notAtomic,
    starvation.mappedAgainThenWritten,
  ),

  'resync-each-exit': together(...notAtomic, causes.levelAutoEoiSampledEarly),

  noClearOnEOI: together(
    ...pendingFlag,
    causes.onlyHighestCompared,
    causes.doubleEndsBoth,
    causes.eoiLeavesLatch,
    causes.eoiLeavesOffer,
  ),
  noMissedInEOI: together(...pendingFlag, causes.onlyHighestCompared, causes.avoidedThenWritten),
  noCompletedInHP: together(
    ...pendingFlag,
    causes.onlyHighestCompared,
    causes.doubleEndsBoth,
    causes.neverCompleted,
    causes.staleThenEoi,
    causes.mappedAgainLatched,
    causes.unmapEndsTheWrongOne,
  ),
  clearBitOnlyInHP: together(
    ...pendingFlag,
    causes.onlyHighestCompared,
    causes.doubleEndsBoth,
    causes.noHook,
    causes.hookForgotten,
    causes.autoEoiNoHook,
  ),
  noClearOnLower: together(
    ...kept,
    ...levelLeavesOfferFlag,
    causes.levelUnderOffer,
    causes.notAtomicNested,
    causes.doubleEndsBoth,
    causes.offerKeptOut,
    starvation.offerKeptOutToTheEnd,
  ),
  noISRcheck: together(...pendingFlag, causes.onlyHighestCompared, causes.doubleEndsBothLevel, causes.offeredTwice),
  noTMRcheck: together(
    ...kept,
    ...notAtomic,
    causes.levelOffered,
    causes.onlyHighestCompared,
    causes.doubleEndsBoth,
    causes.autoEoiLevelOffered,
  ),
  noRequery: together(
    ...pendingFlag,
    causes.doubleEndsBoth,
    causes.notLookedBehind,
    causes.queuedBehindIsLost,
    starvation.queuedBehindToTheEnd,
  ),
  noKick: together(
    causes.notKicked,
    starvation.notKickedAfterTheLastExit,
    causes.notKickedButExits,
    causes.levelUnderOfferAfterExit,
    causes.exitThenInitLeavesLatch,
    causes.exitThenInitLeavesBit,
    causes.exitThenMigrationClearsBit,
    causes.exitThenUnmappedOfferIsLost,
  ),
  noSoftirqRecheck: together(
    ...pendingFlag,
    causes.doubleEndsBoth,
    causes.softirqForgotten,
    causes.softirqForgottenUnderOffer,
  ),
};
