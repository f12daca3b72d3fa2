/**
 * Why properties are violated. Each cause says what happens, to which properties, for which switches of the design and in which
 * settings. All follow from the mechanism; that the exploration finds the same is the test.
 */
import {
  type Cause,
  cause,
  changesAgain,
  disablesDist,
  does,
  edge,
  enables,
  enablesDist,
  enablesInPlace,
  entersAgain,
  exitsBesides,
  hasIsr,
  moves,
  movesBack,
  movesBothWays,
  newIsWoken,
  newMayRun,
  newMaySleep,
  raises,
  sleeps,
  twoQueue,
} from './conditions.ts';

/** What MERGED lacks, and a hardening adds. */
const holes: readonly Cause[] = [
  cause(
    'The prune (P6) moves the interrupt to the list of the vCPU that it belongs to now, and no step kicks that vCPU: it sleeps on.',
    ['N2'],
    (at) => at.design.migKick === 'off' && newMaySleep(at),
  ),
  cause(
    'The prune (P6) moves the interrupt to the list of the vCPU that it belongs to now, and no step kicks that vCPU: it stays in the guest.',
    ['N3'],
    (at) => at.design.migKick === 'off' && newMayRun(at),
  ),
  cause(
    'The interrupt is given away after the prune has looked. The flush (E3) finds that it belongs to the other vCPU, leaves it out, and the vCPU enters the guest with it on its list; the kick was taken before.',
    ['N3o'],
    (at) => at.design.flushResync === 'off' && at.design.flushOracle === 'on' && moves(at),
  ),
  cause(
    'The flush has left the interrupt out because it belonged to the other vCPU; then it is given back, and the affinity write tells no vCPU.',
    ['N3'],
    (at) =>
      at.design.flushResync === 'off' &&
      at.design.flushOracle === 'on' &&
      at.design.tgtQueue === 'off' &&
      movesBack(at),
  ),
  cause(
    'Moved without a kick, the interrupt is on the list of a vCPU that stays in the guest; then it is given back, and neither the affinity write nor any other step tells the vCPU that could move it.',
    ['N3o'],
    (at) => at.design.migKick === 'off' && at.design.tgtQueue === 'off' && movesBack(at),
  ),
  cause(
    'Enabled again after it was given away, the interrupt is on the list of its old vCPU still. The early path tells the vCPU that it belongs to, which has nothing on its list; the old one, which would have to move it, sleeps on.',
    ['N2'],
    (at) => at.design.earlyTo === 'oracle' && enables(at) && newMaySleep(at),
  ),
  cause(
    'As before, with the old vCPU in the guest.',
    ['N3o'],
    (at) => at.design.earlyTo === 'oracle' && at.design.flushOracle === 'on' && enables(at) && moves(at),
  ),
  cause(
    'An interrupt that comes while the distributor is off is put on no list (Q1: it belongs to no vCPU), or is taken off (P2). Enabling the distributor looks at the lists alone (DSCAN).',
    ['N1'],
    (at) => at.design.distScan === 'kick' && enablesDist(at),
  ),
  cause(
    'An interrupt that comes while it has no target is put on no list. The affinity write that gives it one does not queue it.',
    ['N1'],
    (at) => at.design.tgtQueue === 'off' && at.scenario.targets.includes(null),
  ),
  cause(
    'vgic_get_lpi() and vgic_put_irq() take the lock of the LPI table with interrupts on. A handler that injects an LPI on the same CPU waits for it for ever.',
    ['L2', 'D1'],
    (at) => at.design.lpiIrqsave === 'off' && at.scenario.lpi && hasIsr(at) && at.hw === 'off',
  ),
];

/** Who is told how: POSTED and its like. */
const kicks: readonly Cause[] = [
  cause(
    'The early path only unblocks, or does nothing. The interrupt is on the list, as its first edge is active or just ended; the EOI of an edge raises no maintenance interrupt; the vCPU stays in the guest with the latch set.',
    ['N3'],
    (at) => at.design.early !== 'kick' && edge(at) && raises(at) > 1,
  ),
  cause(
    'Enabling an interrupt that is listed already takes the early path, which does not interrupt the vCPU in the guest.',
    ['N3'],
    (at) => at.design.early !== 'kick' && enablesInPlace(at),
  ),
  cause(
    'The vCPU went to sleep while the interrupt on its list was disabled; enabling it takes the early path, which wakes no vCPU.',
    ['N2'],
    (at) => at.design.early === 'none' && enables(at) && sleeps(at),
  ),
  cause(
    'The context that puts the interrupt on the list does not interrupt the vCPU in the guest.',
    ['N3'],
    (at) => at.design.late !== 'kick',
  ),
  cause(
    'The context that puts the interrupt on the list does not wake the vCPU.',
    ['N2'],
    (at) => at.design.late === 'none' && (sleeps(at) || at.scenario.start.every((start) => start === 'S')),
  ),
  cause(
    'The last look for interrupts comes before the vCPU says that it is blocked. What is queued in between unblocks a vCPU that is not blocked yet.',
    ['N2'],
    (at) => at.design.blockOrder === 'checkThenSet' && sleeps(at),
  ),
  cause(
    'With interrupts on between the flush and the guest, the kick for what was queued after the flush is taken, and does nothing.',
    ['N3'],
    (at) => at.design.entryIrq === 'on' && entersAgain(at),
  ),
];

/** Locks: taken, checked again, in order, with interrupts off. */
const locks: readonly Cause[] = [
  cause(
    'Two contexts find the interrupt on no list and both queue it: without the second look under both locks it is listed twice, which corrupts a real list, or on two lists; the prune finds it where it says it is not (BUG_ON).',
    ['I1', 'I2', 'A5'],
    (at) => at.design.recheck === 'off' && twoQueue(at),
  ),
  cause(
    'Listed twice on one vCPU, it is active in two list registers at once.',
    ['I3'],
    (at) => at.design.recheck === 'off' && twoQueue(at) && !moves(at),
  ),
  cause(
    'The interrupt was given away between the two looks, and the injector gives up instead of starting again.',
    ['N1'],
    (at) => at.design.retry === 'off' && moves(at) && !enables(at),
  ),
  cause(
    'The injector takes the list lock inside the interrupt lock, the vCPU the other way round: an order against the declared one. It deadlocks in no run: an injector waits for a list only with an interrupt that is on none, and a vCPU that holds a list waits only for interrupts on it.',
    ['L1', 'L3'],
    (at) => at.design.order === 'inverted',
  ),
  cause(
    'Two contexts that queue take the list lock and the interrupt lock in opposite orders.',
    ['L1', 'L3'],
    (at) => at.design.order === 'mixed' && twoQueue(at),
  ),
  cause(
    'Two contexts that queue one interrupt to one vCPU, on different CPUs, each hold the lock that the other wants (ABBA).',
    ['D1'],
    (at) => at.design.order === 'mixed' && twoQueue(at) && !moves(at) && !(hasIsr(at) && at.scenario.isrOn === 'INJ'),
  ),
  cause(
    'A lock that an interrupt handler takes is taken elsewhere with interrupts on: the handler waits for the code that it has interrupted.',
    ['L2', 'D1'],
    (at) => at.design.irqsave === 'off' && hasIsr(at),
  ),
  cause(
    "A vCPU that moves an interrupt takes its own list's lock first, and vCPU 1 so takes them out of order.",
    ['L1'],
    (at) => at.design.pruneOrder === 'off' && movesBothWays(at),
  ),
  cause(
    'Two vCPUs that move an interrupt to each other at the same time each hold the lock that the other wants.',
    ['D1'],
    (at) => at.design.pruneOrder === 'off' && movesBothWays(at) && !movesBack(at),
  ),
  cause(
    "A handler for an interrupt that is backed by hardware runs with the descriptor's lock held (do_IRQ), and the injection takes the list's lock inside it, which the declared order has outside. No code takes the descriptor's lock inside a list's, so no circle closes.",
    ['L3'],
    (at) => at.hw === 'on' && hasIsr(at),
  ),
  cause(
    "The handler takes a list's lock, inside which a vCPU waits for that of the LPI table (the put after an unlink), and the injector takes that one with interrupts on.",
    ['L2'],
    (at) =>
      at.hw === 'on' &&
      at.scenario.lpi &&
      hasIsr(at) &&
      at.design.lpiIrqsave === 'off' &&
      at.design.early === 'kick' &&
      at.design.late === 'kick' &&
      at.design.popClear === 'on',
  ),
];

/** What belongs where, and what a list register carries. */
const transfers: readonly Cause[] = [
  cause(
    'Without the rule that an active interrupt stays, the prune moves it away from the vCPU whose guest will end it.',
    ['A4'],
    (at) => at.design.activeRule === 'off' && moves(at) && exitsBesides(at),
  ),
  cause(
    'Between the first look and the move, without locks, the interrupt was given back or disabled; it is moved all the same.',
    ['A3'],
    (at) => at.design.pruneRecheck === 'off' && changesAgain(at),
  ),
  cause(
    'Linked without a reference, which the unlinking drops all the same.',
    ['I4'],
    (at) => at.design.kref === 'off' && at.scenario.lpi,
  ),
  cause(
    'The flush puts into a list register what was disabled or given away since the prune, or whose distributor was disabled.',
    ['A2'],
    (at) => at.design.flushOracle === 'off' && (moves(at) || does(at, 'disable') || disablesDist(at)),
  ),
  cause(
    'An edge that is in a list register when the vCPU exits is not put back into the latch: the prune takes it off the list.',
    ['N1'],
    (at) => at.design.foldLatch === 'off' && edge(at) && (exitsBesides(at) || raises(at) > 1),
  ),
  cause(
    'A second edge is folded away while the first is active, and stays on the list as an active interrupt does.',
    ['N3'],
    (at) => at.design.foldLatch === 'off' && edge(at) && raises(at) > 1 && sleeps(at),
  ),
  cause(
    'An edge that a list register has taken stays in the latch, and is delivered again.',
    ['A1'],
    (at) => at.design.popClear === 'off' && edge(at) && exitsBesides(at),
  ),
];

/** Assumptions about memory and about the guest that do not hold. */
const assumptions: readonly Cause[] = [
  cause(
    'The read of `running` comes before the insertion is seen: it says asleep, the vCPU is woken for another reason, looks at its list, which is empty, and enters the guest; no IPI follows.',
    ['N3'],
    (at) =>
      at.publish === 'weak' &&
      sleeps(at) &&
      ((edge(at) && raises(at) > 1 && at.design.popClear === 'on') ||
        at.scenario.exits > 0 ||
        enablesInPlace(at) ||
        (enablesDist(at) && disablesDist(at) && at.design.distScan === 'queue')),
  ),
  cause(
    'A vCPU that was woken looks at its list before its `running` is seen: the kick takes it for asleep, and sends no IPI.',
    ['N3'],
    (at) =>
      at.tRun === 'buffered' &&
      sleeps(at) &&
      ((edge(at) && raises(at) > 1) ||
        at.scenario.exits > 0 ||
        enablesInPlace(at) ||
        (enablesDist(at) && disablesDist(at) && at.design.flushOracle === 'on')),
  ),
  cause(
    'As before: the kick after a move finds the vCPU that it moved to just woken.',
    ['N3'],
    (at) => at.tRun === 'buffered' && at.design.migKick === 'on' && newIsWoken(at) && newMaySleep(at),
  ),
  cause(
    'As before: the kick for the vCPU on whose list it is finds it just woken.',
    ['N3o'],
    (at) => at.tRun === 'buffered' && at.design.earlyTo === 'holder' && enables(at) && moves(at),
  ),
  cause(
    'A guest writes the affinity for ever: whenever the injector holds both locks, the interrupt belongs to the other vCPU, and the injector starts again. It ends where it does not look again, gives up, keeps the lock of the interrupt meanwhile (inverted), or where the affinity write queues the interrupt itself (tgtQueue) and the injector finds it on a list.',
    ['V2'],
    (at) =>
      at.affinity === 'unbounded' &&
      at.design.recheck === 'on' &&
      at.design.retry === 'on' &&
      at.design.order !== 'inverted' &&
      at.design.tgtQueue === 'off',
  ),
];

export const causes: readonly Cause[] = [...holes, ...kicks, ...locks, ...transfers, ...assumptions];
