/**
 * Why properties are violated: each cause with its mechanism, and the set-ups that have it. That the exploration finds the same is the
 * test. P6 is violated wherever P2 or P3 is; P2i is the same loss, seen before the last signal has gone.
 */
import {
  beginsInGuest,
  type Cause,
  goesByMode,
  hasTimer,
  hintIsStale,
  hooksArePreempted,
  in2019,
  in2022,
  inhibited,
  isAwakeByItself,
  looksTooEarly,
  onlyWakes,
  readsEarly,
  repairsHint,
  replaysIcr,
  virtualizesIpis,
} from './conditions.ts';

const LOST_ASLEEP = ['P2', 'P2i', 'P6'] as const;
const LOST_IN_GUEST = ['P3', 'P6'] as const;

// ---- the handlers ---------------------------------------------------------------------------------------------------
const handlers: readonly Cause[] = [
  {
    because:
      'The hardware has set the IRR bit, and the handler sets it again (R1). In between the target was awake, by a timer, or because it found the bit before it slept, and has taken the IPI: it takes one that the guest never sent.',
    properties: ['P1'],
    where: (setup) => replaysIcr(setup) && isAwakeByItself(setup),
  },
  {
    because: 'The handler does nothing: the sender has read IsRunning as 0, and the target is not woken.',
    properties: LOST_ASLEEP,
    where: ({ handler }) => handler === 'none',
  },
  {
    because:
      'The sender exits because IsRunning is never set, the handler looks for a sleeper, and the target is in the guest: nothing makes it look at its IRR.',
    properties: LOST_IN_GUEST,
    where: (setup) =>
      (onlyWakes(setup) || setup.handler === 'reemulate') && !virtualizesIpis(setup) && isAwakeByItself(setup),
  },
  {
    because:
      'The timer of 2019 goes by IsRunning as well: it reads 0, looks for a sleeper, and the vCPU is in the guest (svm_deliver_avic_intr reads vcpu->mode since 31f251d4ddfa).',
    properties: ['P3T'],
    where: (setup) =>
      in2019(setup) &&
      !virtualizesIpis(setup) &&
      hasTimer(setup) &&
      // The one timer interrupt must find it in the guest: where it begins asleep, an IPI has brought it there.
      (beginsInGuest(setup) || (setup.handler !== 'none' && (repairsHint(setup) || !hintIsStale(setup)))),
  },
];

// ---- the hint -------------------------------------------------------------------------------------------------------
const hint: readonly Cause[] = [
  {
    because:
      'The hint says that nothing is pending, and the handler does not set it: the target is woken, reads the hint in C1 and sleeps again.',
    properties: LOST_ASLEEP,
    where: (setup) => hintIsStale(setup) && !repairsHint(setup),
  },
  {
    because:
      'The sender has read IsRunning as 1 and sends a doorbell: no handler runs that could set the hint. The target halts before the doorbell arrives, reads the stale hint and sleeps.',
    properties: LOST_ASLEEP,
    where: (setup) => hintIsStale(setup) && beginsInGuest(setup) && virtualizesIpis(setup),
  },
];

// ---- the order of the sender's store and load -----------------------------------------------------------------------
const senderOrder: readonly Cause[] = [
  {
    because:
      'The sender reads IsRunning as 1 before its IRR bit is in memory. The target clears IsRunning, scans nothing and sleeps; then the bit arrives, and the doorbell finds no vCPU. No exit: no handler can help (erratum #1235).',
    properties: LOST_ASLEEP,
    where: (setup) => readsEarly(setup) && virtualizesIpis(setup) && isAwakeByItself(setup),
  },
  {
    because:
      'The sender reads IsRunning as 0 before its IRR bit is in memory. The target enters the guest, where VMRUN finds nothing; then the bit arrives. The handler finds no sleeper, or does not look for one because IsRunning is 1 by now (WAKE).',
    properties: LOST_IN_GUEST,
    where: (setup) => readsEarly(setup) && onlyWakes(setup) && isAwakeByItself(setup),
  },
  {
    because:
      'The doorbell overtakes the IRR bit in the store buffer of the sender: the target looks, finds nothing, and is not told again.',
    properties: LOST_IN_GUEST,
    where: (setup) => setup.choice.bellAfterDrain === 'off' && virtualizesIpis(setup) && isAwakeByItself(setup),
  },
];

// ---- the order of the receiver's stores and loads -------------------------------------------------------------------
const receiverOrder: readonly Cause[] = [
  {
    because:
      'The target looks at its IRR before others can see that it blocks: before IsRunning is cleared, or before it can be woken. A sender in between reads IsRunning as 1 and sends a doorbell, or wakes a thread that then marks itself asleep.',
    properties: LOST_ASLEEP,
    where: (setup) => looksTooEarly(setup) && isAwakeByItself(setup),
  },
  {
    because: 'The same happens to the interrupt of the timer.',
    properties: ['P3T'],
    // Where it begins asleep, someone else than the timer has woken it.
    where: (setup) => looksTooEarly(setup) && hasTimer(setup) && (beginsInGuest(setup) || setup.handler !== 'none'),
  },
  {
    because:
      'The store of IN_GUEST_MODE is still in the store buffer when the vCPU has run VMRUN. The timer reads OUTSIDE_GUEST_MODE, looks for a sleeper instead of ringing, and the vCPU is in the guest.',
    properties: ['P3T'],
    where: (setup) => setup.choice.modeBarrier === 'off' && in2022(setup) && hasTimer(setup),
  },
  {
    because:
      'The store of IN_GUEST_MODE is still in the store buffer when the vCPU has run VMRUN, and IsRunning was read as 0: the handler reads OUTSIDE_GUEST_MODE and neither rings nor kicks. With IsRunning 1 at the end of the entry path the sender would have rung by itself.',
    properties: LOST_IN_GUEST,
    where: (setup) =>
      setup.choice.modeBarrier === 'off' &&
      goesByMode(setup) &&
      (!virtualizesIpis(setup) || inhibited(setup) || readsEarly(setup)) &&
      isAwakeByItself(setup),
  },
];

// ---- preemption -----------------------------------------------------------------------------------------------------
const preemption: readonly Cause[] = [
  {
    because:
      'The thread is preempted between clearing IsRunning and registering on its wait queue. Scheduled in again it does not count as blocking, and the load sets IsRunning. The sender reads 1 after the scan and rings; the thread sleeps.',
    properties: LOST_ASLEEP,
    where: (setup) => in2022(setup) && hooksArePreempted(setup) && virtualizesIpis(setup) && isAwakeByItself(setup),
  },
  {
    because:
      'The unblocking hook is preempted after it has read vcpu->cpu, and the thread goes on elsewhere: the hook writes the old pCPU into the table, and doorbells go there (7cfc5c653b07).',
    properties: ['P3', 'P5', 'P6'],
    where: (setup) =>
      in2019(setup) &&
      hooksArePreempted(setup) &&
      setup.choice.cpus > 1 &&
      virtualizesIpis(setup) &&
      isAwakeByItself(setup),
  },
];

// ---- inhibition -----------------------------------------------------------------------------------------------------
const inhibition: readonly Cause[] = [
  {
    because:
      'AVIC is inhibited while the vCPU is in the guest: IsRunning is 0, no hardware evaluates the IRR, and the handler, which only looks for a sleeper, asks for no event.',
    properties: LOST_IN_GUEST,
    where: (setup) => inhibited(setup) && (onlyWakes(setup) || setup.handler === 'reemulate'),
  },
  {
    because: 'AVIC is inhibited, and the timer of 2019 reads IsRunning as 0, finds no sleeper and asks for no event.',
    properties: ['P3T'],
    where: (setup) => inhibited(setup) && in2019(setup) && hasTimer(setup),
  },
  {
    because:
      'The handler kicks without KVM_REQ_EVENT: with AVIC inhibited no software injects on the way into the guest.',
    properties: LOST_IN_GUEST,
    where: (setup) => inhibited(setup) && goesByMode(setup) && !setup.requests,
  },
  {
    because:
      'With AVIC inhibited an injection by software clears the hint (E.inject). An IPI after that sets the IRR alone, and with a hint that is not set the vCPU that blocks does not look.',
    properties: LOST_ASLEEP,
    where: (setup) => inhibited(setup) && !repairsHint(setup),
  },
  {
    because:
      'The hint was cleared by an injection, and the handler does not set it: the request for an event finds nothing to inject.',
    properties: LOST_IN_GUEST,
    where: (setup) => inhibited(setup) && goesByMode(setup) && !repairsHint(setup),
  },
  {
    because:
      'The handler does not look whether AVIC is active. By the mode it rings, or looks for a sleeper; but the hardware does not evaluate the IRR any more, and no event was requested.',
    properties: LOST_IN_GUEST,
    where: (setup) => inhibited(setup) && setup.handler === 'finalNoAct',
  },
  {
    because:
      'The timer looks whether AVIC is active before it sets the IRR (before 30811174f0db). AVIC is inhibited in between, with nothing to inject; then the bit is set, and whether the timer rings or looks for a sleeper, it asks for no event.',
    properties: ['P3T'],
    where: (setup) => inhibited(setup) && in2022(setup) && setup.choice.tOrder === 'actThenIrr' && hasTimer(setup),
  },
  {
    because:
      'On inhibition the hint is set to what the IRR shows (before 755c2bf87860): nothing. Then the sender sets the IRR, still reads IsRunning as 1, and rings, which has no effect any more. The hint says that there is nothing to inject, and nothing to stay awake for.',
    properties: ['P2', 'P2i', 'P3', 'P6'],
    where: (setup) => inhibited(setup) && setup.choice.inhIp === 'rescan',
  },
];

export const causes: readonly Cause[] = [
  ...handlers,
  ...hint,
  ...senderOrder,
  ...receiverOrder,
  ...preemption,
  ...inhibition,
];
