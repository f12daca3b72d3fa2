/** Kernel style: a column for each CPU, and of each step what bears on the violation, at most 75 characters wide. */
import test from 'ava';
import { defineSystem, rwLock, shared, spinLock } from 'everywhen';
import { List, Record } from 'immutable';
import stringWidth from 'string-width';
import { kernelStyle } from '../../src/trace/formats/kernel-style.ts';
import { kernelViewOf } from '../../src/trace/kernel/kernel-view.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

const widthMax = 75;

async function drawn(builder: unknown, id: string): Promise<string> {
  const { counterexample, witness } = property(await checked(builder), id);
  const trace = counterexample ?? witness;
  if (trace === undefined) throw new Error(`no trace of ${id}`);
  const lines = kernelStyle(kernelViewOf(systemOf(builder))(trace, id));
  for (const line of lines) if (stringWidth(line) > widthMax) throw new Error(`too wide: ${line}`);
  return `\n${lines.join('\n')}\n`;
}

test('a lost update shows both reads and the write that changed nothing; a step that changes nothing is left out', async (t) => {
  const lost = defineSystem({ counter: 0 })
    .processes(
      'task',
      2,
      {
        read: (s) => s.set('seen', s.get('counter')),
        relax: (s) => s,
        write: (s) => s.set('counter', s.get('seen') + 1),
      },
      { locals: { seen: 0 }, cpu: (i) => `CPU${i}` },
    )
    .quiescent('sum', 'no increment is lost', (s) => s.get('counter') === 2);
  t.is(
    await drawn(lost, 'sum'),
    `
  CPU0                                 CPU1
  ----                                 ----
  task[0]: read
  [reads counter 0]
                                       task[1]: read
                                       [reads counter 0]
                                       write
                                       [counter 0 -> 1]
  write
  [counter 1 -> 1]
`,
  );
});

test('a write that changes nothing is shown where another CPU made the value, and not where its own CPU has changed it since', async (t) => {
  const resent = defineSystem({ pending: false })
    .process('first', { set: (s) => s.set('pending', true) }, { cpu: 'CPU0' })
    .process(
      'second',
      {
        wait: (s) => s.when(s.get('pending')),
        again: (s) => s.set('pending', true),
        clear: (s) => s.set('pending', false),
        start: (s) => s.set('pending', false),
      },
      { cpu: 'CPU1' },
    )
    .quiescent('P', 'it is pending', (s) => s.get('pending'));
  t.is(
    await drawn(resent, 'P'),
    `
  CPU0                                 CPU1
  ----                                 ----
  first: set
  [pending false -> true]
                                       second: again
                                       [pending true -> true]
                                       clear
                                       [pending true -> false]
                                       start
`,
  );
});

test('a look at what another CPU has written is shown where it decides the way', async (t) => {
  const skips = defineSystem({ linked: false, quiet: false, told: false })
    .process('linker', { link: (s) => s.set('linked', true), append: (s) => s }, { cpu: 'CPU0' })
    .process(
      'sender',
      {
        'quiet?': (s) => (s.get('quiet') ? s.halt() : s.goto('linked?')),
        never: (s) => s,
        'linked?': (s) => (s.get('linked') ? s.goto('tell') : s),
        wait: (s) => s.halt(),
        tell: (s) => s.set('told', true),
      },
      { cpu: 'CPU1' },
    )
    .invariant('early', 'none is told before it is appended', (s) => !s.get('told') || s.at('linker') === 'halted');
  t.is(
    await drawn(skips, 'early'),
    `
  CPU0                                 CPU1
  ----                                 ----
  linker: link
  [linked false -> true]
                                       sender: linked?
                                       [reads linked true]
                                       tell
                                       [told false -> true]
`,
  );
});

test('a list that is read before another CPU adds to it is shown with its elements', async (t) => {
  const full = defineSystem({ list: List(['a']), looked: false })
    .process('first', { look: (s) => s.set('looked', s.get('list').size === 1) }, { cpu: 'CPU0' })
    .process('second', { add: (s) => s.update('list', (list) => list.push('b')) }, { cpu: 'CPU1' })
    .invariant('P', 'a process that has looked has seen all', (s) => !(s.get('looked') && s.get('list').size === 2));
  t.regex(await drawn(full, 'P'), /look\n {2}\[looked false -> true\]\n {2}\[reads list \[a\]\]\n/);
});

test('processes and handlers of one CPU share its column, and locks and interrupts are named without their holders', async (t) => {
  const byCpu = defineSystem({ lock: spinLock(), n: 0, raised: false })
    .process(
      'task',
      {
        take: (s) => s.acquireIrqsave('lock'),
        up: (s) => s.update('n', (n) => n + 1).set('raised', true),
        give: (s) => s.releaseIrqrestore('lock'),
      },
      { cpu: 'CPU0' },
    )
    .interrupts(
      'isr',
      [0, 1],
      {
        arrive: (s) => s.when(s.get('raised'))?.set('raised', false),
        up: (s) => s.update('n', (n) => n + 1),
      },
      { cpu: (i) => `CPU${i}` },
    )
    .process('other', { look: (s) => s }, { cpu: 'CPU1' })
    .reachable('both', 'the task is done and CPU0 has counted', (s) => s.at('task') === 'halted' && s.get('n') === 2);
  t.is(
    await drawn(byCpu, 'both'),
    `
  CPU0
  ----
  task: take
  [takes lock, irqs off]
  up
  [n 0 -> 1]
  [raised false -> true]
  give
  [releases lock, irqs on]
  isr[0]: arrive
  [raised true -> false]
  up
  [n 1 -> 2]
`,
  );
});

test('a store buffer is in the column of its CPU, and a store is seen where it is buffered and where it drains', async (t) => {
  const buffered = defineSystem({ x: shared(0), y: shared(0) }, { memory: 'tso' })
    .process('p', { x: (s) => s.store('x', 1), y: (s) => s.set('r', s.load('y')) }, { locals: { r: 2 }, cpu: 'CPU0' })
    .process('q', { y: (s) => s.store('y', 1), x: (s) => s.set('r', s.load('x')) }, { locals: { r: 2 }, cpu: 'CPU1' })
    .quiescent('SB', 'one sees the other', (s) => s.local('p', 'r') !== 0 || s.local('q', 'r') !== 0);
  t.is(
    await drawn(buffered, 'SB'),
    `
  CPU0                                 CPU1
  ----                                 ----
  p: x
  [x = 1 (in the store buffer)]
  y
  [reads y 0]
                                       q: y
                                       [y = 1 (in the store buffer)]
                                       x
                                       [reads x 0]
  CPU0 store buffer: drain
  [x 0 -> 1]
                                       CPU1 store buffer: drain
                                       [y 0 -> 1]
`,
  );
});

class Entry extends Record({ isRunning: false, host: 0, name: 'a long name that no column of three can hold' }) {}

test('three columns break no word, show of a record only what another CPU changes, and hide what does not bear on the property', async (t) => {
  const three = defineSystem({ entry: new Entry(), table: rwLock(), noise: 0, unrelated: false, sent: false })
    .process(
      'sender',
      {
        look: (s) => s.set('running', s.get('entry').isRunning),
        'read the table': (s) => s.acquireRead('table'),
        decide: (s) => s.when(s.get('running') === false)?.set('sent', true),
      },
      { locals: { running: false }, cpu: 'CPU0' },
    )
    .process(
      'scheduler',
      {
        'find the next': (s) => s.when(s.at('sender') === 'decide'),
        load: (s) => s.update('entry', (entry) => entry.set('isRunning', true)),
      },
      { cpu: 'CPU1' },
    )
    .process(
      'unrelated_worker_with_a_long_name',
      {
        noise: (s) => s.when(s.get('entry').isRunning)?.set('noise', 1),
        aVeryLongLabelWithoutAnySpace: (s) => s.when(s.get('noise') === 1)?.set('unrelated', true),
      },
      { cpu: 'CPU2' },
    )
    .reachable(
      'stale',
      'it is sent although it runs',
      (s) => s.get('sent') && s.get('entry').isRunning && s.get('unrelated'),
    );
  const text = await drawn(three, 'stale');
  t.regex(text, /^ {2}sender: look\n {2}\[reads\n {3}entry\.isRunning\n {3}false\]$/m);
  t.regex(text, /^ {2}\[takes table\n {3}\(read\)\]$/m);
  t.regex(text, /aVeryLongLabelWithoutAnySpace$/m);
  t.notRegex(text, /find the next/);
});

test('where each CPU waits stands in its column after the last step', (t) => {
  const event = { step: 0, process: 'a', column: 'CPU0', text: 'take', notes: ['takes x'] };
  const lines = kernelStyle({
    columns: ['CPU0', 'CPU1'],
    events: [event],
    waiting: [{ process: 'b', column: 'CPU1', text: 'waits for x (CPU0)' }],
    stays: false,
  });
  t.deepEqual(lines.slice(2), [
    '  a: take',
    '  [takes x]',
    '                                       b: waits for x (CPU0)',
  ]);
});

test('a cycle begins at its first event, and a run that stays says so', async (t) => {
  const blinking = defineSystem({ n: 0, on: false })
    .process('p', {
      once: (s) => s.set('n', 1),
      idle: (s) => s.goto('blink'),
      blink: (s) => s.update('on', (on) => !on).goto('idle'),
    })
    .eventually('two', 'n is 2', (s) => s.get('n') === 2)
    .infinitelyOften('end', 'n is 0', (s) => s.get('n') === 0);
  t.regex(await drawn(blinking, 'two'), /\[for ever:\]\n {2}blink\n {2}\[on /);
  const resting = defineSystem({ n: 0 })
    .process('p', { a: (s) => s.set('n', 1) })
    .eventually('two', '', (s) => s.get('n') === 2);
  t.regex(await drawn(resting, 'two'), /Nothing is obliged to happen any more\.\n$/);
});
