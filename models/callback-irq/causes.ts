/**
 * Why properties are violated. Each cause says what happens, to which properties, and in which settings; which designs it strikes
 * stands in expected.ts. The settings follow from the mechanism; that the exploration finds the same is the test.
 */
import { violated } from 'everywhen';
import {
  type Cause,
  cause,
  eoifirst,
  fasteoi,
  leftOver,
  level,
  maskack,
  mayDeliverTwice,
  sendersElsewhere,
  settles,
  several,
  tmrIsLate,
} from './conditions.ts';

// ---- what no design can help: the guest, its administrator, the trigger mode ------------------------------------------
export const edgeIsLost = cause(
  'The entry is edge-triggered. An event that comes after the handler has cleared the flag, and before the wire is taken down, finds the wire up: no edge. A level would be sampled at the EOI; here no code looks again, flag and wire stay up for ever.',
  ['DL', 'Q1', 'Q2'],
  (setting) => !level(setting),
);
export const reroutedToStopped = cause(
  'The guest routes the interrupt to vCPU 0, which never runs again. The guest is to blame.',
  ['DL'],
  ({ REROUTES, V0 }) => REROUTES > 0 && V0 === 'never',
);
export const apicStaysDisabled = cause(
  'The guest disables the APIC of vCPU 1 for good: nothing can be injected there. The guest is to blame.',
  ['DL'],
  ({ DIS }) => DIS === 1,
);
export const requestIsDropped = cause(
  'The request comes while the APIC of vCPU 1 is disabled and is dropped, but remote IRR was set before. No handler runs, no EOI comes, and remote IRR keeps the wire from being delivered when the APIC is enabled again (DROPDIS=0 keeps the request).',
  ['DL', 'Q1', 'Q2'],
  ({ DIS, DROPDIS }) => DIS === 2 && DROPDIS === 1,
);
export const polledAway = cause(
  'The guest polls the flag while the interrupt for it is already under way: the handler comes for nothing. The guest is to blame.',
  ['R'],
  ({ POLLS }) => POLLS > 0,
);

// ---- the wire is raised at vCPU entry ---------------------------------------------------------------------------------
export const onlyVcpu0Notices = cause(
  'A sender sets the flag and kicks vCPU 0: no code compares the wire with the flag before vCPU 0 runs, and it never does. Another vCPU is not told to enter the guest.',
  ['DL'],
  ({ V0 }) => V0 === 'never',
);
export const staysUp = cause(
  'The handler on vCPU 1 clears the flag and writes EOI. Only an entry of vCPU 0 takes the wire down, so the EOI finds it up and delivers again: the handler runs for nothing.',
  ['R'],
  level,
);
export const staysUpWhileIdle = cause(
  'vCPU 0 idles in the guest, where a fair scheduler owes it nothing: its next entry never comes, the wire stays up, and every EOI on vCPU 1 delivers again.',
  ['ST'],
  (setting) => level(setting) && setting.V0 !== 'tick',
);
export const takenDownAfterEoi = cause(
  'The wire is compared with the flag on the way back to the guest, and the EOI was emulated before that on the same exit: it finds the wire up and delivers once more for nothing.',
  ['R'],
  level,
);
export const eoiBeforeUnmask = cause(
  'The handler writes EOI before it clears the flag, so the EOI leaves the wire up; unmasking, which finds it up with the flag clear, delivers again.',
  ['R'],
  (setting) => level(setting) && maskack(setting),
);

// ---- the wire is raised by the sender ---------------------------------------------------------------------------------
export const eoiBeforeFlag = cause(
  'The handler writes EOI before it clears the flag: wire and flag are rightly up, and the EOI delivers again. The handler clears the flag now and finds nothing the second time.',
  ['R'],
  (setting) => level(setting) && eoifirst(setting),
);
export const neverTakenDown = cause(
  'Only a sender that comes late takes the wire down: every EOI finds it up and delivers again, for ever.',
  ['R', 'ST'],
  level,
);
export const selfDeadlock = cause(
  'The sender is an interrupt handler on the CPU of vCPU 1 and waits for irq_lock, which vCPU 1 holds while it takes the wire down: it cannot go on before the handler ends (a5db2986d47f defers to a tasklet).',
  ['DL', 'K1'],
  ({ IRQCTX }) => IRQCTX === 1,
);
export const selfDeadlockUnlessEoiFirst = cause(
  'As in send+exit the sender waits in interrupt context for irq_lock, which vCPU 1 holds. (With eoifirst nothing is ever delivered again after the first EOI, and vCPU 1 makes no exit on which it would take the lock.)',
  ['DL', 'K1'],
  (setting) => setting.IRQCTX === 1 && !eoifirst(setting),
);
export const deadlockInLetter = cause(
  'The sender takes irq_lock in interrupt context while vCPU 1 holds it. As this mutant does not wait for the lock, nothing is stuck: K1 fails in letter only.',
  ['K1'],
  ({ IRQCTX }) => IRQCTX === 1,
);

// ---- one locked region becomes two, or none ---------------------------------------------------------------------------
export const deliveredTwice = cause(
  'The EOI clears remote IRR and drops the lock; a sender raises the wire, which is delivered to vCPU 1; the guest reroutes; the EOI looks at the wire again and delivers it to vCPU 0 as well. One event, two handlers. (Without rerouting both set the same IRR bit; RECHECK=1 looks at remote IRR.)',
  ['R'],
  (setting) => mayDeliverTwice(setting) && fasteoi(setting),
);
export const deliveredUnderWay = cause(
  'The wire goes up while a delivery waits for its EOI, and is delivered although remote IRR is set; the guest reroutes, and the EOI finds the wire up and delivers it to the other vCPU. One event, two handlers. (Without rerouting both set the same IRR bit; masked, neither is delivered.)',
  ['R'],
  (setting) => setting.REROUTES > 0 && fasteoi(setting),
);

// ---- the TMR is written after the IRR (b4799791c1e8) ------------------------------------------------------------------
const TMR_LATE =
  'vCPU 1 takes the interrupt, runs its handler and writes EOI before the TMR is written. The EOI looks like that of an edge interrupt and never reaches the IO-APIC: remote IRR stays set, and the next event is not delivered.';
export const tmrAfterEoiOfVcpu0 = cause(
  `${TMR_LATE} Nothing on the way needs irq_lock, which the context that raises the wire still holds.`,
  ['DL', 'Q1', 'Q2'],
  (setting) => tmrIsLate(setting) && !maskack(setting),
);
export const tmrAfterEoiUnlocked = cause(
  `${TMR_LATE} Nothing on the way needs irq_lock, which the sender still holds.`,
  ['DL', 'Q1', 'Q2'],
  (setting) => tmrIsLate(setting) && !maskack(setting) && sendersElsewhere(setting),
);
export const tmrAfterEoi = cause(
  `${TMR_LATE} The exit passes by irq_lock, because it finds the flag up: not cleared yet (eoifirst), or set again by a second sender.`,
  ['DL', 'Q1', 'Q2'],
  (setting) =>
    tmrIsLate(setting) && sendersElsewhere(setting) && (eoifirst(setting) || (fasteoi(setting) && setting.k > 1)),
);
export const tmrAfterEoiTasklet = cause(
  `${TMR_LATE} The exit passes by irq_lock, because it finds the flag up: not cleared yet (eoifirst), or set again by a second sender, or by the same one while the tasklet writes.`,
  ['DL', 'Q1', 'Q2'],
  (setting) =>
    tmrIsLate(setting) && (eoifirst(setting) || (fasteoi(setting) && (setting.k > 1 || !sendersElsewhere(setting)))),
);
export const tmrAfterEoiNoLock = cause(
  `${TMR_LATE} No process waits for the lock in any handler style.`,
  ['DL', 'Q1', 'Q2'],
  (setting) => tmrIsLate(setting) && sendersElsewhere(setting),
);
export const tmrAfterEoiOfStaleLook = cause(
  'vCPU 0 goes to take the wire down, finds the flag set again and raises it; before it writes the TMR, vCPU 1 takes the interrupt and ends it. Remote IRR stays set. (With a lock, the sender in interrupt context waits for vCPU 0, and vCPU 1 with it.)',
  ['Q2'],
  (setting) => tmrIsLate(setting) && !sendersElsewhere(setting),
);

// ---- mutants ----------------------------------------------------------------------------------------------------------
/** Two events, and no delivery under way whenever the wire is taken down: with eoifirst the EOI has always left one. */
const decidedStale = (setting: { readonly n: number; readonly style: string }) =>
  setting.n > 1 && setting.style !== 'eoifirst';

const STALE =
  'The wire is taken down on a look at the flag that is no longer true: meanwhile a sender has set it, and found the wire still up. No code looks again. (With eoifirst the EOI before has left another delivery under way, which finds the flag.)';
export const staleLookStarves = cause(STALE, ['DL'], (setting) => level(setting) && decidedStale(setting));
export const staleLookLeaves = cause(
  STALE,
  ['Q1'],
  (setting) => level(setting) && decidedStale(setting) && leftOver(setting),
);
export const staleLookRaisesAgain = cause(
  'The wire is taken down on a stale look while its flag is up. The sender samples the flag; the handler, which the EOI before has delivered again, clears it and, the wire being down, passes by the lock; then the sender raises the wire for nothing.',
  ['R'],
  (setting) => level(setting) && decidedStale(setting) && sendersElsewhere(setting),
);
export const sampledThenOvertaken = cause(
  'A sender samples the flag, another delivery lets the handler clear it and take the wire down, and the sender raises it for nothing: no process waits for the lock that it holds.',
  ['R'],
  decidedStale,
);

export const notSampledAgain = cause(
  'An event that comes between the flag being cleared and the wire taken down finds the wire up and raises nothing; the EOI does not look at the wire. (Masked, unmasking looks.)',
  ['DL'],
  (setting) => level(setting) && !maskack(setting) && several(setting),
);
export const notSampledAgainLeaves = cause(
  'An event that comes between the flag being cleared and the wire taken down finds the wire up and raises nothing; the EOI does not look at the wire, and flag and wire stay up.',
  ['Q1'],
  (setting) => level(setting) && !maskack(setting) && several(setting) && leftOver(setting),
);
export const notLookedAtAgain = cause(
  'The wire stays up: the EOI does not look at it, and with eoifirst vCPU 1 has no reason to exit after it has cleared the flag.',
  ['Q2'],
  (setting) => level(setting) && settles(setting) && (eoifirst(setting) || (fasteoi(setting) && several(setting))),
);

export const raisedTooEarly = cause(
  'The wire is up before the flag is: the handler comes, finds the flag clear, and ends.',
  ['R'],
  sendersElsewhere,
);
export const flagAfterHandler = cause(
  'The handler has come and gone when the flag is set: no code will look at it.',
  ['Q1'],
  (setting) => sendersElsewhere(setting) && leftOver(setting),
);
export const takenDownBeforeFlag = cause(
  'A sender finds the wire still up from the event before, and raises nothing. It has not set its flag yet, so an exit takes the wire down. Then the flag is set, and no code looks. (With eoifirst the EOI before has left another delivery under way.)',
  ['DL'],
  decidedStale,
);
export const takenDownBeforeFlagLeaves = cause(
  'A sender finds the wire still up from the event before, and raises nothing. It has not set its flag yet, so an exit takes the wire down. Then the flag is set, and no code looks.',
  ['Q1'],
  (setting) => decidedStale(setting) && leftOver(setting),
);

// ---- the lock order, by itself ----------------------------------------------------------------------------------------
export const opposedLocks: Cause = {
  K2: violated(
    'The EOI takes the event lock inside irq_lock, the pass-through softirq irq_lock inside the event lock: each has one and waits for the other. The real code drops irq_lock in between.',
    ['k2-mutant'],
  ),
};
