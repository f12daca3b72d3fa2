/** Published faults of locks, in small: their traces have the lengths and the steps that are known of them. */
import test from 'ava';
import { defineSystem, spinLock } from 'everywhen';
import { checked, property, steps } from '../../helpers/explored.ts';

/**
 * An injector and an interrupt handler on its CPU queue one interrupt each: its lock, the list's lock, its lock again. Linux
 * 388d4359680b "KVM: arm/arm64: Properly protect VGIC locks from IRQs"; Xen bcfae67959 has them with irqsave.
 */
const vgic = (irqsave: boolean) =>
  defineSystem({ irqLock: spinLock({ class: 'irq', rank: 4 }), apLock: spinLock({ class: 'ap', rank: 1 }) })
    .process(
      'injector',
      {
        start: { environment: (s) => s },
        'irq lock': (s) => (irqsave ? s.acquireIrqsave('irqLock') : s.acquire('irqLock')),
        Q1: (s) => (irqsave ? s.releaseIrqrestore('irqLock') : s.release('irqLock')),
        Q3: (s) => (irqsave ? s.acquireIrqsave('apLock') : s.acquire('apLock')),
        Q4: (s) => (irqsave ? s.acquireIrqsave('irqLock') : s.acquire('irqLock')),
        Q5: (s) =>
          irqsave ? s.releaseIrqrestore('irqLock').releaseIrqrestore('apLock') : s.release('irqLock').release('apLock'),
      },
      { cpu: 'cpu', mayWaitAt: ['start'] },
    )
    .interrupt(
      'handler',
      {
        start: { environment: (s) => s },
        'irq lock': (s) => s.acquire('irqLock'),
        Q1: (s) => s.release('irqLock'),
        Q3: (s) => s.acquire('apLock'),
        Q4: (s) => s.acquire('irqLock'),
        Q5: (s) => s.release('irqLock').release('apLock'),
      },
      { cpu: 'cpu', end: 'halt' },
    )
    .lockOrder('L1', 'no cycle of classes', { rules: ['cycle', 'same class'] })
    .lockOrder('L2', 'irq safety', { rules: ['irq'] })
    .lockOrder('L3', 'declared order', { rules: ['rank'] });

test('the vGIC locks taken with interrupts on: a deadlock in three steps, and the irq rule alone is broken', async (t) => {
  const report = await checked(vgic(false));
  t.deepEqual(steps(property(report, 'deadlock')), ['injector start', 'injector irq lock', 'handler start']);
  t.deepEqual(
    ['L1', 'L2', 'L3'].map((id) => property(report, id).verdict),
    ['holds', 'violated', 'holds'],
  );
  t.deepEqual(
    property(report, 'L2').lockFindings?.map(({ message }) => message),
    ['irq', 'ap'].map((name) => `${name} is taken in an interrupt handler, and elsewhere with interrupts on.`),
  );
});

test('with irqsave everything holds', async (t) => {
  t.is((await checked(vgic(true))).verdict, 'holds');
});

/** Xen 603ad88fe8a6 "pvh/dom0: fix deadlock in GSI mapping": the event lock inside the irq lock, and the other way round. */
const gsi = (fixed: boolean) =>
  defineSystem({ event: spinLock(), irq: spinLock() })
    .process('passthrough', {
      event: (s) => s.acquire('event'),
      irq: (s) => s.acquire('irq'),
      'unlock irq': (s) => s.release('irq'),
      'unlock event': (s) => s.release('event'),
    })
    .process('redirection', {
      irq: (s) => s.acquire('irq'),
      'drop irq': fixed ? (s) => s.release('irq') : undefined,
      event: (s) => s.acquire('event'),
      'unlock event': (s) => s.release('event'),
      'unlock irq': fixed ? undefined : (s) => s.release('irq'),
    })
    .lockOrder('K2', 'lock order');

test('the GSI mapping deadlock of Xen is a wait cycle and a class cycle, and its fix is clean', async (t) => {
  const broken = await checked(gsi(false));
  t.deepEqual(
    property(broken, 'K2').lockFindings?.map(({ rule }) => rule),
    ['wait cycle', 'cycle'],
  );
  t.deepEqual(steps(property(broken, 'K2')), steps(property(broken, 'deadlock')));
  t.is((await checked(gsi(true))).verdict, 'holds');
});
