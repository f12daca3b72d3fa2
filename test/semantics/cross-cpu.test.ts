/** Acknowledged IPIs and stopped CPUs; expected verdicts follow from Linux' kernel/smp.c and kernel/stop_machine.c. */
import test from 'ava';
import { defineSystem, Ipi, ipi, perCpu, replicated, StopMachine, spinLock, stopMachine } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
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
  property(report, 'deadlock').counterexample?.waiting?.map(waitingText) ?? [];
const cpu = (i: number | string) => `cpu${i}`;

/** A mapping is removed and flushed from the other CPUs; the handlers flush before they acknowledge, or after. */
const shootdown = (flushes: 'before' | 'after', waits: boolean) =>
  defineSystem({ flush: replicated(['tlb'], ipi()), cached: perCpu(3, true), freed: false })
    .process(
      'unmapper',
      {
        send: (s) => s.set('cached', 'cpu0', false).sendIpi('flush', 'tlb', ['cpu1', 'cpu2']),
        wait: waits ? (s) => s.awaitIpi('flush', 'tlb') : undefined,
        free: (s) => s.set('freed', true),
      },
      { cpu: 'cpu0' },
    )
    .interrupts(
      'ipi',
      [1, 2],
      {
        arrive: (s) => s.takeIpi('flush', 'tlb'),
        early: flushes === 'after' ? (s) => s.acknowledgeIpi('flush', 'tlb') : undefined,
        flush: (s) => s.set('cached', s.thisCpu, false),
        acknowledge: flushes === 'before' ? (s) => s.acknowledgeIpi('flush', 'tlb') : undefined,
      },
      { cpu },
    )
    .invariant(
      'flushed',
      'no CPU caches what is freed',
      (s) => !s.get('freed') || [0, 1, 2].every((i) => !s.get('cached', cpu(i))),
    );

test('a sender that waits continues when each CPU has acknowledged, which it must not do too early', async (t) => {
  for (const [flushes, waits, verdict] of [
    ['before', true, 'holds'],
    ['after', true, 'violated'],
    ['before', false, 'violated'],
  ] as const) {
    const report = await reportOf(t, shootdown(flushes, waits));
    t.is(property(report, 'flushed').verdict, verdict, `${flushes} ${waits}`);
    t.is(property(report, 'deadlock').verdict, 'holds');
  }
});

test('a CPU takes all that was sent to it, and acknowledges to each sender', (t) => {
  const sent = new Ipi().send('a', ['cpu1', 'cpu2']).send('b', ['cpu1']);
  t.deepEqual(sent.unacknowledged('a'), ['cpu1', 'cpu2']);
  const taken = sent.take('cpu1') as Ipi;
  t.is(taken.take('cpu1'), undefined);
  t.is(sent.take('cpu0'), undefined);
  t.deepEqual(taken.unacknowledged('b'), ['cpu1'], 'taking is not acknowledging');
  // What is sent after it was taken is another one.
  const again = taken.send('b', ['cpu1']).acknowledge('cpu1');
  t.deepEqual(again.unacknowledged('a'), ['cpu2']);
  t.deepEqual(again.unacknowledged('b'), ['cpu1']);
});

test('two CPUs that send to each other with interrupts off wait for ever, and the trace says who has not acknowledged', async (t) => {
  const system = (off: boolean) =>
    defineSystem({ call: ipi() })
      .processes(
        'p',
        2,
        {
          off: off ? (s) => s.disableInterrupts() : undefined,
          send: (s) => s.sendIpi('call', [cpu(1 - s.index)]),
          wait: (s) => s.awaitIpi('call'),
          on: off ? (s) => s.enableInterrupts() : undefined,
        },
        { cpu },
      )
      .interrupts('ipi', 2, { arrive: (s) => s.takeIpi('call'), ack: (s) => s.acknowledgeIpi('call') }, { cpu });
  t.is(property(await reportOf(t, system(false)), 'deadlock').verdict, 'holds');
  const report = await reportOf(t, system(true));
  t.is(property(report, 'deadlock').verdict, 'violated');
  t.deepEqual(waitsOf(report), [
    'p[0] waits at wait for IPI call, not acknowledged by cpu1',
    'p[1] waits at wait for IPI call, not acknowledged by cpu0',
    'ipi[0] has not begun',
    'ipi[1] has not begun',
  ]);
  t.deepEqual(property(report, 'deadlock').counterexample?.waiting?.[0]?.awaits, [
    { name: 'call', as: 'acknowledgement', behind: ['cpu1'] },
  ]);
});

/** A patch of two words that other CPUs may run. */
const patching = (stops: boolean, resumes = true) =>
  defineSystem({ stop: stopMachine(), first: 0, second: 0, seen: perCpu(3, 0) })
    .assertion('whole', 'no CPU runs half a patch')
    .process(
      'patcher',
      {
        stop: stops ? (s) => s.stopCpus('stop', ['cpu1', 'cpu2']) : undefined,
        wait: stops ? (s) => s.awaitStopped('stop') : undefined,
        first: (s) => s.set('first', 1),
        second: (s) => s.set('second', 1),
        resume: stops && resumes ? (s) => s.resumeCpus('stop') : undefined,
      },
      { cpu: 'cpu0' },
    )
    .processes('runner', [1, 2], { run: (s) => s.assert('whole', s.get('first') === s.get('second')) }, { cpu })
    .interrupts('stopper', [1, 2], { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu });

test('what one CPU does while the others are stopped is atomic to them', async (t) => {
  for (const [stops, verdict] of [
    [true, 'holds'],
    [false, 'violated'],
  ] as const) {
    const report = await reportOf(t, patching(stops));
    t.is(property(report, 'whole').verdict, verdict);
    t.is(property(report, 'deadlock').verdict, 'holds');
  }
});

test('a CPU that is not resumed waits for the one that stopped it, and one that is asked and never arrives is named', async (t) => {
  const lines = waitsOf(await reportOf(t, patching(true, false)));
  t.true(lines.includes('stopper[1] waits at leave for stop, not ended by patcher'), lines.join('; '));
  const deaf = defineSystem({ stop: stopMachine(), lock: spinLock() })
    .process(
      'patcher',
      {
        lock: (s) => s.acquire('lock'),
        stop: (s) => s.stopCpus('stop', ['cpu1']),
        wait: (s) => s.awaitStopped('stop'),
      },
      { cpu: 'cpu0' },
    )
    .process(
      'runner',
      {
        off: (s) => s.disableInterrupts(),
        lock: (s) => s.acquire('lock'),
        on: (s) => s.release('lock').enableInterrupts(),
      },
      { cpu: 'cpu1' },
    )
    .process(
      'other',
      { stop: (s) => s.stopCpus('stop', []), end: (s) => s.awaitStopped('stop')?.resumeCpus('stop') },
      { cpu: 'cpu2' },
    )
    .interrupt('stopper', { arrive: (s) => s.enterStop('stop'), leave: (s) => s.leaveStop('stop') }, { cpu: 'cpu1' });
  const ends = waitsOf(await reportOf(t, deaf));
  t.true(ends.includes('patcher waits at wait for stop, not reached by cpu1'), ends.join('; '));
  t.true(ends.includes('runner waits at lock for lock lock, held by patcher'), ends.join('; '));
});

test('one rendezvous at a time: another begins when all CPUs have resumed', (t) => {
  const begun = new StopMachine().stop('p', ['cpu1']) as StopMachine;
  t.is(begun.stop('q', []), undefined);
  t.is(begun.enter('cpu2'), undefined);
  const stopped = begun.enter('cpu1') as StopMachine;
  t.false(begun.isStoppedBy('p'));
  t.true(stopped.isStoppedBy('p'));
  t.is(stopped.leave('cpu1'), undefined);
  const resumed = stopped.resume('p');
  t.is(resumed.stop('q', []), undefined, 'cpu1 has not resumed');
  t.truthy(resumed.leave('cpu1')?.stop('q', []));
});

test('interrupts are off from the arrival on, and afterwards as they were before', async (t) => {
  const system = (off: boolean) =>
    defineSystem({ stop: stopMachine() })
      .process(
        'p',
        {
          stop: (s) => s.stopCpus('stop', ['cpu1']),
          wait: (s) => s.awaitStopped('stop'),
          alone: (s) => s.resumeCpus('stop'),
          after: (s) => s,
        },
        { cpu: 'cpu0' },
      )
      .process(
        'loop',
        {
          off: off ? (s) => s.disableInterrupts() : undefined,
          check: (s) => s.enterStop('stop'),
          leave: (s) => s.leaveStop('stop'),
          after: (s) => s,
        },
        { cpu: 'cpu1' },
      )
      .interrupts('tick', 2, { arrive: { environment: (s) => s }, end: (s) => s }, { cpu })
      .invariant('quiet', 'no interrupt arrives on a stopped CPU, nor on the one that runs', (s) => {
        const [alone, stopped] = [s.at('p') === 'alone', s.at('loop') === 'leave'];
        return (!alone || s.current('cpu0') === 'thread') && (!stopped || s.current('cpu1') === 'thread');
      })
      .reachable('again', 'one arrives afterwards', (s) => s.at('loop') === 'after' && s.current('cpu1') === 'tick[1]')
      .reachable('again0', 'and on the other', (s) => s.at('p') === 'after' && s.current('cpu0') === 'tick[0]');
  for (const [off, again] of [
    [false, 'holds'],
    [true, 'violated'],
  ] as const) {
    const report = await reportOf(t, system(off));
    t.is(property(report, 'quiet').verdict, 'holds');
    t.is(property(report, 'again').verdict, again);
    t.is(property(report, 'again0').verdict, 'holds');
  }
});

test('misuse is an error that says what to do', async (t) => {
  const base = defineSystem({ call: ipi(), stop: stopMachine() }).process('other', { wait: (s) => s }, { cpu: 'cpu1' });
  const on0 = { cpu: 'cpu0' };
  for (const [system, code, message] of [
    [
      base.process('p', { ack: (s) => s.acknowledgeIpi('call') }, on0),
      'E_STEP',
      /acknowledges an IPI that 'cpu0' has not taken/,
    ],
    [base.process('p', { send: (s) => s.sendIpi('call', ['cpu0']) }, on0), 'E_STEP', /its own CPU 'cpu0'/],
    [
      base.process('p', { send: (s) => s.sendIpi('call', ['cpu2']) }, on0),
      'E_COMPONENT',
      /CPU 'cpu2', on which no process runs/,
    ],
    [base.process('p', { stop: (s) => s.stopCpus('stop', ['cpu0']) }, on0), 'E_STEP', /its own CPU 'cpu0'/],
    [base.process('p', { wait: (s) => s.awaitStopped('stop') }, on0), 'E_STEP', /'p' stops none/],
    [
      base.process('p', { stop: (s) => s.stopCpus('stop', ['cpu1'])?.resumeCpus('stop') }, on0),
      'E_STEP',
      /of which cpu1 has not arrived/,
    ],
    [base.process('p', { leave: (s) => s.leaveStop('stop') }, on0), 'E_STEP', /resumes 'cpu0', which is not stopped/],
  ] as const) {
    const error = await userError(() => check(system));
    t.is(error.code, code);
    t.regex(error.message, message);
    t.truthy(error.advice.hint);
  }
});

test('a handler may be declared for the CPU of another process: it freezes that process, and waits while it has interrupts off', async (t) => {
  const system = defineSystem({ raised: replicated(2, false), window: false })
    .processes('worker', 2, {
      off: (s) => (s.index === 0 ? s.disableInterrupts().set('window', true) : s),
      on: (s) => (s.index === 0 ? s.set('window', false).enableInterrupts() : s),
      end: (s) => s,
    })
    .process('kicker', { kick: (s) => s.set('raised', 0, true).set('raised', 1, true) })
    .interrupts(
      'kick',
      2,
      { arrive: (s) => s.when(s.get('raised', s.index))?.set('raised', s.index, false), done: (s) => s },
      { cpu: (i) => `worker[${i}]` },
    )
    .invariant(
      'off',
      'none arrives on a CPU with interrupts off',
      (s) => !s.get('window') || s.current('worker[0]') === 'thread',
    )
    .reachable('both', 'one arrives on each', (s) => [0, 1].every((i) => s.current(`worker[${i}]`) === `kick[${i}]`))
    .reachable(
      'between',
      'one arrives on the other CPU meanwhile',
      (s) => s.get('window') && s.current('worker[1]') === 'kick[1]',
    )
    .stepInvariant('frozen', 'the interrupted process takes no step', (before, _, step) =>
      [0, 1].every((i) => step.process !== `worker[${i}]` || before.current(`worker[${i}]`) === 'thread'),
    )
    .quiescent('taken', 'each is taken', (s) => !s.get('raised', 0) && !s.get('raised', 1));
  const report = await reportOf(t, system);
  for (const id of ['off', 'both', 'between', 'frozen', 'taken', 'deadlock'])
    t.is(property(report, id).verdict, 'holds', id);
  const unknown = system.invariant('none', 'no such CPU', (s) => s.current('worker') === 'thread');
  const error = await userError(() => check(unknown));
  t.is(error.code, 'E_COMPONENT');
});
