/**
 * Read-write locks as kernels have them. For lock order a reader that queues is non-recursive and one that passes recursive, and expected
 * findings follow from lockdep's rules for these (Documentation/locking/lockdep-design.rst, "Recursive read locks"), as each test says.
 */
import test from 'ava';
import { check, defineSystem, type LockRule, type Readers, replicated, rwLock, spinLock } from 'everywhen';
import { checkSystem } from '../../../src/check/check.ts';
import waitingWriter from '../../cases/green/rwlock-waiting-writer.ts';
import { checked, property, steps, systemOf, userError } from '../../helpers/explored.ts';

const RUNS = [{ workers: 1 }, { workers: 2 }, { engine: 'reference' }] as const;
const KINDS = ['queue but interrupts', 'queue', 'pass'] as const;

test('three CPUs wait in a ring through a writer that waits: a deadlock and a cycle, unless readers pass', async (t) => {
  for (const readers of KINDS) {
    for (const run of RUNS) {
      const report = await check(waitingWriter, { readers }, run);
      const verdict = readers === 'pass' ? 'holds' : 'violated';
      t.is(property(report, 'LO').verdict, verdict, `${readers} ${JSON.stringify(run)}`);
      t.is(property(report, 'deadlock').verdict, verdict, `${readers} ${JSON.stringify(run)}`);
      if (readers === 'pass') continue;
      t.deepEqual(steps(property(report, 'deadlock')), ['cpu0 ra', 'cpu1 b', 'cpu2 wa']);
      t.deepEqual(
        property(report, 'LO').lockFindings?.map(({ rule }) => rule),
        ['wait cycle', 'cycle'],
      );
    }
  }
});

/**
 * XSA-441: the upcall handler reads the event channels' lock and wants the console's; the console's poll holds that and wants to read; a
 * channel is closed by a writer. `polls`: in process context, or in a handler of its own.
 */
const eventChannels = (readers: Readers, polls: 'process' | 'handler' = 'process') => {
  const builder = defineSystem({ evtchn: rwLock({ readers }), hvc: spinLock() }).interrupt(
    'upcall',
    {
      arrive: { environment: (s) => s },
      'read lock': (s) => s.acquireRead('evtchn'),
      hvc: (s) => s.acquire('hvc'),
      'hvc unlock': (s) => s.release('hvc'),
      'read unlock': (s) => s.release('evtchn'),
    },
    { cpu: 'cpu0', end: 'halt' },
  );
  const poll =
    polls === 'process'
      ? builder.process(
          'poll',
          {
            hvc: (s) => s.acquireIrqsave('hvc'),
            'read lock': (s) => s.acquireRead('evtchn'),
            'read unlock': (s) => s.release('evtchn'),
            'hvc unlock': (s) => s.releaseIrqrestore('hvc'),
          },
          { cpu: 'cpu1' },
        )
      : builder.interrupt(
          'poll',
          {
            arrive: { environment: (s) => s },
            hvc: (s) => s.acquire('hvc'),
            'read lock': (s) => s.acquireRead('evtchn'),
            'read unlock': (s) => s.release('evtchn'),
            'hvc unlock': (s) => s.release('hvc'),
          },
          { cpu: 'cpu1', end: 'halt' },
        );
  return poll
    .process(
      'close',
      { 'write lock': (s) => s.acquireWriteIrqsave('evtchn'), unlock: (s) => s.releaseIrqrestore('evtchn') },
      { cpu: 'cpu2' },
    )
    .lockOrder('LO', 'lock order');
};

test('XSA-441: three CPUs, found as a deadlock and by lock order; a poll in interrupt context passes on Linux, not on Xen', async (t) => {
  const expected = [
    ['queue but interrupts', 'process', 'violated'],
    ['queue', 'process', 'violated'],
    ['pass', 'process', 'holds'],
    ['queue but interrupts', 'handler', 'holds'],
    ['queue', 'handler', 'violated'],
  ] as const;
  for (const [readers, polls, verdict] of expected) {
    for (const run of RUNS) {
      const cell = { model: 'test', parameters: {} };
      const report = await checkSystem(systemOf(eventChannels(readers, polls)), cell, run);
      t.is(property(report, 'LO').verdict, verdict, `LO ${readers}, ${polls}`);
      t.is(property(report, 'deadlock').verdict, verdict, `deadlock ${readers}, ${polls}`);
    }
  }
  t.deepEqual(steps(property(await checked(eventChannels('queue but interrupts')), 'deadlock')), [
    'upcall arrive',
    'upcall read lock',
    'poll hvc',
    'close write lock',
  ]);
});

const only = (...rules: LockRule[]) => ({ rules });
const rulesOf = async (builder: unknown) =>
  property(await checked(builder as never), 'L').lockFindings?.map(({ rule }) => rule) ?? [];

test('a reader that reads again waits for itself behind a writer, unless it is recursive', async (t) => {
  const again = (readers: Readers) =>
    defineSystem({ rw: rwLock({ readers }) })
      .process('reader', {
        once: (s) => s.acquireRead('rw'),
        twice: (s) => s.acquireRead('rw'),
        end: (s) => s.release('rw').release('rw'),
      })
      .process('writer', { take: (s) => s.acquireWrite('rw'), give: (s) => s.release('rw') })
      .lockOrder('L', 'locks');
  t.deepEqual(await rulesOf(again('queue but interrupts')), ['double acquire', 'wait cycle']);
  t.deepEqual(await rulesOf(again('pass')), []);
  t.is(property(await checked(again('queue')), 'deadlock').verdict, 'violated');
});

test('readers that queue make a cycle and nest in no reader of their class; those that pass do neither', async (t) => {
  const twoOrders = (readers: Readers) =>
    defineSystem({ a: rwLock({ readers }), b: rwLock({ readers }) })
      .process('p', { a: (s) => s.acquireRead('a'), b: (s) => s.acquireRead('b')?.release('b').release('a') })
      .process('q', { b: (s) => s.acquireRead('b'), a: (s) => s.acquireRead('a')?.release('a').release('b') })
      .lockOrder('L', 'locks');
  const oneClass = (readers: Readers) =>
    defineSystem({ rw: replicated(2, rwLock({ readers })) })
      .process('p', {
        first: (s) => s.acquireRead('rw', 0),
        second: (s) => s.acquireRead('rw', 1)?.release('rw', 1).release('rw', 0),
      })
      .lockOrder('L', 'locks');
  t.deepEqual(await rulesOf(twoOrders('queue')), ['cycle']);
  t.deepEqual(await rulesOf(oneClass('queue')), ['same class']);
  t.deepEqual(await rulesOf(twoOrders('pass')), []);
  t.deepEqual(await rulesOf(oneClass('pass')), []);
});

test('a handler that reads what a thread reads with interrupts on waits for it behind a writer, unless it passes', async (t) => {
  const builder = (readers: Readers) =>
    defineSystem({ rw: rwLock({ readers }) })
      .process('base', { take: (s) => s.acquireRead('rw'), give: (s) => s.release('rw') }, { cpu: 'cpu0' })
      .process('writer', { take: (s) => s.acquireWriteIrqsave('rw'), give: (s) => s.releaseIrqrestore('rw') })
      .interrupt(
        'isr',
        { arrive: { environment: (s) => s }, take: (s) => s.acquireRead('rw'), give: (s) => s.release('rw') },
        { cpu: 'cpu0', end: 'halt' },
      )
      .lockOrder('L', 'locks');
  t.deepEqual(await rulesOf(builder('queue but interrupts')), []);
  t.deepEqual(await rulesOf(builder('queue')), ['wait cycle', 'irq']);
});

test('a lock of the same class nests with another subclass, and each subclass is a class of its own', async (t) => {
  const nested = (outer: number, inner: number, reversed = false) =>
    defineSystem({ lock: replicated(2, spinLock()) })
      .process('p', {
        first: (s) => s.acquire('lock', 0, { subclass: outer }),
        second: (s) => s.acquire('lock', 1, { subclass: inner })?.release('lock', 1).release('lock', 0),
      })
      .process('q', {
        first: (s) => s.acquire('lock', 0, { subclass: reversed ? inner : outer }),
        second: (s) =>
          s
            .acquire('lock', 1, { subclass: reversed ? outer : inner })
            ?.release('lock', 1)
            .release('lock', 0),
      })
      .lockOrder('L', 'locks');
  t.deepEqual(await rulesOf(nested(0, 0)), ['same class']);
  t.deepEqual(await rulesOf(nested(0, 1)), []);
  t.deepEqual(await rulesOf(nested(1, 1)), ['same class']);
  // lock inside lock/1 here, lock/1 inside lock there.
  t.deepEqual(await rulesOf(nested(0, 1, true)), ['cycle']);
});

test('a subclass does not excuse a process that waits for the lock it holds, and is a small whole number', async (t) => {
  const again = (subclass: number) =>
    defineSystem({ lock: spinLock() })
      .process('p', { take: (s) => s.acquire('lock'), again: (s) => s.acquire('lock', { subclass }) })
      .lockOrder('L', 'locks', only('double acquire'));
  t.deepEqual(await rulesOf(again(1)), ['double acquire']);
  for (const wrong of [-1, 8, 1.5]) t.like(await userError(() => checked(again(wrong))), { code: 'E_STEP' });
});

test('every way of taking a lock knows the subclass', async (t) => {
  const builder = defineSystem({ lock: replicated(2, spinLock()), rw: replicated(2, rwLock()) })
    .process('p', {
      try: (s) => s.acquire('lock', 0)?.tryAcquire('lock', 1, { subclass: 1 }),
      give: (s) => s.release('lock', 1).release('lock', 0),
      save: (s) => s.acquireIrqsave('lock', 0)?.acquireIrqsave('lock', 1, { subclass: 2 }),
      restore: (s) => s.releaseIrqrestore('lock', 1).releaseIrqrestore('lock', 0),
      read: (s) => s.acquireRead('rw', 0)?.acquireRead('rw', 1, { subclass: 1 }),
      free: (s) => s.release('rw', 1).release('rw', 0),
      write: (s) => s.acquireWrite('rw', 0)?.acquireWrite('rw', 1, { subclass: 1 })?.release('rw', 1).release('rw', 0),
      'read with irqsave': (s) => s.acquireReadIrqsave('rw', 0)?.acquireReadIrqsave('rw', 1, { subclass: 1 }),
      back: (s) => s.releaseIrqrestore('rw', 1).releaseIrqrestore('rw', 0),
      'write with irqsave': (s) => s.acquireWriteIrqsave('rw', 0)?.acquireWriteIrqsave('rw', 1, { subclass: 1 }),
      last: (s) => s.releaseIrqrestore('rw', 1).releaseIrqrestore('rw', 0),
    })
    .lockOrder('L', 'locks');
  t.deepEqual(await rulesOf(builder), []);
});
