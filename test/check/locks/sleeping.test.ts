/** The rule *sleeping while atomic*. The contexts are those of Linux' `might_sleep()`: a spinning lock is held, interrupts are off, a handler runs. */
import test from 'ava';
import { completion, defineSystem, type LockRule, mutex, semaphore, spinLock, ticketLock, waitQueue } from 'everywhen';
import { waitingText } from '../../../src/trace/waiting-text.ts';
import { checked, property } from '../../helpers/explored.ts';
import { brief, judged, only } from '../../helpers/lock-order.ts';

const RULE: LockRule = 'sleeping while atomic';

const components = {
  lock: spinLock(),
  ticket: ticketLock(),
  m: mutex(),
  c: completion(),
  sem: semaphore(1),
  q: waitQueue(),
};

test('whatever may sleep is found under a spinning lock, also where it need not sleep', async (t) => {
  const report = await judged(
    t,
    defineSystem(components)
      .process('p', {
        lock: (s) => s.acquire('lock'),
        mutex: (s) => s.acquire('m')?.release('m'),
        done: (s) => s.complete('c'),
        wait: (s) => s.waitFor('c'),
        down: (s) => s.down('sem'),
        prepare: (s) => s.prepareToWait('q'),
        wake: (s) => s.wake('q'),
        sleep: (s) => s.sleep('q'),
        end: (s) => s.release('lock').up('sem'),
      })
      .lockOrder('L', 'lock order', only(RULE)),
  );
  t.deepEqual(brief(report), [
    [RULE, 2],
    [RULE, 4],
    [RULE, 5],
    [RULE, 8],
  ]);
  t.deepEqual(
    report.lockFindings?.map(({ message }) => message),
    ['mutex m', 'completion c', 'semaphore sem', 'wait queue q'].map(
      (on) => `p may sleep on ${on} while it holds lock.`,
    ),
  );
});

test('a step that sleeps is found where it is blocked', async (t) => {
  const report = await judged(
    t,
    defineSystem({ ticket: ticketLock(), c: completion() }, { deadlock: 'allowed' })
      .process('p', { lock: (s) => s.acquire('ticket'), wait: (s) => s.waitFor('c'), end: (s) => s.release('ticket') })
      .lockOrder('L', 'lock order', only(RULE)),
  );
  t.deepEqual(brief(report), [[RULE, 1]]);
  t.is(report.lockFindings?.[0]?.traces[0]?.shows, 'p sleeps on completion c while it holds ticket');
});

test('with interrupts off, and in a handler, no process may sleep', async (t) => {
  const off = await judged(
    t,
    defineSystem({ m: mutex() })
      .process('p', {
        off: (s) => s.disableInterrupts(),
        m: (s) => s.acquire('m'),
        on: (s) => s.release('m').enableInterrupts(),
      })
      .lockOrder('L', 'lock order', only(RULE)),
  );
  t.deepEqual(brief(off), [[RULE, 2]]);
  t.is(off.lockFindings?.[0]?.message, 'p may sleep on mutex m with interrupts off.');
  const handler = await judged(
    t,
    defineSystem({ sem: semaphore(1) })
      .process('p', { work: (s) => s }, { cpu: 'cpu0' })
      .interrupt(
        'isr',
        { arrive: { environment: (s) => s }, down: (s) => s.down('sem'), up: (s) => s.up('sem') },
        { cpu: 'cpu0' },
      )
      .lockOrder('L', 'lock order', only(RULE)),
  );
  t.deepEqual(brief(handler), [[RULE, 2]]);
  t.is(handler.lockFindings?.[0]?.message, 'isr may sleep on semaphore sem in an interrupt handler.');
});

test('under a mutex, and after the spin lock is released, a process may sleep; a mutex that is only tried does not sleep', async (t) => {
  const report = await judged(
    t,
    defineSystem({ lock: spinLock(), m: mutex(), n: mutex(), c: completion() })
      .process('p', {
        lock: (s) => s.acquire('lock'),
        try: (s) => s.tryAcquire('n')?.release('n') ?? s,
        unlock: (s) => s.release('lock'),
        m: (s) => s.acquire('m'),
        wait: (s) => s.complete('c').waitFor('c'),
        end: (s) => s.release('m'),
      })
      .lockOrder('L', 'lock order'),
  );
  t.deepEqual([report.verdict, report.vacuous], ['holds', undefined]);
});

test('a mutex obeys the other rules of lock order, and a deadlock says that it is a lock', async (t) => {
  const system = defineSystem({ a: mutex(), b: mutex() })
    .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b')?.release('b').release('a') })
    .process('q', { b: (s) => s.acquire('b'), a: (s) => s.acquire('a')?.release('a').release('b') });
  t.deepEqual(property(await checked(system), 'deadlock').counterexample?.waiting?.map(waitingText), [
    'p waits at b for lock b, held by q',
    'q waits at a for lock a, held by p',
  ]);
  t.is((await judged(t, system.lockOrder('L', 'lock order', only('cycle')))).verdict, 'violated');
});
