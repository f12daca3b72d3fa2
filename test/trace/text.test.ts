import test from 'ava';
import { defineSystem, replicated, SpinLock, value } from 'everywhen';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { columnsOf, contextSwitches, traceText } from '../../src/trace/text.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

test('each process has a column, each step a row with its changes', async (t) => {
  const builder = defineSystem({ lock: new SpinLock(), counter: 0 })
    .processes(
      'thread',
      2,
      { read: (s) => s.set('seen', s.get('counter')), write: (s) => s.set('counter', s.get('seen') + 1) },
      { locals: { seen: 0 } },
    )
    .quiescent('P', 'both count', (s) => s.get('counter') === 2);
  const trace = property(await checked(builder), 'P').counterexample as Counterexample;
  t.is(
    `\n${traceText(trace, columnsOf(systemOf(builder))).join('\n')}\n`,
    `
initially  lock SpinLock(holder null), counter 0, thread[0].seen 0, thread[1].seen 0

     thread[0]  thread[1]  changes
  1  read
  2             read
  3             write      counter 0 -> 1
  4  write

finally    counter 1
`,
  );
  t.is(contextSwitches(trace.steps), 2);
});

test('processes may share a declared column, and a procedure shows its parameters', async (t) => {
  const builder = defineSystem({ kicked: replicated(2, false), state: value<'run' | 'idle'>('idle') })
    .procedure(
      'kick',
      { cpu: 0, running: false },
      {
        look: (s) => s.set('running', s.get('state') === 'run'),
        send: (s) => s.set('kicked', s.get('cpu'), true),
      },
    )
    .process(
      'guest',
      { start: (s) => s.set('state', 'run'), ring: { loud: (s) => s.choose({ left: s.call('kick', { cpu: 1 }) }) } },
      { column: 'CPU0' },
    )
    .process('host', { wake: (s) => s }, { column: 'CPU0' })
    .invariant('P', 'nobody is kicked', (s) => !s.get('kicked', 1));
  const trace = property(await checked(builder), 'P').counterexample as Counterexample;
  t.is(
    `\n${traceText(trace, columnsOf(systemOf(builder))).join('\n')}\n`,
    `
initially  kicked[0] false, kicked[1] false, state idle

     CPU0                       changes
  1  guest: start               state idle -> run
  2  guest: ring / loud (left)  calls kick(cpu 1, running false)
  3  guest: kick.look           kick.running false -> true
  4  guest: kick.send           kicked[1] false -> true

finally    kicked[1] true, state run
`,
  );
});

test('no line is wider than 100 columns, whatever the number of processes and the length of names', (t) => {
  const word = fc.string({ minLength: 1, maxLength: 60 });
  const step = fc.record({
    process: fc.nat({ max: 30 }),
    label: word,
    alternative: fc.option(word, { nil: undefined }),
    name: word,
    before: fc.jsonValue(),
    after: fc.jsonValue(),
  });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 31, maxLength: 31 }),
      fc.array(step, { maxLength: 12 }),
      (processes, drawn) => {
        const steps = drawn.map(({ process, label, alternative, name, before, after }) => ({
          process: processes[process] as string,
          label,
          tag: 'system' as const,
          changes: { [name]: [tame(before), tame(after)] as const },
          ...(alternative !== undefined && { alternative }),
        }));
        const lines = traceText({ initial: { x: 'y'.repeat(300) }, steps });
        t.deepEqual(
          lines.filter((line) => stringWidth(line) > 100),
          [],
        );
      },
    ),
  );
});

test('a trace of no steps shows the initial values alone', (t) => {
  t.deepEqual(traceText({ initial: { n: 0 }, steps: [] }), ['initially  n 0']);
});

test('control characters in names and values are shown, not sent', (t) => {
  const trace: Counterexample = {
    initial: { 'a\u001b[31m': 'x\u0007' },
    steps: [
      {
        process: 'p\u001b]0;title\u0007',
        label: 'l\r\n\u202e',
        tag: 'system',
        changes: { 'a\u001b[31m': ['x', '\u009b2J'] },
      },
    ],
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is that none is there.
  t.notRegex(traceText(trace).join('\n').replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202e]/);
});

/** JSON in the form of values: every object has a tag. */
function tame(json: unknown): never {
  return (typeof json === 'object' && json !== null ? JSON.stringify(json) : json) as never;
}
