/** Threads that are scheduled: which of them has the CPU, and where it changes. */
import test from 'ava';
import { defineSystem, mutex, rendezvous, SpinLock, spinLock, TicketLock, waitQueue } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { Counterexample } from '../../src/check/counterexample.ts';
import type { System } from '../../src/model/system.ts';
import { kernelStyle } from '../../src/trace/formats/kernel-style.ts';
import { kernelViewOf } from '../../src/trace/kernel/kernel-view.ts';
import { checked, systemOf } from '../helpers/explored.ts';

// Systems are built of parts whose types the compiler cannot follow.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

const verdicts = async (builder: unknown) =>
  Object.fromEntries((await checked(builder as never)).properties.map(({ id, verdict }) => [id, verdict]));

const add = {
  load: (s: Untyped) => s.set('r', s.get('n')),
  store: (s: Untyped) => s.set('n', s.get('r') + 1),
};

/** Two threads that add without a lock. */
const adders = (options: object) =>
  (defineSystem({ n: 0 }) as Untyped)
    .processes('p', 2, add, { locals: { r: 0 }, ...options })
    .quiescent('sum', 'no update is lost', (s: Untyped) => s.get('n') === 2);

/** Two threads that give the CPU back while they hold a lock. */
const yielding = (lock: unknown) =>
  (defineSystem({ lock } as Untyped) as Untyped)
    .processes(
      'p',
      2,
      { take: (s: Untyped) => s.acquire('lock')?.yieldCpu(), leave: (s: Untyped) => s.release('lock') },
      { cpu: 'c', preemptible: false },
    )
    .lockOrder('L', 'lock analysis');

test('an update is lost if a thread may be preempted in it, and only then', async (t) => {
  t.is((await verdicts(adders({ cpu: 'c', preemptible: true })))['sum'], 'violated');
  t.is((await verdicts(adders({ cpu: 'c', preemptible: false })))['sum'], 'holds');
  // Without the option threads interleave, and so do threads of several CPUs.
  t.is((await verdicts(adders({ cpu: 'c' })))['sum'], 'violated');
  const apart = { cpu: (i: number) => `c${i}`, preemptible: false };
  t.is((await verdicts(adders(apart)))['sum'], 'violated');
});

test('a system without the option has the slots and processes that it had', (t) => {
  const { slots, processes } = systemOf(adders({ cpu: 'c' })) as System;
  t.deepEqual(
    slots.map(({ name }) => name),
    ['n', 'p[0]', 'p[0].r', 'p[1]', 'p[1].r'],
  );
  t.is(processes.length, 2);
});

test('neither a spin lock that is held nor interrupts that are off let a thread be preempted', async (t) => {
  /** `b` needs no lock, and sees whether `a` is in its critical region. */
  const locked = (lock: unknown) =>
    (defineSystem({ seen: false, lock } as Untyped) as Untyped)
      .process(
        'a',
        {
          take: (s: Untyped) => s.acquire('lock'),
          inside: (s: Untyped) => s,
          leave: (s: Untyped) => s.release('lock'),
        },
        { cpu: 'c', preemptible: true },
      )
      .process('b', { look: (s: Untyped) => s.set('seen', s.get('lock').holder !== null) }, { cpu: 'c' })
      .invariant('kept', 'while one has it, the other does not run', (s: Untyped) => !s.get('seen'));
  for (const lock of [new SpinLock(), new TicketLock()]) {
    t.deepEqual(await verdicts(locked(lock)), { kept: 'holds', deadlock: 'holds' });
  }
  // The holder of a mutex is preempted as Untyped thread is.
  t.is((await verdicts(locked(mutex())))['kept'], 'violated');

  const off = (defineSystem({ n: 0 }) as Untyped)
    .processes(
      'p',
      2,
      {
        off: (s: Untyped) => s.disableInterrupts(),
        ...add,
        on: (s: Untyped) => s.enableInterrupts(),
      },
      { locals: { r: 0 }, cpu: 'c', preemptible: true },
    )
    .quiescent('sum', 'no update is lost', (s: Untyped) => s.get('n') === 2);
  t.is((await verdicts(off))['sum'], 'holds');
});

test('a thread gives the CPU back where it waits, sleeps, yields or halts, and not where it spins', async (t) => {
  const pair = (components: object, waits: (s: Untyped) => unknown, wakes: (s: Untyped) => unknown) =>
    (defineSystem(components as Untyped) as Untyped)
      .process('a', { wait: waits, end: (s: Untyped) => s }, { cpu: 'c', preemptible: false })
      .process('b', { wake: wakes }, { cpu: 'c' });
  const deadlock = async (builder: unknown) => (await verdicts(builder))['deadlock'];
  t.is(
    await deadlock(
      pair(
        { n: 0 },
        (s) => s.when(s.get('n') === 1),
        (s) => s.set('n', 1),
      ),
    ),
    'holds',
  );
  t.is(
    await deadlock(
      pair(
        { m: mutex() },
        (s) => s.acquire('m'),
        (s) => s,
      ),
    ),
    'holds',
  );

  const sleeper = (prepare: (s: Untyped) => unknown) =>
    (defineSystem({ q: waitQueue(), lock: spinLock() } as Untyped) as Untyped)
      .process(
        'a',
        { prepare, sleep: (s: Untyped) => s.sleep('q'), leave: (s: Untyped) => s.finishWait('q') },
        { cpu: 'c', preemptible: false },
      )
      .process(
        'b',
        { look: (s: Untyped) => s.when(s.get('q').hasWaiting), wake: (s: Untyped) => s.acquire('lock')?.wake('q') },
        { cpu: 'c' },
      );
  t.is(await deadlock(sleeper((s) => s.prepareToWait('q'))), 'holds');
  // It sleeps with the lock that its waker spins for: the waker keeps the CPU for ever.
  t.is(await deadlock(sleeper((s) => s.acquire('lock')?.prepareToWait('q'))), 'violated');

  // A condition is awaited with preemption off by spinning: the only thread that could make it true does not run.
  const held = pair(
    { n: 0, lock: spinLock() },
    (s) => s.when(s.get('n') === 1),
    (s) => s.set('n', 1),
  );
  t.is(await deadlock(held), 'holds');
  const spinning = (defineSystem({ n: 0, lock: spinLock() } as Untyped) as Untyped)
    .process(
      'a',
      {
        take: (s: Untyped) => s.acquire('lock'),
        wait: (s: Untyped) => s.when(s.get('n') === 1),
        leave: (s: Untyped) => s.release('lock'),
      },
      { cpu: 'c', preemptible: true },
    )
    .process('b', { wake: (s: Untyped) => s.set('n', 1) }, { cpu: 'c' });
  t.is(await deadlock(spinning), 'violated');

  const turns = (yields: boolean) =>
    (defineSystem({ last: 0 }) as Untyped)
      .processes(
        'p',
        2,
        {
          first: (s: Untyped) => (yields ? s.set('last', s.index + 1).yieldCpu() : s.set('last', s.index + 1)),
          second: (s: Untyped) => s,
        },
        { cpu: 'c', preemptible: false },
      )
      .reachable('both', 'both are in between', (s: Untyped) => s.at('p', 0) === 'second' && s.at('p', 1) === 'second');
  t.is((await verdicts(turns(true)))['both'], 'holds');
  t.is((await verdicts(turns(false)))['both'], 'violated');
});

test('a thread that has drawn a ticket is not preempted, and no thread waits behind it for ever', async (t) => {
  const builder = (defineSystem({ lock: new TicketLock() }) as Untyped)
    .processes(
      'p',
      2,
      { take: (s: Untyped) => s.acquire('lock'), leave: (s: Untyped) => s.release('lock') },
      { cpu: 'c', preemptible: true },
    )
    .process('other', { take: (s: Untyped) => s.acquire('lock'), leave: (s: Untyped) => s.release('lock') })
    .lockOrder('L', 'lock analysis');
  t.deepEqual(await verdicts(builder), { deadlock: 'holds', L: 'holds' });
});

test('a handler interrupts the thread that has the CPU, and the thread keeps it', async (t) => {
  const builder = (defineSystem({ n: 0, last: 'none' } as Untyped) as Untyped)
    .processes('p', 2, add, { locals: { r: 0 }, cpu: 'c', preemptible: false })
    .interrupt(
      'tick',
      { arrive: { environment: (s: Untyped) => s }, end: (s: Untyped) => s.update('n', (n: number) => n) },
      { cpu: 'c' },
    )
    .quiescent('sum', 'no update is lost', (s: Untyped) => s.get('n') === 2);
  t.is((await verdicts(builder))['sum'], 'holds');
});

test('a thread that sleeps for a lock gives the CPU back, and is no part of a wait cycle', async (t) => {
  t.deepEqual(await verdicts(yielding(mutex())), { L: 'holds', deadlock: 'holds' });
  // For a spin lock the other thread keeps the CPU that the holder needs.
  t.deepEqual(await verdicts(yielding(new SpinLock())), { L: 'violated', deadlock: 'violated' });
});

test('no thread gets the CPU while another has interrupts off, one with steps of the environment alone neither', async (t) => {
  const builder = (defineSystem({ lock: new SpinLock(), n: 0 } as Untyped) as Untyped)
    .process(
      'a',
      {
        off: (s: Untyped) => s.disableInterrupts().yieldCpu(),
        on: (s: Untyped) => s.enableInterrupts(),
      },
      { cpu: 'c', preemptible: false },
    )
    .process('guest', { run: { environment: (s: Untyped) => s.set('n', 1) } }, { cpu: 'c', mayWaitAt: ['run'] });
  t.deepEqual(await verdicts(builder), { deadlock: 'holds' });
});

test('a message is handed to a thread that does not have the CPU', async (t) => {
  const builder = (defineSystem({ line: rendezvous(), got: 0 } as Untyped) as Untyped)
    .process('sender', { send: (s: Untyped) => s.send('line', 7) }, { cpu: 'c', preemptible: false })
    .process(
      'receiver',
      { get: { receives: (on: Untyped) => on('line', (s: Untyped, n: number) => s.set('got', n)) } },
      { cpu: 'c' },
    )
    .quiescent('got', 'it is there', (s: Untyped) => s.get('got') === 7);
  t.deepEqual(await verdicts(builder), { got: 'holds', deadlock: 'holds' });
});

test('reference and engine agree on scheduled threads, and a trace in kernel style shows the preemption', async (t) => {
  const builder = adders({ cpu: 'c', preemptible: true });
  for (const one of [builder, adders({ cpu: 'c', preemptible: false }), yielding(mutex()), yielding(new SpinLock())]) {
    const [kernel, reference] = await Promise.all(
      (['kernel', 'reference'] as const).map((engine) =>
        checkSystem(systemOf(one), { model: 'test', parameters: {} }, { engine }),
      ),
    );
    t.is(kernel?.statistics.states, reference?.statistics.states);
    t.is(kernel?.statistics.transitions, reference?.statistics.transitions);
    const [found, expected] = [kernel, reference].map((report) =>
      report?.properties.filter(({ kind }) => kind !== 'lock order'),
    );
    t.deepEqual(found, expected);
  }
  const found = await checked(builder);
  const system = systemOf(builder);
  const trace = found.properties.find(({ id }) => id === 'sum')?.counterexample;
  const lines = kernelStyle(kernelViewOf(system)(trace as Counterexample, 'sum'));
  const at = (text: RegExp) => lines.findIndex((line) => text.test(line));
  // The lost update: it reads 0, is preempted, and writes what the other has written already.
  t.true(at(/reads n 0/) < at(/preempt/));
  t.true(at(/preempt/) < at(/n 0 -> 1/));
  t.true(at(/n 0 -> 1/) < at(/n 1 -> 1/));
});

test('a process that is preemptible names its CPU', (t) => {
  t.throws(() => systemOf(adders({ preemptible: true })), { code: 'E_SYSTEM', message: /not on which CPU/ });
});
