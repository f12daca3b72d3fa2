/** RCU and objects that are freed; expected verdicts follow from Linux' Documentation/RCU (whatisRCU.rst, checklist.rst, UP.rst). */
import test from 'ava';
import { defineSystem, mutex, Rcu, rcu, replicated, semaphore } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { kernelViewOf } from '../../src/trace/kernel/kernel-view.ts';
import { waitingText } from '../../src/trace/waiting-text.ts';
import { property, systemOf, userError } from '../helpers/explored.ts';

const check = async (builder: unknown, engine: 'kernel' | 'reference' = 'kernel') =>
  await checkSystem(systemOf(builder), { model: 'test', parameters: {} }, { engine, workers: 1 });

/** The report, by engine and reference alike. */
async function reportOf(t: { deepEqual: (a: unknown, b: unknown) => unknown }, builder: unknown) {
  const report = await check(builder);
  t.deepEqual(report.properties, (await check(builder, 'reference')).properties);
  return report;
}
const waitsOf = (report: Awaited<ReturnType<typeof check>>) =>
  property(report, 'deadlock').counterexample?.waiting?.map(waitingText);

/** An updater hides a pointer, waits in one of several ways, and frees what it pointed to. */
type Waits = 'no' | 'synchronizes' | 'synchronizes first' | 'calls';
const updating = (waits: Waits, early = false) =>
  defineSystem({ rcu: rcu(), pointer: true })
    .object('info', 'the info')
    .processes(
      'reader',
      2,
      {
        lock: (s) => s.rcuReadLock('rcu'),
        dereference: (s) => (s.get('pointer') ? s : s.goto('unlock')),
        use: early ? undefined : (s) => s.use('info'),
        unlock: (s) => s.rcuReadUnlock('rcu'),
        late: early ? (s) => s.use('info') : undefined,
      },
      { end: 'halt' },
    )
    .process('updater', {
      'wait first': waits === 'synchronizes first' ? (s) => s.synchronizeRcu('rcu') : undefined,
      hide: (s) => s.set('pointer', false),
      wait: waits === 'synchronizes' ? (s) => s.synchronizeRcu('rcu') : undefined,
      free: (s) => (waits === 'calls' ? s.callRcu('rcu', 'free') : s.free('info')),
    })
    .rules('softirq', { free: (s) => s.rcuCallback('rcu', 'free')?.free('info') });

test('what is freed after a grace period is used by no reader; without one, or before the pointer is hidden, it is', async (t) => {
  for (const [waits, verdict] of [
    ['no', 'violated'],
    ['synchronizes', 'holds'],
    ['synchronizes first', 'violated'],
    ['calls', 'holds'],
  ] as const) {
    const report = await reportOf(t, updating(waits));
    t.is(property(report, 'info use after free').verdict, verdict, waits);
    t.is(property(report, 'deadlock').verdict, 'holds', waits);
  }
});

test('a use after the section is one after the grace period', async (t) => {
  const report = await reportOf(t, updating('synchronizes', true));
  t.is(property(report, 'info use after free').verdict, 'violated');
});

test('a grace period waits for the readers that were inside when it began, and for no other', (t) => {
  const begun = new Rcu().enter('a').enter('b').enter('b').begin('u') as Rcu;
  t.is(begun.synchronized('u'), undefined);
  t.is(begun.begin('u'), undefined, 'it begins once');
  const later = begun.enter('c').leave('a').leave('b');
  t.deepEqual([...later.awaitedBy('u')], ['b'], 'the outermost section counts');
  const over = later.leave('b');
  t.truthy(over.synchronized('u'), 'c entered later');
  t.deepEqual([...over.awaitedBy('v')], ['c'], 'one that begins now waits for it');
  t.true(over.synchronized('u')?.synchronizing.isEmpty());
});

test('a reader that leaves and enters again is waited for once', (t) => {
  const again = (new Rcu().enter('a').begin('u') as Rcu).leave('a').enter('a');
  t.truthy(again.synchronized('u'));
  t.is(new Rcu().enter('a').call('free').enter('b').leave('a').run('free')?.callbacks.size, 0);
  t.is(new Rcu().enter('a').call('free').run('free'), undefined);
  t.is(new Rcu().run('free'), undefined);
});

test('a reader that waits for ever blocks the grace period, and the trace says for whom it waits', async (t) => {
  const system = defineSystem({ rcu: replicated(['srcu'], rcu()) })
    .process('reader', {
      lock: (s) => s.rcuReadLock('rcu', 'srcu'),
      wait: (s) => s.when(false),
    })
    .process('updater', { wait: (s) => s.when(s.at('reader') === 'wait')?.synchronizeRcu('rcu', 'srcu') })
    .process('caller', { call: (s) => s.callRcu('rcu', 'srcu', 7) })
    .rules('softirq', { free: (s) => s.rcuCallback('rcu', 'srcu', 7) });
  const report = await reportOf(t, system);
  t.is(property(report, 'deadlock').verdict, 'violated');
  const lines = waitsOf(report) ?? [];
  t.true(lines.includes('updater waits at wait for a grace period of rcu[srcu], with reader inside'), lines.join('; '));
});

test('a callback that waits says so, too', async (t) => {
  const system = defineSystem({ rcu: rcu() })
    .process('reader', { lock: (s) => s.rcuReadLock('rcu').callRcu('rcu', 'free'), wait: (s) => s.when(false) })
    .rules('softirq', { free: (s) => s.rcuCallback('rcu', 'free') });
  t.deepEqual(waitsOf(await reportOf(t, system)), [
    'reader waits at wait, its condition is false',
    'softirq waits for callback free of rcu, with reader inside',
  ]);
});

test('a grace period inside the own section never ends', async (t) => {
  const system = defineSystem({ rcu: rcu() }).process('p', {
    lock: (s) => s.rcuReadLock('rcu'),
    wait: (s) => s.synchronizeRcu('rcu'),
    unlock: (s) => s.rcuReadUnlock('rcu'),
  });
  t.deepEqual(waitsOf(await reportOf(t, system)), ['p waits at wait for a grace period of rcu, with itself inside']);
});

test('a process that sleeps in a read-side section is a finding of the rule, whatever it sleeps on', async (t) => {
  const sleeping = (where: 'inside' | 'outside', on: 'mutex' | 'semaphore' | 'grace period') =>
    defineSystem({ rcu: rcu(), other: rcu(), m: mutex(), slot: semaphore(1) })
      .process('p', {
        enter: (s) => (where === 'inside' ? s.rcuReadLock('rcu') : s),
        sleep: (s) =>
          on === 'mutex' ? s.acquire('m') : on === 'semaphore' ? s.down('slot') : s.synchronizeRcu('other'),
        leave: (s) => (where === 'inside' ? s.rcuReadUnlock('rcu') : s),
        end: (s) => (on === 'mutex' ? s.release('m') : s),
      })
      .lockOrder('L', 'locks', { rules: ['sleeping while atomic'] });
  for (const on of ['mutex', 'semaphore', 'grace period'] as const) {
    t.is(property(await reportOf(t, sleeping('outside', on)), 'L').verdict, 'holds', on);
    const { verdict, lockFindings } = property(await reportOf(t, sleeping('inside', on)), 'L');
    t.is(verdict, 'violated', on);
    t.regex(JSON.stringify(lockFindings), new RegExp(`p may sleep on ${on} \\w+ inside a read-side section of rcu`));
  }
});

test('leaving no section, a double call and a wait before a handler has begun are errors, with what to do', async (t) => {
  const leaves = defineSystem({ rcu: rcu() }).process('p', { leave: (s) => s.rcuReadUnlock('rcu') });
  const twice = defineSystem({ rcu: rcu() }).process('p', { call: (s) => s.callRcu('rcu', 1).callRcu('rcu', 1) });
  const arrival = defineSystem({ rcu: rcu() })
    .process('p', { enter: (s) => s.rcuReadLock('rcu') }, { cpu: 'cpu0' })
    .interrupt('irq', { arrive: (s) => s.synchronizeRcu('rcu'), end: (s) => s }, { cpu: 'cpu0' });
  for (const [system, message] of [
    [leaves, /step 'leave' of process 'p'.*in none/],
    [twice, /calls RCU callback '1' again/],
    [arrival, /waits for a grace period of 'rcu' before it has begun/],
  ] as const) {
    const error = await userError(() => check(system));
    t.is(error.code, 'E_STEP');
    t.regex(error.message, message);
    t.truthy(error.advice.hint);
  }
});

test('an object is used between its allocation and its free, and freed once', async (t) => {
  const system = (order: readonly ('use' | 'free' | 'allocate')[], initially: 'live' | 'freed' = 'live') =>
    defineSystem({ n: 0 })
      .object('it', 'it', { each: 2, initially })
      .process(
        'p',
        {
          step: (s) =>
            s
              .when(s.get('n') < order.length)
              ?.update('n', (n) => n + 1)
              [order[s.get('n')] ?? 'use']('it', 1)
              .goto('step'),
        },
        { mayWaitAt: ['step'] },
      );
  for (const [order, initially, verdict] of [
    [['use', 'free'], 'live', 'holds'],
    [['free', 'use'], 'live', 'violated'],
    [['free', 'free'], 'live', 'violated'],
    [['free', 'allocate', 'use'], 'live', 'holds'],
    [['use'], 'freed', 'violated'],
    [['allocate', 'use', 'free'], 'freed', 'holds'],
  ] as const) {
    const report = await reportOf(t, system(order, initially));
    t.is(property(report, 'it use after free').verdict, verdict, order.join(' '));
  }
});

test('no step reads an object, names that are none are refused, and so is a second declaration', async (t) => {
  const system = defineSystem({ n: 0 }).object('it', 'it');
  const reads = system.process('p', {
    look: (s) => s.when((s as never as { get: (n: string) => string }).get('it') === 'live'),
  });
  t.is((await userError(() => check(reads))).code, 'E_GHOST');
  // @ts-expect-error -- never declared.
  const unknown = system.process('p', { use: (s) => s.use('that') });
  t.is((await userError(() => check(unknown))).code, 'E_COMPONENT');
  t.regex((await userError(() => system.object('it', 'it'))).message, /two declarations of component 'it'/);
});

test('a trace in the kernel form shows sections, grace periods and callbacks, and who is inside', async (t) => {
  const system = defineSystem({ rcu: rcu(), turn: 0 })
    .process('reader', {
      lock: (s) => s.rcuReadLock('rcu').set('turn', 1),
      nest: (s) => s.when(s.get('turn') === 2)?.rcuReadLock('rcu'),
      unnest: (s) => s.rcuReadUnlock('rcu'),
      unlock: (s) => s.rcuReadUnlock('rcu').set('turn', 3),
    })
    .process('updater', {
      call: (s) => s.when(s.get('turn') === 1)?.callRcu('rcu', 'free'),
      wait: (s) => s.synchronizeRcu('rcu')?.set('turn', 4),
      go: (s) => s.when(false),
    })
    .rules('begun', { go: (s) => s.when(s.get('turn') === 1 && s.get('rcu').synchronizing.size > 0)?.set('turn', 2) })
    .rules('softirq', { free: (s) => s.when(s.get('turn') === 4)?.rcuCallback('rcu', 'free') });
  const trace = property(await reportOf(t, system), 'deadlock').counterexample as Counterexample;
  const { events } = kernelViewOf(systemOf(system))(trace, 'deadlock');
  t.deepEqual(
    events.flatMap(({ text, notes }) =>
      notes.filter((note) => /^(?!reads).*(rcu|calls)/.test(note)).map((note) => `${text}: ${note}`),
    ),
    [
      'lock: enters rcu',
      'call: calls free, inside: reader',
      'wait: grace period of rcu begins, inside: reader',
      'nest: enters rcu again',
      'unnest: leaves rcu once',
      'unlock: leaves rcu',
      'wait: grace period of rcu ends',
      'free: grace period of rcu has ended',
    ],
  );
});
