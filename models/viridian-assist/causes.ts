/**
 * Why properties are violated. Each cause says what happens, to which properties, and in which settings; which designs it
 * strikes stands in expected.ts. The settings follow from the mechanism; that the exploration finds the same is the test.
 */

import {
  autoEoiIsOffered,
  cause,
  elides,
  endsWithoutExitOverAnother,
  events,
  exitsByItself,
  fixed,
  hasLevel,
  lawful,
  levelAbove,
  mayIgnore,
  noAutoEoi,
  several,
  somethingIsCompleted,
  somethingIsOffered,
} from './conditions.ts';
import type { Setting } from './scenarios.ts';

// ---- designs before the fix -----------------------------------------------------------------------------------------
export const eoiLeavesLatch = cause(
  'The guest ends a handler whose offer is out with an ordinary EOI. The EOI leaves the latch set, the next injection finds it set, and the hypervisor takes that for a broken invariant.',
  ['P1'],
  (setting) => mayIgnore(setting) && somethingIsOffered(setting),
);
export const eoiLeavesOffer = cause(
  'The guest ends L with an ordinary EOI, which leaves the offer out. The level interrupt H is not offered the assist, but its handler finds the bit set and skips its EOI: the IO-APIC never samples the line again.',
  ['P4', 'P5'],
  (setting) => setting.guest === 'mix' && levelAbove(setting) && noAutoEoi(setting),
);
export const wrongVectorDropped = cause(
  'As the level EOI of H was skipped under the offer for L, the completion looks for L, which is not in service, and H stays there without a handler. L, which must wait for it, waits for ever.',
  ['P3', 'P3b', 'L1'],
  (setting) => setting.guest === 'mix' && levelAbove(setting) && noAutoEoi(setting),
);
export const noHook = cause(
  'The completion of an avoided EOI wipes the in-service bit without the side effects of an EOI (HANDLE_EOI).',
  ['P6'],
  (setting) => elides(setting) && somethingIsCompleted(setting),
);
export const nestedCompletion = cause(
  'H nests in L while the offer for L is out, and ends under it. The completion drops the latched L, whose handler still runs, and H stays in service without one.',
  ['P2', 'P3', 'P3b'],
  (setting) => elides(setting) && several(setting) && noAutoEoi(setting),
);
export const doubleEndsLatched = cause(
  'The guest clears the bit and writes an EOI for H, which nests in L while the offer for L is out. The EOI ends H, the cleared bit reads as an EOI avoided by L, and the completion drops L, whose handler still runs, without its hook. Two EOIs for one interrupt: the guest is to blame.',
  ['P2', 'P6', 'P9'],
  (setting) => setting.guest === 'double' && several(setting),
);

// ---- today's design -------------------------------------------------------------------------------------------------
export const onlyHighestCompared = cause(
  'While L runs with its offer out, L is requested again and H too. The look for pending interrupts compares H alone, which may nest; it asks for an interrupt window and leaves the offer out, although L must wait. The window is an exit that is due (P7 holds), but the published rule knows no such exception.',
  ['P8'],
  (setting) => elides(setting) && several(setting) && setting.AEOI !== 'L',
);
export const levelUnderOffer = cause(
  'The level interrupt H nests in L while the offer for L is out. H itself is not offered the assist, but nothing withdraws the offer, and the handler of H finds the bit set and skips its EOI.',
  ['P5'],
  (setting) => elides(setting) && levelAbove(setting) && noAutoEoi(setting),
);

// ---- mutants: what the missing line lets happen -----------------------------------------------------------------------
export const avoidedThenWritten = cause(
  'H ends by the bit, and before anything exits L ends by an EOI. Without catching up first, that EOI ends H, and withdrawing the offer wipes the trace of the one that was avoided: L stays in service without a handler, and everything of its class or below waits for ever.',
  ['P3', 'P3b', 'P4', 'L1'],
  (setting) => elides(setting) && several(setting) && noAutoEoi(setting),
);
export const neverCompleted = cause(
  'An avoided EOI is not noticed when the next interrupt is looked for: the vector stays in service without a handler, and blocks whatever must wait for it.',
  ['P3', 'P3b', 'P4', 'L1'],
  (setting) => elides(setting) && somethingIsOffered(setting),
);
export const staleThenEoi = cause(
  'L stays in service although it ended. When H ends by an EOI that is preceded by an avoided one, both are taken from the top: the EOI ends M or L in the place of the handler that runs.',
  ['P2', 'P9'],
  (setting) => lawful(setting) && elides(setting) && (setting.config === 'E3' || setting.config === 'V3'),
);
export const hookForgotten = cause(
  'A level EOI that was skipped under an offer is completed without its hook: remote IRR stays set and the line, asserted again meanwhile, is never sampled.',
  ['P4'],
  (setting) => lawful(setting) && elides(setting) && levelAbove(setting) && noAutoEoi(setting),
);
export const offerKeptOut = cause(
  'An interrupt that must wait does not withdraw the offer. The handler in service ends by the bit, nothing exits, and what waits is never looked at.',
  ['P4', 'P7', 'P8'],
  (setting) => elides(setting) && somethingIsOffered(setting),
);
export const offeredTwice = cause(
  'H nests in L while the offer for L is out, and is offered the assist too.',
  ['P1'],
  (setting) =>
    (lawful(setting) || setting.guest !== 'ignore') &&
    ['E2', 'E3', 'V3'].includes(setting.config) &&
    noAutoEoi(setting),
);
export const levelOffered = cause(
  'Level interrupts are offered the assist. Their EOI is skipped, and while nothing else exits, the IO-APIC does not sample the line that the device has asserted again.',
  ['P4', 'P5'],
  (setting) => elides(setting) && hasLevel(setting) && setting.AEOI !== 'H',
);
export const notLookedBehind = cause(
  'After an injection no code looks whether another interrupt is queued behind. The handler ends by the bit, and what is queued is not looked at.',
  ['P7', 'P8'],
  (setting) => elides(setting) && several(setting) && somethingIsOffered(setting),
);
export const queuedBehindIsLost = cause(
  'After H is injected again no code looks at L, queued behind it. H ends by the bit, or is auto-EOI, nothing exits, and L is lost.',
  ['P4'],
  endsWithoutExitOverAnother,
);
export const notKicked = cause(
  'No step tells the vCPU of an interrupt that was raised while it is in the guest.',
  ['P4'],
  () => true,
);
export const notKickedButExits = cause(
  'No step tells the vCPU of an interrupt. Something else has made it exit and offer the assist before; the handler ends by the bit although an interrupt waits.',
  ['P7', 'P8'],
  (setting) => exitsByItself(setting),
);
export const levelUnderOfferAfterExit = cause(
  'As in the unbroken design the level interrupt H meets the offer for L, once something other than a kick has made the vCPU exit.',
  ['P5'],
  (setting) => levelAbove(setting) && exitsByItself(setting),
);
export const softirqForgotten = cause(
  'A kick that comes in on the entry path is forgotten with its softirq bit, and the interrupt behind it is not looked at.',
  ['P4', 'L1'],
  () => true,
);
export const softirqForgottenUnderOffer = cause(
  'A kick that comes in on the entry path is forgotten; the offer stays out, and the handler ends by the bit although an interrupt waits.',
  ['P7', 'P8'],
  (setting) => elides(setting) && somethingIsOffered(setting),
);

// ---- guests that break the rules ------------------------------------------------------------------------------------
export const notAtomic = cause(
  'The guest reads the bit as 1 and, before it writes 0, an exit withdraws the offer; it has skipped its EOI all the same, and the interrupt stays in service: whatever must wait for it waits for ever. The guest is to blame: it must exchange.',
  ['P3b', 'P4', 'P7', 'P8', 'L1'],
  ({ guest, config }) => guest === 'nonatomic' && config !== 'V1',
);
export const notAtomicThenPending = cause(
  'As the offer was withdrawn between read and write, the interrupt that ended stays in service, and the look for a higher one meets it. The guest is to blame: it must exchange.',
  ['P3'],
  (setting) => setting.guest === 'nonatomic' && several(setting),
);
/** The same for `noClearOnLower`, where no waiting interrupt withdraws the offer, only another one that ends. */
export const notAtomicNested = cause(
  'Between read and write a nested handler ends by an EOI, which withdraws the offer; the first one has skipped its EOI all the same. The guest is to blame: it must exchange.',
  ['P3', 'P3b'],
  (setting) => setting.guest === 'nonatomic' && several(setting),
);
const doubleEoi = (config: (setting: Setting) => boolean) =>
  cause(
    'The guest clears the bit and writes an EOI for H, which nests in L. The cleared bit reads as an EOI avoided before, so both H and L are ended while L still runs, and what was waiting below is injected on top of it. The guest is to blame: two EOIs for one interrupt.',
    ['P2', 'P9'],
    (setting) => setting.guest === 'double' && several(setting) && config(setting),
  );
export const doubleEndsBoth = doubleEoi(() => true);
/** With a level H the offer is withdrawn before its handler runs. */
export const doubleEndsBothEdge = doubleEoi(({ config }) => config === 'E2');
/** With an edge H the second offer has crashed the domain before. */
export const doubleEndsBothLevel = doubleEoi(({ config }) => config === 'V2');

// ---- what the environment does --------------------------------------------------------------------------------------
export const initLeavesLatch = cause(
  'INIT wipes the in-service bits and leaves the latch: the next injection finds it set (fix reset-clears).',
  ['P1'],
  (setting) => setting.INIT > 0 && !fixed(setting, 'reset-clears'),
);
export const initLeavesBit = cause(
  'INIT wipes the in-service bits and leaves the bit in the page, with reset-clears too. The level interrupt H is not offered the assist, but its handler finds the bit set and skips its EOI.',
  ['P4', 'P5'],
  (setting) => setting.INIT > 0 && levelAbove(setting),
);
export const initLeavesBitUnnoticed = cause(
  'With the latch cleared and the bit left in the page, the EOI that H skips is not even noticed: H stays in service without a handler, and L waits for ever.',
  ['P3', 'P3b', 'L1'],
  (setting) => setting.INIT > 0 && levelAbove(setting) && fixed(setting, 'reset-clears'),
);
export const initLeavesBitWrongVector = cause(
  'INIT leaves latch and bit of L. H skips its level EOI under it, the completion looks for L, and H stays in service without a handler. L waits for ever.',
  ['P3', 'P3b', 'L1'],
  (setting) => setting.INIT > 0 && levelAbove(setting),
);
export const migrationClearsBit = cause(
  'Migration zeroes the page and restores the latch: the cleared bit reads as an EOI that was avoided, and the interrupt whose handler runs is ended; a lower one is then injected on top of it (fix restore-keeps-bit).',
  ['P2', 'P9'],
  (setting) => setting.MIGRATE > 0 && !fixed(setting, 'restore-keeps-bit'),
);
export const unmappedOfferIsLost = cause(
  'The guest ends by the bit and then unmaps the page. Without a page the avoided EOI is not noticed, and the interrupt stays in service (fix unmap-syncs).',
  ['P3', 'P3b', 'P4'],
  (setting) => setting.REMAP > 0 && !fixed(setting, 'unmap-syncs'),
);
export const mappedAgainIsCleared = cause(
  'The guest unmaps the page while an offer is out and maps it again, which zeroes it: the cleared bit reads as an EOI that was avoided, and the interrupt whose handler runs is ended (fix unmap-syncs).',
  ['P2', 'P9'],
  (setting) => setting.REMAP > 1 && !fixed(setting, 'unmap-syncs'),
);
export const mappedAgainLatched = cause(
  'The guest unmaps the page while an offer is out, ends by an EOI, which without a page leaves the latch, and maps it again: the next injection finds the latch set.',
  ['P1'],
  (setting) => setting.REMAP > 1 && !fixed(setting, 'unmap-syncs'),
);
export const unmapEndsTheWrongOne = cause(
  'The avoided EOI of L is not noticed until the page is unmapped; by then H runs, and the EOI that is caught up on ends H.',
  ['P2', 'P9'],
  (setting) => setting.REMAP > 0 && fixed(setting, 'unmap-syncs'),
);
export const autoEoiOffered = cause(
  'An auto-EOI vector is offered the assist and never in service: its handler writes nothing, the offer stays out, and the next injection finds the latch set (fix aeoi-no-assist).',
  ['P1'],
  (setting) => autoEoiIsOffered(setting, 'L') || (setting.config === 'E2' && autoEoiIsOffered(setting, 'H')),
);
export const autoEoiLeavesOffer = cause(
  'The offer for the auto-EOI vector L stays out. The level interrupt H is not offered the assist, but its handler finds the bit set and skips its EOI.',
  ['P4', 'P5'],
  (setting) => levelAbove(setting) && autoEoiIsOffered(setting, 'L'),
);
export const autoEoiLeavesOfferWrongVector = cause(
  'H skips its level EOI under the offer for L; the completion looks for L, which is not in service, and H stays there without a handler. L waits for ever.',
  ['P3', 'P3b', 'L1'],
  (setting) => levelAbove(setting) && autoEoiIsOffered(setting, 'L'),
);
export const autoEoiLevelOffered = cause(
  'The level auto-EOI vector H is offered the assist and never in service: the offer stays out, and the next injection finds the latch set.',
  ['P1'],
  (setting) => setting.config === 'V2' && autoEoiIsOffered(setting, 'H'),
);
export const levelAutoEoiSampledEarly = cause(
  'A level vector is auto-EOI: the model does its EOI at injection, when the device still holds its line up. The line is sampled as a new request, the injection takes that request away with its own, and remote IRR stays set for ever. No design can help: a level interrupt must not be auto-EOI.',
  ['P4'],
  (setting) => setting.config === 'V2' && setting.AEOI === 'H',
);
export const autoEoiNoHook = cause(
  'H skips its level EOI under the offer for the auto-EOI vector L; the completion drops H, the highest in service, without the side effects of an EOI.',
  ['P6'],
  (setting) => levelAbove(setting) && autoEoiIsOffered(setting, 'L'),
);

// ---- the same without kicks: the vCPU looks at its interrupts only when another event has made it exit -----------------
export const exitThenInitLeavesLatch = cause(
  'An event makes the vCPU exit and offer the assist; then INIT wipes the in-service bits and leaves the latch, and the next injection finds it set (fix reset-clears).',
  ['P1'],
  (setting) => setting.INIT > 0 && events(setting) > 1 && !fixed(setting, 'reset-clears'),
);
export const exitThenInitLeavesBit = cause(
  'An event makes the vCPU exit and offer the assist; then INIT leaves the bit in the page, the level interrupt H skips its EOI under it, and with the latch cleared no look notices.',
  ['P3', 'P3b'],
  (setting) => setting.INIT > 0 && events(setting) > 1 && levelAbove(setting) && fixed(setting, 'reset-clears'),
);
export const exitThenMigrationClearsBit = cause(
  'An event makes the vCPU exit and offer the assist; then migration zeroes the page and restores the latch, which reads as an EOI that was avoided (fix restore-keeps-bit).',
  ['P2', 'P9'],
  (setting) => setting.MIGRATE > 0 && events(setting) > 1 && !fixed(setting, 'restore-keeps-bit'),
);
export const exitThenUnmappedOfferIsLost = cause(
  'An event makes the vCPU exit and offer the assist; the guest ends by the bit and unmaps the page, and the avoided EOI is not noticed (fix unmap-syncs).',
  ['P3', 'P3b'],
  (setting) => setting.REMAP > 0 && setting.INIT + setting.MIGRATE > 0 && !fixed(setting, 'unmap-syncs'),
);
