/** What is owed: raised and handled, lost and spurious. */
import test from 'ava';
import { defineSystem, type PropertiesOf } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { property, steps, systemOf, userError } from '../helpers/explored.ts';

const ENGINES = ['kernel', 'reference'] as const;
const check = (builder: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(builder), { model: 'test', parameters: {} }, options);
const verdicts = async (builder: unknown, options: RunOptions) =>
  Object.fromEntries((await check(builder, options)).properties.map(({ id, verdict }) => [id, verdict]));

/** An edge that a CPU acknowledges before it serves the device, or after: an edge that comes in between is lost then. */
const device = (ack: 'first' | 'last') =>
  defineSystem({ pending: false, work: false })
    .budget('edges', 2)
    .owed('edge', 'an edge of the device')
    .rules('device', {
      edge: { environment: (s) => s.set('work', true).set('pending', true).raise('edge'), budget: 'edges' },
    })
    .process(
      'cpu',
      {
        wait: (s) => s.when(s.get('pending')),
        ack: ack === 'first' ? (s) => s.set('pending', false) : undefined,
        serve: (s) => (s.get('work') ? s.set('work', false).handle('edge') : s),
        'late ack': ack === 'last' ? (s) => s.set('pending', false) : undefined,
      },
      { end: 'loop', mayWaitAt: ['wait'] },
    );

test('what is owed in a quiescent state is lost', async (t) => {
  for (const engine of ENGINES) {
    t.like(await verdicts(device('first'), { engine }), { 'edge lost': 'holds', 'edge spurious': 'holds' });
    const lossy = await check(device('last'), { engine });
    t.deepEqual(steps(property(lossy, 'edge lost')), [
      'device edge',
      'cpu wait',
      'cpu serve',
      'device edge',
      'cpu late ack',
    ]);
    t.is(property(lossy, 'edge spurious').verdict, 'holds');
  }
});

test('what is handled and not owed is spurious, unless that is allowed', async (t) => {
  const twice = (spurious: 'allowed' | 'judged') =>
    defineSystem({ n: 0 })
      .owed('irq', 'an interrupt', { spurious })
      .process('p', {
        raise: (s) => s.raise('irq'),
        first: (s) => s.handle('irq'),
        second: (s) => s.handle('irq').set('n', 1),
      });
  for (const engine of ENGINES) {
    t.like(await verdicts(twice('judged'), { engine }), { 'irq lost': 'holds', 'irq spurious': 'violated' });
    t.deepEqual(Object.keys(await verdicts(twice('allowed'), { engine })), ['irq lost', 'deadlock']);
    t.is((await verdicts(twice('allowed'), { engine }))['irq lost'], 'holds');
  }
});

test('one for each index: an index that is forgotten is lost', async (t) => {
  const cpus = (served: number) =>
    defineSystem({ n: 0 })
      .owed('irq', 'an interrupt', { each: 2 })
      .processes('cpu', 2, { raise: (s) => s.raise('irq', s.index) })
      .rules('handler', {
        serve: (s) =>
          s
            .when(s.get('n') < served && s.at('cpu', s.get('n')) === 'halted')
            ?.handle('irq', s.get('n'))
            .update('n', (n) => n + 1),
      });
  for (const engine of ENGINES) {
    t.is((await verdicts(cpus(2), { engine }))['irq lost'], 'holds');
    t.is((await verdicts(cpus(1), { engine }))['irq lost'], 'violated');
  }
});

test('nothing that happens depends on what is owed, and properties may read it', async (t) => {
  const system = defineSystem({ n: 0 }).owed('irq', 'an interrupt');
  const reads = system.process('p', {
    look: (s) => s.when((s as never as { get: (n: string) => boolean }).get('irq')),
  });
  t.is((await userError(() => check(reads))).code, 'E_GHOST');
  const asked = system
    .process('p', { raise: (s) => s.raise('irq'), handle: (s) => s.handle('irq') })
    .reachable('R', 'it is owed', (s) => s.get('irq'));
  t.is((await verdicts(asked, {}))['R'], 'holds');
});

test('wrong declarations and names are refused, by the compiler too', async (t) => {
  const twice = defineSystem({ irq: 0 });
  t.regex((await userError(() => twice.owed('irq', 'an interrupt'))).message, /two declarations of component 'irq'/);
  const unknown = defineSystem({ n: 0 })
    .owed('irq', 'an interrupt')
    // @ts-expect-error -- never declared.
    .process('p', { raise: (s) => s.raise('ipi') });
  t.is((await userError(() => check(unknown))).code, 'E_COMPONENT');
  const system = defineSystem({ n: 0 }).owed('irq', 'an interrupt', { spurious: 'allowed' });
  const ids: readonly PropertiesOf<typeof system>[] = ['irq lost', 'deadlock'];
  // @ts-expect-error -- allowed, and so not declared.
  const none: PropertiesOf<typeof system> = 'irq spurious';
  t.false(ids.includes(none));
});
