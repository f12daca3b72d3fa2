/**
 * The designs, by the single switches in which they differ from what Xen merged in March 2018 (c447b7308b).
 *
 * `POSTED` is RFC 22/49 as it was mailed, `FIX-MIG` the kick of Linux 62b06f8f429c, `H-...` one hardening alone. A mutant (`M-...`)
 * is MERGED with one protective line taken out.
 */

/** What each switch may be, MERGED's value first. */
export const SWITCHES = {
  /** How the vCPU is told when the interrupt is on a list already, and when it was put there. */
  early: ['kick', 'unblock', 'none'],
  late: ['kick', 'unblock', 'none'],
  /** The vCPU that the early path tells: where the interrupt belongs, or on whose list it is. */
  earlyTo: ['oracle', 'holder'],
  /** In which order an injector takes the two locks; `mixed`: all contexts but INJ take them inverted. */
  order: ['apThenIrq', 'inverted', 'mixed'],
  /** WFI: blocked is set before or after the last look for interrupts. */
  blockOrder: ['setThenCheck', 'checkThenSet'],
  /** `on`: an event-check IPI is taken, and forgotten, between the last look at the list and the guest. */
  entryIrq: ['off', 'on'],
  /** Whether the kick reads `running` before it unblocks. */
  runRead: ['before', 'after'],
  /** What enabling the distributor does: kick each vCPU that has something listed, or queue everything again. */
  distScan: ['kick', 'queue'],
  /** With both locks held: look again whether the interrupt still belongs there; start again if not. */
  recheck: ['on', 'off'],
  retry: ['on', 'off'],
  /** The interrupt's, the list's and the descriptor's locks are taken with interrupts off. */
  irqsave: ['on', 'off'],
  /** An active interrupt belongs where it is. */
  activeRule: ['on', 'off'],
  /** A move takes the two lists' locks in ascending order, and looks again before it moves. */
  pruneOrder: ['on', 'off'],
  pruneRecheck: ['on', 'off'],
  /** A list holds a reference to the LPI. */
  kref: ['on', 'off'],
  /** The flush asks whether the entry belongs to this vCPU. */
  flushOracle: ['on', 'off'],
  /** The fold puts an edge that the guest has not taken back into the latch; the flush takes it out. */
  foldLatch: ['on', 'off'],
  popClear: ['on', 'off'],
  /** A move kicks the vCPU that the interrupt moved to. */
  migKick: ['off', 'on'],
  /** A write to the affinity register queues the interrupt. */
  tgtQueue: ['off', 'on'],
  /** A flush that met an interrupt of another vCPU exits once more, to move it. */
  flushResync: ['off', 'on'],
  /** The lock of the LPI table is taken with interrupts off. */
  lpiIrqsave: ['off', 'on'],
} as const;

export type Switches = { readonly [S in keyof typeof SWITCHES]: (typeof SWITCHES)[S][number] };
export type Switch = keyof Switches;

/** Each closes one hole of MERGED. */
export const HARDENINGS = {
  migKick: { migKick: 'on' },
  tgtQueue: { tgtQueue: 'on' },
  holder: { earlyTo: 'holder' },
  distScan: { distScan: 'queue' },
  flushResync: { flushResync: 'on' },
  lpiIrqsave: { lpiIrqsave: 'on' },
} as const satisfies { readonly [hardening: string]: Partial<Switches> };
export type Hardening = keyof typeof HARDENINGS;

export const CANDIDATES = [
  'MERGED',
  'POSTED',
  'FIX-MIG',
  'H-tgtQueue',
  'H-holder',
  'H-distScan',
  'H-flushResync',
  'H-lpiIrqsave',
  'ALL-HARDENING',
  'ALL-minus-migKick',
  'ALL-minus-tgtQueue',
  'ALL-minus-holder',
  'ALL-minus-distScan',
  'ALL-minus-flushResync',
  'ALL-minus-lpiIrqsave',
] as const;

export const MUTANTS = [
  'M-late',
  'M-earlyNone',
  'M-lateNone',
  'M-noRecheck',
  'M-noRetry',
  'M-invOrder',
  'M-mixedOrder',
  'M-noIrqsave',
  'M-noActive',
  'M-pruneOrder',
  'M-pruneRecheck',
  'M-noKref',
  'M-flushOracle',
  'M-foldLatch',
  'M-popClear',
  'M-checkThenBlock',
  'M-entryIrqOn',
  'M-runReadAfter',
] as const;

export type Variant = (typeof CANDIDATES)[number] | (typeof MUTANTS)[number];

const without = (missing?: Hardening): Partial<Switches> =>
  Object.assign(
    {},
    ...Object.entries(HARDENINGS).flatMap(([hardening, switches]) => (hardening === missing ? [] : [switches])),
  );

/** The switches in which each differs from MERGED. */
export const variants: { readonly [V in Variant]: Partial<Switches> } = {
  MERGED: {},
  POSTED: { early: 'unblock' },
  'FIX-MIG': HARDENINGS.migKick,
  'H-tgtQueue': HARDENINGS.tgtQueue,
  'H-holder': HARDENINGS.holder,
  'H-distScan': HARDENINGS.distScan,
  'H-flushResync': HARDENINGS.flushResync,
  'H-lpiIrqsave': HARDENINGS.lpiIrqsave,
  'ALL-HARDENING': without(),
  'ALL-minus-migKick': without('migKick'),
  'ALL-minus-tgtQueue': without('tgtQueue'),
  'ALL-minus-holder': without('holder'),
  'ALL-minus-distScan': without('distScan'),
  'ALL-minus-flushResync': without('flushResync'),
  'ALL-minus-lpiIrqsave': without('lpiIrqsave'),

  'M-late': { early: 'unblock', late: 'unblock' },
  'M-earlyNone': { early: 'none' },
  'M-lateNone': { late: 'none' },
  'M-noRecheck': { recheck: 'off' },
  'M-noRetry': { retry: 'off' },
  'M-invOrder': { order: 'inverted' },
  'M-mixedOrder': { order: 'mixed' },
  'M-noIrqsave': { irqsave: 'off' },
  'M-noActive': { activeRule: 'off' },
  'M-pruneOrder': { pruneOrder: 'off' },
  'M-pruneRecheck': { pruneRecheck: 'off' },
  'M-noKref': { kref: 'off' },
  'M-flushOracle': { flushOracle: 'off' },
  'M-foldLatch': { foldLatch: 'off' },
  'M-popClear': { popClear: 'off' },
  'M-checkThenBlock': { blockOrder: 'checkThenSet' },
  'M-entryIrqOn': { entryIrq: 'on' },
  'M-runReadAfter': { runRead: 'after' },
};

/** MERGED's switches where the variant says nothing. */
export function switchesOfVariant(variant: Variant): Switches {
  const merged = Object.fromEntries(Object.entries(SWITCHES).map(([name, [first]]) => [name, first]));
  return { ...(merged as Switches), ...variants[variant] };
}
