/** Wait queues, completions, semaphores; expected verdicts follow from Linux' kernel/sched/wait.c, completion.c and kernel/locking/semaphore.c. */
import test from 'ava';
import {
  Completion,
  completion,
  defineSystem,
  replicated,
  Semaphore,
  semaphore,
  WaitQueue,
  waitQueue,
} from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { kernelViewOf } from '../../src/trace/kernel/kernel-view.ts';
import { waitingText } from '../../src/trace/waiting-text.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

/** The deadlock of a system, by engine and reference alike. */
async function deadlockOf(t: { deepEqual: (a: unknown, b: unknown) => unknown }, builder: unknown) {
  const by = async (engine: 'kernel' | 'reference') =>
    await checkSystem(systemOf(builder), { model: 'test', parameters: {} }, { engine, workers: 1 });
  const [found, expected] = [await by('kernel'), await by('reference')];
  t.deepEqual(found.properties, expected.properties);
  return property(found, 'deadlock');
}

/** A waiter that looks after it prepares to wait, or before; and a waker that sets what it looks for and wakes. */
const preparing = () =>
  defineSystem({ q: waitQueue(), ready: false })
    .process('waiter', {
      prepare: (s) => s.prepareToWait('q'),
      look: (s) => (s.get('ready') ? s.finishWait('q').halt() : s),
      sleep: (s) => s.sleep('q')?.goto('prepare'),
    })
    .process('waker', { set: (s) => s.set('ready', true), wake: (s) => s.wake('q') });
const looking = (pending: boolean) =>
  defineSystem({ q: waitQueue({ pending }), ready: false })
    .process('waiter', {
      look: (s) => (s.get('ready') ? s.halt() : s),
      prepare: (s) => s.prepareToWait('q'),
      sleep: (s) => s.sleep('q')?.goto('look'),
    })
    .process('waker', { set: (s) => s.set('ready', true), wake: (s) => s.wake('q') });

test('a wake-up after the process has prepared to wait is not lost', async (t) => {
  t.is((await deadlockOf(t, preparing())).verdict, 'holds');
});

test('a wake-up between the look and preparing to wait is lost, and the trace says on what the process sleeps', async (t) => {
  const { verdict, counterexample } = await deadlockOf(t, looking(false));
  t.is(verdict, 'violated');
  const taken = counterexample?.steps.map(({ process, label }) => `${process} ${label}`) ?? [];
  t.is(taken.length, 4);
  t.true(taken.indexOf('waiter look') < taken.indexOf('waker set'));
  t.true(taken.indexOf('waker wake') < taken.indexOf('waiter prepare'));
  t.deepEqual(counterexample?.waiting, [
    { process: 'waiter', at: 'sleep', why: 'sleep', on: [{ name: 'q', as: 'wait queue' }] },
    { process: 'waker', at: 'halted', why: 'halted' },
  ]);
  t.is(waitingText(counterexample?.waiting?.[0] as never), 'waiter sleeps at sleep on wait queue q');
});

test('a queue that keeps one wake-up pending loses none here', async (t) => {
  t.is((await deadlockOf(t, looking(true))).verdict, 'holds');
});

test('a pending queue keeps one wake-up, however many there were', (t) => {
  const kept = new WaitQueue({ pending: false }).wake().wake();
  t.true(kept.pending);
  const first = kept.prepare('p', false);
  t.false(first.pending);
  t.truthy(first.awake('p'));
  t.is(first.prepare('q', false).awake('q'), undefined);
  t.is(new WaitQueue().wake().pending, null);
});

test('a wake-up wakes all that are not exclusive and the first that is, first come, first served', (t) => {
  const queue = ['a', 'b', 'c', 'd'].reduce((q, name) => q.prepare(name, name > 'b'), new WaitQueue());
  const once = queue.wake();
  t.deepEqual([...once.woken].sort(), ['a', 'b', 'c']);
  t.deepEqual([...once.exclusive], ['d']);
  t.deepEqual([...queue.wakeAll().woken].sort(), ['a', 'b', 'c', 'd']);
  // A process that waits already keeps its place; a process that has been woken goes to the end.
  t.deepEqual([...queue.prepare('c', true).exclusive], ['c', 'd']);
  t.deepEqual([...once.prepare('c', true).exclusive], ['d', 'c']);
});

test('an exclusive process that leaves without finishing takes the wake-up of another', async (t) => {
  const system = (finishes: boolean) =>
    defineSystem({ q: waitQueue(), turn: 0 })
      .process('leaver', {
        prepare: (s) => s.prepareToWait('q', { exclusive: true }).set('turn', 1),
        leave: (s) => (finishes ? s.finishWait('q') : s).set('turn', 2),
      })
      .process('sleeper', {
        prepare: (s) => s.when(s.get('turn') > 0)?.prepareToWait('q', { exclusive: true }),
        sleep: (s) => s.sleep('q'),
      })
      .process('waker', { wake: (s) => s.when(s.get('turn') === 2 && s.get('q').isWaiting('sleeper'))?.wake('q') });
  t.is((await deadlockOf(t, system(true))).verdict, 'holds');
  t.is((await deadlockOf(t, system(false))).verdict, 'violated');
});

test('a sleep on a queue where the process has not prepared to wait is an error', async (t) => {
  const system = defineSystem({ q: waitQueue() }).process('p', { sleep: (s) => s.sleep('q') });
  const error = await t.throwsAsync(checked(system));
  t.regex(error?.message ?? '', /step 'sleep'.*of process 'p'.*'p' has not prepared to wait/);
});

test('a completion counts, and completing all lets later waits return', async (t) => {
  t.is(new Completion().complete().complete().awaited()?.done, 1);
  t.is(new Completion().awaited(), undefined);
  t.true(new Completion().completeAll().awaited()?.all);
  const system = (all: boolean) =>
    defineSystem({ c: completion() })
      .processes('p', 3, { wait: (s) => s.waitFor('c') })
      .process('q', {
        one: (s) => (all ? s.completeAll('c') : s.complete('c')),
        other: (s) => (all ? s : s.complete('c')),
      });
  t.is((await deadlockOf(t, system(true))).verdict, 'holds');
  const { verdict, counterexample } = await deadlockOf(t, system(false));
  t.is(verdict, 'violated');
  const asleep = counterexample?.waiting?.map(waitingText).filter((line) => line.includes('sleeps'));
  t.is(asleep?.length, 1);
  t.regex(asleep?.[0] ?? '', /^p\[\d\] sleeps at wait on completion c$/);
});

test('a semaphore admits as many as it counts, and any process may release it', async (t) => {
  t.is(new Semaphore({ count: 0 }).down(), undefined);
  t.is(new Semaphore({ count: 0 }).up().count, 1);
  const system = defineSystem({ slots: replicated(2, semaphore(2)) })
    .processes('p', 3, { enter: (s) => s.down('slots', 1), inside: (s) => s.up('slots', 1) })
    .reachable('two', 'two are inside', (s) => [0, 1].every((p) => s.at('p', p) === 'inside'))
    .reachable('three', 'three are inside', (s) => [0, 1, 2].every((p) => s.at('p', p) === 'inside'));
  const report = await checked(system);
  t.is(property(report, 'two').verdict, 'holds');
  t.is(property(report, 'three').verdict, 'violated');
  t.is(property(report, 'deadlock').verdict, 'holds');
});

test('a trace in the kernel form shows the wake-up that wakes no process', async (t) => {
  const system = systemOf(looking(false));
  const trace = (await deadlockOf(t, looking(false))).counterexample as Counterexample;
  const { events, waiting } = kernelViewOf(system)(trace, 'deadlock');
  t.deepEqual(
    events.map(({ process, text, notes }) => [process, text, ...notes]),
    [
      ['waiter', 'look', 'reads ready false'],
      ['waker', 'set', 'ready false -> true'],
      ['waker', 'wake', 'wakes none on q'],
      ['waiter', 'prepare', 'q.waiting {} -> {waiter}'],
    ],
  );
  t.deepEqual(
    waiting.map(({ process, text }) => `${process} ${text}`),
    ['waiter sleeps at sleep on wait queue q'],
  );
});

test('a process that leaves a queue where it has waited wakes none, and the kernel form does not say so', async (t) => {
  const system = defineSystem({ q: waitQueue() }).process('p', {
    prepare: (s) => s.prepareToWait('q'),
    finish: (s) => s.finishWait('q'),
    again: (s) => s.finishWait('q'),
    stop: (s) => s.when(false),
  });
  const trace = (await deadlockOf(t, system)).counterexample as Counterexample;
  const { events } = kernelViewOf(systemOf(system))(trace, 'deadlock');
  t.false(events.some(({ notes }) => notes.some((note) => note.startsWith('wakes'))));
});
