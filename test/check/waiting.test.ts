/** Where a trace of a deadlock or of a wait cycle ends, what each process does there; expected lines are read off the systems. */
import test from 'ava';
import { check, defineSystem, rwLock, spinLock, ticketLock } from 'everywhen';
import { instantiate } from '../../src/language/model.ts';
import { kernelStyle } from '../../src/trace/formats/kernel-style.ts';
import { kernelViewOf } from '../../src/trace/kernel/kernel-view.ts';
import { replay } from '../../src/trace/replay.ts';
import { traceText } from '../../src/trace/text.ts';
import { waitingText } from '../../src/trace/waiting-text.ts';
import lookThenSleep from '../cases/green/look-then-sleep.ts';
import waitingWriter from '../cases/green/rwlock-waiting-writer.ts';
import { checked, property, steps, systemOf } from '../helpers/explored.ts';

const waits = async (builder: unknown, id = 'deadlock') =>
  property(await checked(builder as never), id).counterexample?.waiting?.map(waitingText);

test('a step that waits with `when` looks for ever; a look of its own before the sleep loses the wakeup', async (t) => {
  for (const run of [{ workers: 1 }, { workers: 2 }, { engine: 'reference' as const }]) {
    t.is((await check(lookThenSleep, { style: 'when' }, run)).verdict, 'holds');
    const report = await check(lookThenSleep, { style: 'two steps' }, run);
    t.is(report.verdict, 'violated');
    t.deepEqual(steps(property(report, 'deadlock')), ['waiter look', 'owner done']);
    t.deepEqual(property(report, 'deadlock').counterexample?.waiting, [
      { process: 'waiter', at: 'sleep', why: 'condition' },
      { process: 'owner', at: 'halted', why: 'halted' },
    ]);
  }
});

test('a deadlock by locks says who waits where, for which lock and for whom, as data and in every text', async (t) => {
  const trace = property(await check(waitingWriter), 'deadlock').counterexample;
  t.deepEqual(trace?.waiting, [
    { process: 'cpu0', at: 'b', why: 'lock', locks: [{ lock: 'b', behind: [{ process: 'cpu1', holds: 'write' }] }] },
    { process: 'cpu1', at: 'ra', why: 'lock', locks: [{ lock: 'a', mode: 'read', behind: [{ process: 'cpu2' }] }] },
    {
      process: 'cpu2',
      at: 'wa',
      why: 'lock',
      locks: [{ lock: 'a', mode: 'write', behind: [{ process: 'cpu0', holds: 'read' }] }],
    },
  ]);
  const lines = [
    'cpu0 waits at b for lock b, held by cpu1',
    'cpu1 waits at ra for lock a (read), for which cpu2 waits already',
    'cpu2 waits at wa for lock a (write), held by cpu0 (read)',
  ];
  t.deepEqual(traceText(trace as never).slice(-4), ['', ...lines]);
  const quoted = kernelStyle(kernelViewOf(instantiate(waitingWriter, {}))(trace as never));
  t.deepEqual(quoted.slice(-9), [
    '                                                    [queues for a]',
    '  waits at b for lock b,',
    '    held by cpu1',
    '                           waits at ra for lock a',
    '                             (read), for which',
    '                             cpu2 waits already',
    '                                                    waits at wa for lock a',
    '                                                      (write), held by cpu0',
    '                                                      (read)',
  ]);
});

test('the trace of a wait cycle ends with the same lines, and others that could continue are named, too', async (t) => {
  const builder = defineSystem({ a: spinLock(), b: ticketLock(), spins: false })
    .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b') })
    .process('q', { b: (s) => s.acquire('b'), a: (s) => s.acquire('a') })
    .process('r', { look: (s) => s.set('spins', !s.get('spins')).goto('look') })
    .lockOrder('L', 'locks', { rules: ['wait cycle'] });
  t.deepEqual(await waits(builder, 'L'), [
    'p waits at b for lock b, held by q',
    'q waits at a for lock a, held by p',
    'r can continue at look',
  ]);
});

test('handlers, frozen threads, labels of mayWaitAt, environment steps and rule sets have words of their own', async (t) => {
  const builder = defineSystem({ lock: spinLock(), doorbell: false })
    .process('base', { take: (s) => s.acquire('lock'), give: (s) => s.release('lock') }, { cpu: 'cpu0' })
    .interrupt(
      'isr',
      { arrive: { environment: (s) => s.when(s.get('doorbell')) }, take: (s) => s.acquire('lock') },
      { cpu: 'cpu0' },
    )
    .interrupt('late', { arrive: { environment: (s) => s.when(s.get('doorbell')) } }, { cpu: 'cpu1' })
    .process(
      'idle',
      { start: (s) => s, ring: { environment: (s) => s.set('doorbell', true) } },
      { mayWaitAt: ['ring'] },
    )
    .process('outside', { enter: { environment: (s) => s.goto('enter') } })
    .rules('bus', { ring: (s) => s.when(false) });
  // The deadlock without a handler: `outside` may not wait for the environment.
  t.deepEqual(await waits(builder), [
    'base has halted',
    'isr has not begun',
    'late has not begun',
    'idle waits at ring for an environment step, where it may wait',
    'outside waits at enter for an environment step',
    'bus has no enabled rule',
  ]);
});

test('a handler that waits for what it froze, and a process that waits for itself', async (t) => {
  const frozen = defineSystem({ lock: spinLock() })
    .process('base', { take: (s) => s.acquire('lock'), give: (s) => s.release('lock') }, { cpu: 'cpu0' })
    .interrupt(
      'isr',
      { arrive: { environment: (s) => s }, take: (s) => s.acquire('lock'), give: (s) => s.release('lock') },
      { cpu: 'cpu0' },
    );
  t.deepEqual(await waits(frozen), ['base is frozen at give by isr', 'isr waits at take for lock lock, held by base']);
  const itself = defineSystem({ rw: rwLock() }).process('p', {
    read: (s) => s.acquireRead('rw'),
    write: (s) => s.acquireWrite('rw'),
  });
  t.deepEqual(await waits(itself), ['p waits at write for lock rw (write), held by itself (read)']);
});

test('a step that could release a lock it does not hold is asked, too, where that is a finding and no error', async (t) => {
  const builder = defineSystem({ lock: spinLock() })
    .process('p', { give: { environment: (s) => s.release('lock') } })
    .lockOrder('L', 'locks');
  t.deepEqual(await waits(builder), ['p waits at give for an environment step']);
});

test('a process that waits for one of several locks names them all, and who is queued before it', async (t) => {
  const builder = defineSystem({ a: spinLock(), queue: ticketLock() })
    .process('holder', { take: (s) => s.acquire('a')?.acquire('queue') })
    .process('first', { wait: (s) => s.when(s.at('holder') === 'halted')?.acquire('queue') })
    .process('second', {
      wait: {
        queue: (s) => s.when(s.at('holder') === 'halted')?.acquire('queue'),
        a: (s) => s.when(s.at('holder') === 'halted')?.acquire('a'),
      },
    });
  // Both orders of drawing tickets are as short; `first` is declared first.
  t.deepEqual(await waits(builder), [
    'holder has halted',
    'first waits at wait for lock queue, held by holder',
    'second waits at wait for lock queue, held by holder, for which first waits already; and for lock a, held by holder',
  ]);
});

test('a replayed trace needs no lines, and names in them cannot escape', async (t) => {
  const builder = defineSystem({ a: spinLock() }).process('p\u001b[31m', {
    take: (s) => s.acquire('a'),
    again: (s) => s.acquire('a'),
  });
  const report = await checked(builder);
  const { counterexample } = property(report, 'deadlock');
  t.regex(traceText(counterexample as never).join('\n'), /p\\u\{1b\}\[31m waits at again for lock a, held by itself/);
  const { waiting: _, ...older } = counterexample as NonNullable<typeof counterexample>;
  t.is(replay(systemOf(builder), 'deadlock', older), undefined);
});
