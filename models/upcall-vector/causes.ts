/**
 * Why properties are violated. Each cause says what happens, to which properties, and in which settings; which designs it
 * strikes stands in expected.ts. The settings follow from the mechanism; that the exploration finds the same is the test.
 */
import {
  beforeSipi,
  cached,
  cause,
  disablesAgain,
  emulated,
  enableIsOvertaken,
  LOST,
  live,
  mayComeLater,
  mayFindClear,
  remote,
  vectorIsOvertaken,
} from './conditions.ts';

// ---- a raise while the APIC is disabled --------------------------------------------------------------------------------
export const raisedWhileDisabled = cause(
  'Nothing on the way of a raise looks whether the APIC is enabled: once the BSP has set the vector, the next raise, its own or that of a sender that has just set UP, leaves a bit in the IRR of an AP that has not enabled its APIC, and the check of the guest finds it.',
  ['W', 'S'],
  remote,
);
export const raisedAfterDisabling = cause(
  'Nothing on the way of a raise looks whether the APIC is enabled: a sender raises after the AP has disabled it.',
  ['W'],
  disablesAgain,
);
export const checkedBeforeDisabling = cause(
  'ASSERT takes no lock: a sender finds the APIC enabled (as.en), the AP disables it (c.dis), and the sender raises (as.irr). The check is needed, and no check can be enough.',
  ['W'],
  disablesAgain,
);

// ---- an upcall that is lost --------------------------------------------------------------------------------------------
export const notRaisedOnSet = cause(
  'UP goes 0 to 1 before the vector is there. Setting the vector raises nothing, and no later edge comes.',
  LOST,
  () => true,
);
export const setAfterFlag = cause(
  'UP goes 0 to 1 before the vector is there, the AP enables its APIC and finds no vector to compensate for, and setting the vector afterwards raises nothing.',
  LOST,
  mayComeLater,
);
export const droppedForGood = cause(
  'The vector is set, or a sender sets UP, while the AP has not enabled its APIC. The raise is dropped, UP stays set, and no code looks at it when the APIC is enabled.',
  LOST,
  remote,
);
export const notRaisedOffline = cause(
  'UP goes 0 to 1 before the vector is there. The vector is set before SIPI: the AP is not online, so that nothing is raised, and no later edge comes.',
  LOST,
  beforeSipi,
);
export const clearedTooEarly = cause(
  'The guest drains UP and then enables its APIC. In between a sender sets UP, and its raise is dropped.',
  LOST,
  remote,
);
export const neverSeenEnabled = cause(
  'The flag that ASSERT looks at is never refreshed: every raise is dropped, from whatever context.',
  LOST,
  cached,
);
export const noExitNoCompensation = cause(
  'The raise is dropped while the AP has not enabled its APIC, and the write that enables it does not exit, so that no code runs that could compensate.',
  LOST,
  (setting) => live(setting) && remote(setting),
);

// ---- accesses that are reordered, by the design or by the memory ---------------------------------------------------------
export const readBeforeEnabling = cause(
  'ENABLE reads UP as 0, or VEC, before it enables. Then the sender sets UP (the BSP the vector), finds the APIC disabled and drops its raise.',
  LOST,
  (setting) => emulated(setting) && remote(setting) && (setting.ORDER === 'concurrent' || mayFindClear(setting)),
);
export const enableOvertakenByPending = cause(
  'The store that enables the APIC waits in the store buffer while ENABLE reads UP as 0; a sender sets UP, reads the APIC as disabled and drops its raise (APFENCE=0).',
  LOST,
  (setting) => enableIsOvertaken(setting) && remote(setting) && mayFindClear(setting),
);
export const enableOvertakenByVector = cause(
  'The store that enables the APIC waits in the store buffer while ENABLE reads VEC as 0; the BSP sets the vector, reads the APIC as disabled and drops its raise (APFENCE=0).',
  LOST,
  (setting) => enableIsOvertaken(setting) && setting.ORDER === 'concurrent',
);
export const vectorOvertaken = cause(
  'The store of the vector waits in the store buffer while the hypercall reads the APIC as disabled and drops its raise. The AP enables its APIC and sees no vector, nor does a sender that sets UP: both leave it at that (HCFENCE=0).',
  LOST,
  (setting) => vectorIsOvertaken(setting) && setting.ORDER === 'concurrent',
);

// ---- UP set after the raise --------------------------------------------------------------------------------------------
export const setAfterRaise = cause(
  'The sender raises, the handler clears UP and takes the port, and only then the sender sets UP: it stays set, with nothing requested.',
  ['D'],
  () => true,
);
export const droppedBeforeSet = cause(
  'The sender raises while the APIC is disabled, and the raise is dropped. ENABLE finds UP clear, because the sender has not set it yet.',
  LOST,
  (setting) => emulated(setting) && remote(setting) && mayFindClear(setting),
);
export const registrationFindsLateFlag = cause(
  'One sender is late to set UP, after the handler has cleared it. Registration sets the selector, which makes the other sender leave the rest to it; then it finds UP set and leaves the rest to the sender that set it.',
  LOST,
  (setting) => setting.ORDER === 'self' && setting.k > 1,
);

// ---- what is claimed of the compensation and of the guest ------------------------------------------------------------------
export const spuriousCompensation = cause(
  'ENABLE raises although it has read UP as 0: no sender asked for an upcall.',
  ['J'],
  (setting) => emulated(setting) && mayFindClear(setting),
);
export const noVectorToRaise = cause(
  'ENABLE raises although no vector is configured yet: Xen refuses vector 0 with an error in the ESR, and the IRR stays as it is.',
  ['I'],
  (setting) => emulated(setting) && mayComeLater(setting),
);
export const refused = cause(
  'The BSP sets the vector of an AP, as Linux does from 6.0 on, and is refused: a guest that was not changed sees an error.',
  ['A'],
  remote,
);
export const raisedAfterDisablingOwn = cause(
  'Nothing on the way of a raise looks whether the APIC is enabled: a sender raises after the AP, which has set the vector itself, has disabled its APIC.',
  ['W'],
  (setting) => disablesAgain(setting) && !remote(setting),
);
export const checkedBeforeDisablingOwn = cause(
  'ASSERT takes no lock: a sender finds the APIC enabled, the AP, which has set the vector itself, disables it, and the sender raises.',
  ['W'],
  (setting) => disablesAgain(setting) && !remote(setting),
);
export const neverSeenEnabledOwn = cause(
  'The flag that ASSERT looks at is never refreshed: the AP sets its vector with its APIC enabled, and every raise is dropped all the same.',
  LOST,
  (setting) => cached(setting) && !remote(setting),
);
