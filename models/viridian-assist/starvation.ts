/**
 * Why an interrupt stays in the IRR for ever (L1), where that takes more than the loss of an interrupt (P4) for the same reason.
 *
 * P4 judges every state in which the vCPU has come to rest; L1 only runs in which all has been raised that ever will be, and
 * every event has happened. Three things come in between. What is lost may be on the wire, not in the IRR: the line is up,
 * remote IRR is set, and no vCPU is asked to take anything; causes that do no more are in causes.ts, without L1. The last event
 * may heal what was lost. And the loss itself may keep the sources from being used up. Where none of them does, the cause
 * violates both, and is in causes.ts.
 */
import {
  cause,
  elides,
  endsWithoutExitOverAnother,
  events,
  fixed,
  hasLevel,
  several,
  somethingIsOffered,
} from './conditions.ts';
import type { Setting } from './scenarios.ts';

/**
 * The guest has its page when all events are over: it does not where it rewrites the MSR once. Unmapping is an exit, with a look
 * at what is pending; from then on nothing is offered, every handler ends by an EOI, and every EOI is such an exit, too.
 */
const staysMapped = ({ REMAP }: Setting) => REMAP !== 1;

export const unmappedForGood = cause(
  'The guest ends by the bit and unmaps the page for good. The latch remembers the avoided EOI, but is not read without a page: the interrupt stays in service, and what must wait for it waits for ever. Mapped again, it would be noticed (fix unmap-syncs).',
  ['L1'],
  (setting) => setting.REMAP === 1 && !fixed(setting, 'unmap-syncs'),
);
export const mappedAgainThenWritten = cause(
  'The guest ends L by the bit and unmaps the page, and H is injected over it. When the page is mapped again H ends by an EOI, which does not catch up first: withdrawing the offer, it wipes the trace of the EOI that was avoided, and L stays in service for ever (fix unmap-syncs).',
  ['L1'],
  (setting) => setting.REMAP > 1 && several(setting) && !fixed(setting, 'unmap-syncs'),
);
export const offerKeptOutToTheEnd = cause(
  'An interrupt that must wait does not withdraw the offer. The handler in service ends by the bit, no event makes the vCPU exit any more, and what waits is never looked at.',
  ['L1'],
  (setting) => elides(setting) && somethingIsOffered(setting) && staysMapped(setting),
);
export const queuedBehindToTheEnd = cause(
  'After H is injected no code looks at L, queued behind it. H ends without an exit, no event makes the vCPU exit any more, and L stays where it is.',
  ['L1'],
  (setting) => endsWithoutExitOverAnother(setting) && staysMapped(setting),
);
export const notKickedAfterTheLastExit = cause(
  'No step tells the vCPU of an interrupt that is raised after the last exit. Where a vector is level-triggered it takes an exit first: its device lets go of the line, and can raise again, only when the handler has run, so that until then the sources are not used up.',
  ['L1'],
  (setting) => !hasLevel(setting) || setting.EXITS + events(setting) > 0,
);
