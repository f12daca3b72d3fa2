import test from 'ava';
import { defineSystem, type Readers, rwLock, SpinLock, ticketLock } from 'everywhen';
import { probe } from '../../src/language/probe.ts';
import type { State } from '../../src/model/state.ts';
import type { System } from '../../src/model/system.ts';
import { checked, property, steps, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

/** The state after the steps, each named as `successors` names it. */
function after(system: System, ...taken: string[]): State {
  return taken.reduce((state, step) => {
    const next = successors(system, state).get(step);
    if (next === undefined) throw new Error(`${step} is not possible, but ${[...successors(system, state).keys()]}`);
    return next;
  }, system.initial);
}
const enabled = (system: System, ...taken: string[]) => [...successors(system, after(system, ...taken)).keys()];

const oneHandler = () =>
  systemOf(
    defineSystem({ n: 0 })
      .process('base', { a: (s) => s, b: (s) => s }, { cpu: 'cpu0' })
      .process('other', { x: (s) => s })
      .interrupt('isr', { arrive: (s) => s, work: (s) => s.update('n', (n) => n + 1) }, { cpu: 'cpu0' })
      .rules('hardware', { tick: (s) => s.when(s.get('n') === 0) }, { cpu: 'cpu0' }),
  );

test('a handler freezes the thread of its CPU until it is at its first label again; other CPUs and hardware go on', (t) => {
  const system = oneHandler();
  t.deepEqual(enabled(system), ['base a', 'other x', 'isr arrive', 'hardware tick']);
  t.deepEqual(enabled(system, 'isr arrive'), ['other x', 'isr work', 'hardware tick']);
  t.deepEqual(enabled(system, 'isr arrive', 'isr work'), ['base a', 'other x', 'isr arrive']);
});

test('a handler that halts has ended, and does not come again', (t) => {
  const system = systemOf(
    defineSystem({})
      .process('base', { a: (s) => s }, { cpu: 'cpu0' })
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0', end: 'halt' }),
  );
  t.deepEqual(enabled(system, 'isr arrive'), ['isr work']);
  t.deepEqual(enabled(system, 'isr arrive', 'isr work'), ['base a']);
});

test('a handler of one step runs at once and freezes nothing', (t) => {
  const system = systemOf(
    defineSystem({ ipi: true })
      .process('base', { a: (s) => s }, { cpu: 'cpu0' })
      .interrupt('isr', { arrive: (s) => s.when(s.get('ipi'))?.set('ipi', false) }, { cpu: 'cpu0' }),
  );
  t.deepEqual(enabled(system, 'isr arrive'), ['base a']);
});

test('only CPUs that have a handler have a state of their own, and without handlers there is none', (t) => {
  const names = (system: System) => system.slots.filter(({ kind }) => kind === 'cpu').map(({ name }) => name);
  t.deepEqual(names(oneHandler()), ['cpu0.running', 'cpu0.interrupts', 'cpu0.saved']);
  const none = systemOf(defineSystem({}).process('p', { a: (s) => s.disableInterrupts().enableInterrupts() }));
  t.deepEqual(names(none), []);
  t.is(successors(none).size, 1);
});

test('no interrupt arrives while the thread has interrupts off', (t) => {
  const system = systemOf(
    defineSystem({})
      .process(
        'base',
        { off: (s) => s.disableInterrupts(), inside: (s) => s, on: (s) => s.enableInterrupts(), last: (s) => s },
        { cpu: 'cpu0' },
      )
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' }),
  );
  t.deepEqual(enabled(system), ['base off', 'isr arrive']);
  t.deepEqual(enabled(system, 'base off'), ['base inside']);
  t.deepEqual(enabled(system, 'base off', 'base inside'), ['base on']);
  t.deepEqual(enabled(system, 'base off', 'base inside', 'base on'), ['base last', 'isr arrive']);
});

test('what a thread turned off on one CPU leaves another CPU as it is', (t) => {
  const system = systemOf(
    defineSystem({})
      .process('base', { off: (s) => s.disableInterrupts(), inside: (s) => s }, { cpu: 'cpu0' })
      .interrupts('isr', 2, { arrive: (s) => s, work: (s) => s }, { cpu: (i) => `cpu${i}` }),
  );
  t.deepEqual(enabled(system, 'base off'), ['base inside', 'isr[1] arrive']);
});

test('of several threads of a CPU, the one that turned interrupts off alone goes on', (t) => {
  const system = systemOf(
    defineSystem({})
      .processes('thread', 2, { off: (s) => s.disableInterrupts(), on: (s) => s.enableInterrupts() }, { cpu: 'cpu0' })
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' }),
  );
  t.deepEqual(enabled(system, 'thread[1] off'), ['thread[1] on']);
  t.deepEqual(enabled(system, 'thread[1] off', 'thread[1] on'), ['thread[0] off', 'isr arrive']);
});

test('nested irqsave locks turn interrupts on again with the outermost alone', (t) => {
  const system = systemOf(
    defineSystem({ a: new SpinLock(), b: new SpinLock() })
      .process(
        'base',
        {
          'take a': (s) => s.acquireIrqsave('a'),
          'take b': (s) => s.acquireIrqsave('b'),
          'give b': (s) => s.releaseIrqrestore('b'),
          'give a': (s) => s.releaseIrqrestore('a'),
        },
        { cpu: 'cpu0' },
      )
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' }),
  );
  const path = ['base take a', 'base take b', 'base give b', 'base give a'];
  t.deepEqual(
    path.map((_, i) => enabled(system, ...path.slice(0, i + 1)).includes('isr arrive')),
    [false, false, false, true],
  );
});

test('an irqsave lock inside a region with interrupts off leaves them off', (t) => {
  const system = systemOf(
    defineSystem({ a: new SpinLock() })
      .process(
        'base',
        {
          off: (s) => s.disableInterrupts(),
          both: (s) => s.acquireIrqsave('a')?.releaseIrqrestore('a'),
          end: (s) => s,
        },
        { cpu: 'cpu0' },
      )
      .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' }),
  );
  t.deepEqual(enabled(system, 'base off', 'base both'), ['base end']);
});

test('restoring interrupts with a lock that was taken without irqsave is refused', async (t) => {
  const builder = defineSystem({ a: new SpinLock() })
    .process('base', { take: (s) => s.acquire('a'), give: (s) => s.releaseIrqrestore('a') }, { cpu: 'cpu0' })
    .interrupt('isr', { arrive: (s) => s }, { cpu: 'cpu0' });
  t.regex((await userError(() => checked(builder))).message, /restores interrupts with 'a', which it did not take/);
});

const priorities = (offIn?: 'low') =>
  systemOf(
    defineSystem({})
      .process('base', { a: (s) => s }, { cpu: 'cpu0' })
      .interrupt(
        'low',
        { arrive: (s) => (offIn === 'low' ? s.disableInterrupts() : s), work: (s) => s },
        { cpu: 'cpu0', priority: 1 },
      )
      .interrupt('same', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0', priority: 1 })
      .interrupt('high', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0', priority: 2 }),
  );

test('a handler is preempted by a higher priority alone, and goes on after it', (t) => {
  const system = priorities();
  t.deepEqual(enabled(system, 'low arrive'), ['low work', 'high arrive']);
  t.deepEqual(enabled(system, 'low arrive', 'high arrive'), ['high work']);
  t.deepEqual(enabled(system, 'low arrive', 'high arrive', 'high work'), ['low work', 'high arrive']);
});

test('a handler may turn interrupts off for itself, and starts with them on the next time', (t) => {
  const system = priorities('low');
  t.deepEqual(enabled(system, 'low arrive'), ['low work']);
  const again = after(system, 'low arrive', 'low work');
  t.true(again.equals(system.initial));
});

test('steps and properties know what runs on a CPU; a handler that arrives sees what it interrupts', (t) => {
  const system = systemOf(
    defineSystem({ seen: '' })
      .process('base', { a: (s) => s }, { cpu: 'cpu0' })
      .interrupt('low', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0', priority: 1 })
      .interrupt('high', { arrive: (s) => s.set('seen', s.current()), work: (s) => s }, { cpu: 'cpu0', priority: 2 }),
  );
  t.is(valuesOf(system, after(system, 'high arrive'))['seen'], 'thread');
  t.is(valuesOf(system, after(system, 'low arrive', 'high arrive'))['seen'], 'low');
});

test('a property reads what runs on a CPU, and a CPU that no process runs on is refused', async (t) => {
  const system = defineSystem({})
    .process('base', { a: (s) => s }, { cpu: 'cpu0' })
    .interrupt('isr', { arrive: (s) => s, work: (s) => s }, { cpu: 'cpu0' });
  const report = await checked(system.reachable('R', 'the handler runs', (s) => s.current('cpu0') === 'isr'));
  t.deepEqual(steps(property(report, 'R')), ['isr arrive']);
  const wrong = system.invariant('I', 'no such CPU', (s) => s.current('cpu1') === 'thread');
  t.like(await userError(() => checked(wrong)), { code: 'E_COMPONENT' });
});

test('who is frozen behind a stuck handler is stuck, and a handler that waits for its interrupt is not', async (t) => {
  const builder = (stuck: boolean) =>
    defineSystem({})
      .process('base', { a: (s) => s }, { cpu: 'cpu0' })
      .interrupt('isr', { arrive: { environment: (s) => s }, spin: (s) => s.when(!stuck) }, { cpu: 'cpu0' });
  t.deepEqual(steps(property(await checked(builder(true)), 'deadlock')), ['isr arrive']);
  t.is(property(await checked(builder(false)), 'deadlock').verdict, 'holds');
});

test('a misspelt name in the middle of a handler is found before anything runs', async (t) => {
  const builder = defineSystem({ n: 0 }).interrupt(
    'isr',
    { arrive: { environment: () => undefined }, work: (s) => s.set('m' as 'n', 1) },
    { cpu: 'cpu0' },
  );
  t.like(await userError(() => probe(systemOf(builder))), { code: 'E_COMPONENT' });
});

test('an interrupt that does not say where it arrives is refused', async (t) => {
  const builder = () => defineSystem({}).interrupt('isr', { arrive: (s) => s }, {} as { cpu: string });
  t.like(await userError(builder), { code: 'E_SYSTEM' });
});

test('a ticket lock serves in the order in which tickets were drawn; drawing one is a step that stays', (t) => {
  const system = systemOf(
    defineSystem({ lock: ticketLock() }).processes('p', 3, {
      take: (s) => s.acquire('lock'),
      give: (s) => s.release('lock'),
    }),
  );
  const queued = ['p[0] take', 'p[2] take', 'p[1] take'];
  t.deepEqual(enabled(system, ...queued), ['p[0] give'], 'who has drawn waits');
  t.deepEqual(enabled(system, ...queued, 'p[0] give'), ['p[2] take']);
  t.deepEqual(enabled(system, ...queued, 'p[0] give', 'p[2] take', 'p[2] give'), ['p[1] take']);
});

test('a reader shares a read-write lock with readers, itself included, and a writer shares it with no process', (t) => {
  const system = systemOf(
    defineSystem({ rw: rwLock({ readers: 'pass' }) })
      .processes('reader', 2, {
        take: (s) => s.acquireRead('rw'),
        again: (s) => s.acquireRead('rw'),
        once: (s) => s.release('rw'),
        twice: (s) => s.release('rw'),
      })
      .process('writer', { take: (s) => s.acquireWrite('rw'), give: (s) => s.release('rw') }),
  );
  t.deepEqual(enabled(system), ['reader[0] take', 'reader[1] take', 'writer take']);
  t.deepEqual(enabled(system, 'writer take'), ['writer give']);
  t.deepEqual(enabled(system, 'reader[0] take'), ['reader[0] again', 'reader[1] take']);
  const twice = ['reader[0] take', 'reader[0] again', 'reader[0] once'];
  t.false(enabled(system, ...twice).includes('writer take'), 'read twice and released once is still read');
  t.true(enabled(system, ...twice, 'reader[0] twice').includes('writer take'));
});

test('a writer that must wait announces itself, which changes the lock alone, and readers queue behind it', (t) => {
  const system = systemOf(
    defineSystem({ rw: rwLock() })
      .processes('reader', 2, { take: (s) => s.acquireRead('rw'), give: (s) => s.release('rw') })
      .processes('writer', 2, { take: (s) => s.acquireWrite('rw'), give: (s) => s.release('rw') }),
  );
  const waiting = ['reader[0] take', 'writer[1] take'];
  const [before, now] = [after(system, 'reader[0] take'), after(system, ...waiting)];
  const changed = system.slots.filter(({ position }) => before.at(position) !== now.at(position));
  t.deepEqual(
    changed.map(({ name }) => name),
    ['rw'],
  );
  t.deepEqual(enabled(system, ...waiting), ['reader[0] give', 'writer[0] take'], 'the other reader waits');
  const both = [...waiting, 'writer[0] take', 'reader[0] give'];
  t.deepEqual(enabled(system, ...both), ['writer[1] take'], 'writers are served in the order in which they came');
  t.deepEqual(enabled(system, ...both, 'writer[1] take', 'writer[1] give'), ['writer[0] take']);
  t.true(enabled(system, ...both, 'writer[1] take', 'writer[1] give', 'writer[0] take', 'writer[0] give').length > 0);
});

test('a reader in a handler passes a writer that waits, unless all readers queue', (t) => {
  const builder = (readers: Readers) =>
    systemOf(
      defineSystem({ rw: rwLock({ readers }) })
        .process('reader', { take: (s) => s.acquireRead('rw'), give: (s) => s.release('rw') })
        .process('other', { take: (s) => s.acquireRead('rw') })
        .process('writer', { take: (s) => s.acquireWrite('rw') })
        .interrupt(
          'isr',
          { arrive: (s) => s, take: (s) => s.acquireRead('rw'), give: (s) => s.release('rw') },
          { cpu: 'cpu0' },
        ),
    );
  const takes = (readers: Readers) =>
    enabled(builder(readers), 'isr arrive', 'reader take', 'writer take').filter((step) => step.endsWith('take'));
  t.deepEqual(takes('queue but interrupts'), ['isr take']);
  t.deepEqual(takes('queue'), []);
  // Where readers pass, the writer announces nothing.
  t.deepEqual(enabled(builder('pass'), 'isr arrive', 'reader take'), ['reader give', 'other take', 'isr take']);
});

test('in the queue of a lock that is taken with irqsave, interrupts are off', (t) => {
  const system = systemOf(
    defineSystem({ ticket: ticketLock() })
      .process(
        'base',
        { take: (s) => s.acquireIrqsave('ticket'), give: (s) => s.releaseIrqrestore('ticket'), end: (s) => s },
        { cpu: 'cpu0' },
      )
      .process('other', { take: (s) => s.acquire('ticket'), give: (s) => s.release('ticket') }, { cpu: 'cpu1' })
      .interrupt('isr', { arrive: (s) => s, take: (s) => s.acquire('ticket') }, { cpu: 'cpu0' }),
  );
  // A handler that arrived there would wait for what it has frozen.
  t.deepEqual(enabled(system, 'other take', 'base take'), ['other give']);
  t.deepEqual(enabled(system, 'other take', 'base take', 'other give', 'base take'), ['base give']);
  t.deepEqual(enabled(system, 'other take', 'base take', 'other give', 'base take', 'base give'), [
    'base end',
    'isr arrive',
  ]);
});

test('a handler does not begin with its place in a queue, and readers do what their lock knows', async (t) => {
  const builder = defineSystem({ rw: rwLock() })
    .process('reader', { take: (s) => s.acquireRead('rw') })
    .interrupt('isr', { arrive: (s) => s.acquireWrite('rw'), end: (s) => s.release('rw') }, { cpu: 'cpu0' });
  t.regex((await userError(() => checked(builder))).message, /waits for read-write lock 'rw' before it has begun/);
  t.like(await userError(() => rwLock({ readers: 'queue up' as 'queue' })), { code: 'E_SYSTEM' });
});

test('who tries a lock that is held goes on without it', (t) => {
  const system = systemOf(
    defineSystem({ lock: new SpinLock() })
      .process('holder', { take: (s) => s.acquire('lock') })
      .process('p', {
        try: (s) => s.tryAcquire('lock') ?? s.goto('later'),
        got: (s) => s.release('lock'),
        later: (s) => s,
      }),
  );
  t.is(valuesOf(system, after(system, 'holder take', 'p try'))['p'], 'later');
  t.is(valuesOf(system, after(system, 'p try'))['p'], 'got');
});
