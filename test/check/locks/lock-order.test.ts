/** Expected findings are derived by hand from lockdep's rules, as each test says. */
import test from 'ava';
import { defineSystem, type LockRule, replicated, rwLock, SpinLock, spinLock, ticketLock } from 'everywhen';
import { checkSystem } from '../../../src/check/check.ts';
import { scenarioText } from '../../../src/trace/lock-text.ts';
import { property, systemOf, userError } from '../../helpers/explored.ts';
import { brief, guarded, judged, only, unguarded } from '../../helpers/lock-order.ts';

test('ABBA guarded by a third lock is a class cycle with two traces, and no run deadlocks', async (t) => {
  const report = await judged(t, guarded(true).lockOrder('L', 'locks'));
  // Neither order is seen before guard and the first lock are taken: three steps each.
  t.deepEqual(brief(report), [['cycle', 3, 3]]);
  t.is(report.verdict, 'violated');
  t.deepEqual(report.counterexample, report.lockFindings?.[0]?.traces[0]?.trace);
  t.deepEqual(
    report.lockFindings?.[0]?.traces.map(({ shows }) => shows),
    ['p takes b while it holds guard and a', 'q takes a while it holds guard and b'],
  );
});

test('without the one step that inverts the order nothing is found', async (t) => {
  const report = await judged(t, guarded(false).lockOrder('L', 'locks'));
  t.is(report.verdict, 'holds');
  t.is(report.vacuous, undefined);
});

test('a property of lock order does not change what there is to explore', async (t) => {
  const counts = async (builder: unknown) => {
    const { statistics } = await checkSystem(systemOf(builder), { model: 'test', parameters: {} });
    return [statistics.states, statistics.transitions, statistics.depth];
  };
  t.deepEqual(await counts(guarded(true)), await counts(guarded(true).lockOrder('L', 'locks')));
});

test('ABBA without a guard is a wait cycle as well, in the state where each holds one', async (t) => {
  t.deepEqual(brief(await judged(t, unguarded().lockOrder('L', 'locks'))), [
    ['wait cycle', 2],
    ['cycle', 2, 2],
  ]);
});

test('a wait that another step can leave is no wait cycle', async (t) => {
  const builder = defineSystem({ a: spinLock(), b: spinLock() })
    .process('p', { a: (s) => s.acquire('a'), b: { take: (s) => s.acquire('b'), leave: (s) => s.release('a').halt() } })
    .process('q', { b: (s) => s.acquire('b'), a: (s) => s.acquire('a')?.release('a').release('b') })
    .lockOrder('L', 'locks', only('wait cycle'));
  t.is((await judged(t, builder)).verdict, 'holds');
});

test('who only tries a lock makes no dependency into it, but holds it when it was free', async (t) => {
  const tries = (otherTries: boolean) =>
    defineSystem({ a: spinLock(), b: spinLock() })
      .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b')?.release('b').release('a') })
      .process('q', {
        b: (s) => (otherTries ? (s.tryAcquire('b') ?? s.halt()) : s.acquire('b')),
        a: (s) => (otherTries ? s.acquire('a')?.release('a') : (s.tryAcquire('a')?.release('a') ?? s)),
        last: (s) => s.release('b'),
      })
      .lockOrder('L', 'locks', only('cycle'));
  t.is((await judged(t, tries(false))).verdict, 'holds', 'a is only tried while b is held');
  t.is((await judged(t, tries(true))).verdict, 'violated', 'b was tried, and is held while a is waited for');
});

/** A handler on cpu0 and a thread there; what the thread's lock step does is given. */
const withHandler = (irqsave: boolean, reachable: boolean) =>
  defineSystem({ lock: spinLock({ class: 'irq' }), busy: false })
    .process(
      'base',
      {
        busy: (s) => s.set('busy', true),
        take: (s) => (irqsave ? s.acquireIrqsave('lock') : s.acquire('lock')),
        give: (s) => (irqsave ? s.releaseIrqrestore('lock') : s.release('lock')),
        idle: (s) => s.set('busy', false),
      },
      { cpu: 'cpu0' },
    )
    .interrupt(
      'isr',
      {
        arrive: { environment: (s) => s.when(reachable || !s.get('busy')) },
        take: (s) => s.acquire('lock'),
        give: (s) => s.release('lock'),
      },
      { cpu: 'cpu0' },
    )
    .lockOrder('L', 'locks');

test('a lock of a handler that a thread takes with interrupts on is a finding although no run is hit', async (t) => {
  const report = await judged(t, withHandler(false, false));
  // The handler takes it in its second step; the thread in its second.
  t.deepEqual(brief(report), [['irq', 2, 2]]);
  t.is((await judged(t, withHandler(true, false))).verdict, 'holds');
});

test('where the handler can arrive, it waits for what it froze: a wait cycle in three steps', async (t) => {
  const report = await judged(t, withHandler(false, true));
  t.deepEqual(brief(report), [
    ['wait cycle', 3],
    ['irq', 2, 2],
  ]);
  t.deepEqual(
    report.counterexample?.steps.map(({ process, label }) => `${process} ${label}`),
    ['base busy', 'base take', 'isr arrive'],
  );
  t.is((await judged(t, withHandler(true, true))).verdict, 'holds');
});

test('a lock that waits for one taken with interrupts on must not be taken in a handler', async (t) => {
  // lockdep: irq-safe -> irq-unsafe. The thread on cpu1 holds `safe` with interrupts off and waits for `unsafe`.
  const builder = (irqsave: boolean) =>
    defineSystem({ safe: spinLock(), unsafe: spinLock() })
      .process(
        'base',
        {
          take: (s) => (irqsave ? s.acquireIrqsave('unsafe') : s.acquire('unsafe')),
          give: (s) => (irqsave ? s.releaseIrqrestore('unsafe') : s.release('unsafe')),
        },
        { cpu: 'cpu0' },
      )
      .process(
        'other',
        {
          take: (s) => s.acquireIrqsave('safe'),
          both: (s) => s.acquireIrqsave('unsafe'),
          give: (s) => s.releaseIrqrestore('unsafe').releaseIrqrestore('safe'),
        },
        { cpu: 'cpu1' },
      )
      .interrupt('isr', { arrive: (s) => s, run: (s) => s.acquire('safe')?.release('safe') }, { cpu: 'cpu0' })
      .lockOrder('L', 'locks', only('irq'));
  const report = await judged(t, builder(false));
  t.deepEqual(brief(report), [['irq', 2, 2, 1]]);
  t.deepEqual(scenarioText(report.lockFindings?.[0] as never), [
    'Possible unsafe locking scenario:',
    '',
    '  CPU0                    CPU1',
    '  ----                    ----',
    '  lock(unsafe);',
    '                          local_irq_disable();',
    '                          lock(safe);',
    '                          lock(unsafe);',
    '  <Interrupt>',
    '    lock(safe);',
    '',
    '  *** DEADLOCK ***',
  ]);
  t.is((await judged(t, builder(true))).verdict, 'holds');
});

test('turning interrupts on while a lock of a handler is held is taking it with interrupts on', async (t) => {
  const builder = (on: boolean) =>
    defineSystem({ lock: spinLock(), other: spinLock() })
      .process(
        'base',
        {
          take: (s) => s.acquireIrqsave('lock'),
          on: (s) => (on ? s.enableInterrupts().disableInterrupts() : s),
          give: (s) => s.releaseIrqrestore('lock'),
        },
        { cpu: 'cpu0' },
      )
      .interrupt('isr', { run: { environment: (s) => s.acquire('lock')?.release('lock') } }, { cpu: 'cpu0' })
      .lockOrder('L', 'locks', only('irq'));
  t.deepEqual(brief(await judged(t, builder(true))), [['irq', 1, 2]]);
  t.is((await judged(t, builder(false))).verdict, 'holds');
});

test('interrupts count on every CPU: a lock of a handler here is taken with interrupts on there', async (t) => {
  const builder = (irqsave: boolean) =>
    defineSystem({ lock: spinLock() })
      .process('there', { take: (s) => (irqsave ? s.acquireIrqsave('lock') : s.acquire('lock')) }, { cpu: 'cpu1' })
      .interrupt('isr', { arrive: (s) => s, run: (s) => s.acquire('lock')?.release('lock') }, { cpu: 'cpu0' })
      .lockOrder('L', 'locks', only('irq'));
  t.deepEqual(brief(await judged(t, builder(false))), [['irq', 2, 1]]);
  t.is((await judged(t, builder(true))).verdict, 'holds');
});

test('a handler of a higher priority makes a lock of a lower one unsafe, not one of the same', async (t) => {
  const builder = (priority: number) =>
    defineSystem({ lock: spinLock() })
      .interrupt('low', { arrive: (s) => s, run: (s) => s.acquire('lock')?.release('lock') }, { cpu: 'c', priority: 1 })
      .interrupt('high', { arrive: (s) => s, run: (s) => s.acquire('lock')?.release('lock') }, { cpu: 'c', priority })
      .lockOrder('L', 'locks', only('irq'));
  t.is((await judged(t, builder(2))).verdict, 'violated');
  t.is((await judged(t, builder(1))).verdict, 'holds');
});

test('a declared rank is broken by taking a lower one inside a higher one', async (t) => {
  const builder = (irqFirst: boolean) =>
    defineSystem({ ap: spinLock({ rank: 1 }), irq: spinLock({ rank: 4 }), free: spinLock() })
      .process('p', {
        first: (s) => s.acquire(irqFirst ? 'irq' : 'ap'),
        second: (s) => s.acquire(irqFirst ? 'ap' : 'irq'),
        third: (s) => s.acquire('free')?.release('free').release('ap').release('irq'),
      })
      .lockOrder('L', 'locks');
  const report = await judged(t, builder(true));
  t.deepEqual(brief(report), [['rank', 2]]);
  t.regex(report.lockFindings?.[0]?.message ?? '', /takes ap while it holds irq of rank 4, above its own rank 1/);
  t.is((await judged(t, builder(false))).verdict, 'holds');
});

test('two locks of one class nest only in the order that is declared', async (t) => {
  const builder = (nesting: boolean, [first, second]: [number, number]) =>
    defineSystem({ ap: replicated(2, spinLock({ ...(nesting && { nesting: 'ascending' as const }) })) })
      .process('p', {
        first: (s) => s.acquire('ap', first),
        second: (s) => s.acquire('ap', second)?.release('ap', 0).release('ap', 1),
      })
      .lockOrder('L', 'locks');
  t.deepEqual(brief(await judged(t, builder(false, [0, 1]))), [['same class', 2]]);
  t.is((await judged(t, builder(true, [0, 1]))).verdict, 'holds');
  t.deepEqual(brief(await judged(t, builder(true, [1, 0]))), [['same class', 2]]);
});

test('a release by a non-holder is a finding, frees the lock and goes on; without a property it is an error', async (t) => {
  const builder = () =>
    defineSystem({ lock: new SpinLock() })
      .process('p', { take: (s) => s.acquire('lock'), give: (s) => s.release('lock') })
      .process('q', { give: (s) => s.when(s.at('p') === 'give')?.release('lock') });
  const report = await judged(
    t,
    builder()
      .lockOrder('L', 'locks')
      .reachable('R', 'goes on', (s) => s.at('q') === 'halted'),
  );
  t.deepEqual(brief(report), [['release', 2]]);
  t.like(await userError(() => checkSystem(systemOf(builder()), { model: 'test', parameters: {} })), {
    code: 'E_STEP',
  });
  const others = builder().lockOrder('L', 'locks', only('cycle'));
  t.like(await userError(() => checkSystem(systemOf(others), { model: 'test', parameters: {} })), { code: 'E_STEP' });
});

test('who waits for its own lock waits for ever', async (t) => {
  const builder = (...rules: LockRule[]) =>
    defineSystem({ lock: spinLock() })
      .process('p', { take: (s) => s.acquire('lock'), again: (s) => s.acquire('lock') })
      .lockOrder('L', 'locks', { rules });
  t.deepEqual(brief(await judged(t, builder('double acquire', 'wait cycle'))), [['double acquire', 1]]);
  t.deepEqual(brief(await judged(t, builder('wait cycle'))), [['wait cycle', 1]]);
});

test('a lock held at the end, or where a process may wait for ever, is a finding of that outcome', async (t) => {
  const builder = defineSystem({ a: spinLock(), b: spinLock() })
    .process('p', { take: (s) => s.acquire('a'), end: (s) => s.choose({ clean: s.release('a'), leaky: s }) })
    .process('q', { take: (s) => s.acquire('b'), wait: (s) => s.release('b') }, { mayWaitAt: ['wait'] })
    .lockOrder('L', 'locks');
  const report = await judged(t, builder);
  t.deepEqual(brief(report), [
    ['held at end', 2],
    ['held at end', 1],
  ]);
  t.is(report.counterexample?.steps.at(-1)?.outcome, 'leaky');
});

test('a lock taken in one outcome of a choice is shown by that outcome', async (t) => {
  const builder = defineSystem({ a: spinLock({ rank: 2 }), b: spinLock({ rank: 1 }), c: spinLock({ rank: 3 }) })
    .process('p', {
      a: (s) => s.acquire('a'),
      more: (s) => s.chooseFrom(['c', 'b'] as const, (lock) => s.acquire(lock)),
    })
    .lockOrder('L', 'locks', only('rank'));
  t.is((await judged(t, builder)).counterexample?.steps.at(-1)?.outcome, 'b');
});

test('recursive readers that meet readers make no cycle; a writer among them does', async (t) => {
  const builder = (write: boolean) =>
    defineSystem({ rw: rwLock({ readers: 'pass' }), m: spinLock() })
      .process('p', { m: (s) => s.acquire('m'), rw: (s) => s.acquireRead('rw')?.release('rw').release('m') })
      .process('q', {
        rw: (s) => (write ? s.acquireWrite('rw') : s.acquireRead('rw')),
        m: (s) => s.acquire('m')?.release('m').release('rw'),
      })
      .lockOrder('L', 'locks');
  t.is((await judged(t, builder(false))).verdict, 'holds');
  t.deepEqual(brief(await judged(t, builder(true))), [
    ['wait cycle', 2],
    ['cycle', 2, 2],
  ]);
});

test('a ticket lock makes the same cycles as a spin lock', async (t) => {
  const builder = defineSystem({ a: ticketLock(), b: ticketLock() })
    .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b')?.release('b').release('a') })
    .process('q', { b: (s) => s.acquire('b'), a: (s) => s.acquire('a')?.release('a').release('b') })
    .lockOrder('L', 'locks');
  // They wait when both have drawn their second ticket: two steps more.
  t.deepEqual(brief(await judged(t, builder)), [
    ['wait cycle', 4],
    ['cycle', 2, 2],
  ]);
});

test('a run that stops early reports what it found, and proves nothing', async (t) => {
  const builder = (again: boolean) =>
    defineSystem({ a: spinLock() })
      .process('p', { a: (s) => s.acquire('a'), b: (s) => (again ? s.acquire('a') : s.release('a')) })
      .processes('more', 8, { x: (s) => s, y: (s) => s, z: (s) => s })
      .lockOrder('L', 'locks');
  for (const engine of ['kernel', 'reference'] as const) {
    const options = { statesMax: 1000, workers: 1, engine };
    const judge = (again: boolean) => checkSystem(systemOf(builder(again)), { model: 'test', parameters: {} }, options);
    t.is((await judge(false)).stopped, 'max-states');
    t.is(property(await judge(false), 'L').verdict, 'inconclusive');
    t.is(property(await judge(true), 'L').verdict, 'violated');
  }
});

test('depth first finds what steps show, and says that it looked for no wait cycle where there may be one', async (t) => {
  const judge = async (of: 'guarded' | 'unguarded', ...rules: LockRule[]) => {
    const builder = of === 'guarded' ? guarded(true) : unguarded();
    const system = systemOf(builder.lockOrder('L', 'locks', { rules }));
    return property(await checkSystem(system, { model: 'test', parameters: {} }, { order: 'depth-first' }), 'L');
  };
  t.like(await judge('guarded', 'cycle'), { verdict: 'violated', lockFindings: [{ rule: 'cycle', traces: [] }] });
  t.is((await judge('unguarded', 'wait cycle')).verdict, 'inconclusive');
  t.is(
    (await judge('guarded', 'wait cycle')).verdict,
    'holds',
    'no process ever waits while it holds what another waits for',
  );
});

test('a rule that does not exist is refused, and a property over no locks is vacuous', async (t) => {
  const wrong = () => defineSystem({}).lockOrder('L', 'locks', { rules: ['circle' as 'cycle'] });
  t.like(await userError(wrong), { code: 'E_SYSTEM' });
  const none = defineSystem({})
    .process('p', { a: (s) => s })
    .lockOrder('L', 'locks');
  t.is((await judged(t, none)).vacuousBecause, 'no step took a lock');
});
