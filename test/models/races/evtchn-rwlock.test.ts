/** An event channel that is removed while it is handled: the published events, and what must go before the grace period begins. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../../models/races/evtchn-rwlock.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { kernelStyle } from '../../../src/trace/formats/kernel-style.ts';
import { kernelViewOf } from '../../../src/trace/kernel/kernel-view.ts';
import { property, steps } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';

type Choice = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

const UAF = 'irq_info use after free';
/** By variant, the violated properties with the length of the shortest trace, with a step for each line of the published code. */
const PUBLISHED: readonly (readonly [Choice, { readonly [id: string]: number }])[] = [
  [{ variant: 'none' }, { [UAF]: 9, NULL: 5, REUSE: 8 }],
  [
    { variant: 'rwlock', rw: 'fair' },
    { LO: 7, deadlock: 7 },
  ],
  [{ variant: 'rwlock', rw: 'unfair' }, {}],
  [{ variant: 'rcu' }, {}],
  [{ variant: 'rcu-null-early' }, { NULL: 6 }],
  [{ variant: 'rcu-irq-early' }, { REUSE: 7 }],
  [{ variant: 'rcu-mapping-late' }, { [UAF]: 9, NULL: 6, REUSE: 7 }],
];

async function found(choice: Choice, id: string) {
  const trace = property(await check(model, choice), id).counterexample;
  if (trace === undefined) throw new Error(`${id} is not violated`);
  const system = instantiate(model, chooseParameters(model.parameters, choice));
  return kernelStyle(kernelViewOf(system)(trace, id));
}

/** The trace is in columns of these CPUs, and fits a commit message. */
function inColumns(
  t: { true: (a: boolean, m?: string) => unknown; deepEqual: (a: unknown, b: unknown) => unknown },
  lines: readonly string[],
  cpus: readonly string[],
) {
  t.deepEqual(lines[0]?.trim().split(/\s+/), cpus);
  for (const line of lines) t.true(line.length <= 75, line);
}

test('the verdicts and the lengths are the published ones, whichever engine explores', async (t) => {
  for (const [choice, violated] of PUBLISHED) {
    for (const engine of ['kernel', 'reference'] as const) {
      const { properties } = await check(model, choice, { engine });
      const lengths = properties
        .filter(({ verdict }) => verdict === 'violated')
        .map(({ id, counterexample }) => [id, counterexample?.steps.length]);
      t.deepEqual(Object.fromEntries(lengths), violated, `${JSON.stringify(choice)} ${engine}`);
    }
  }
});

test('before the first fix, the closer frees irq_info, clears the pointer or gives the number back while the handler runs', async (t) => {
  const report = await check(model, { variant: 'none' });
  const upcall = ['arrives', 'evtchn_to_irq', 'info_for_irq', 'spin_lock(hvc)', 'spin_unlock(hvc)'];
  t.deepEqual(steps(property(report, UAF)), [
    ...upcall.map((label) => `upcall ${label}`),
    ...['close unmap', 'close clear pointer', 'close kfree', 'upcall EOI'],
  ]);
  t.deepEqual(steps(property(report, 'NULL')).slice(2), ['close unmap', 'close clear pointer', 'upcall info_for_irq']);
  t.deepEqual(steps(property(report, 'REUSE')).slice(-2), ['bind irq_alloc_desc', 'upcall info_for_irq']);
  const text = await found({ variant: 'none' }, UAF);
  inColumns(t, text, ['CPU0', 'CPU2']);
  golden(t, 'races/evtchn-rwlock-free.txt', `${text.join('\n')}\n`);
});

// "CPU0 (IRQ) read_lock; CPU1 spin_lock(hvc); CPU2 write_lock, blocks; CPU0 spin_lock(hvc), blocks; CPU1 read_lock, blocks as a writer waits."
test('the first fix deadlocks three CPUs, in the published order and columns', async (t) => {
  const choice = { variant: 'rwlock', rw: 'fair' } as const;
  const { counterexample } = property(await check(model, choice), 'deadlock');
  const order = counterexample?.steps.map(({ process, label }) => `${process} ${label}`) ?? [];
  const events = ['upcall read_lock', '__hvc_poll spin_lock(hvc)', 'close write_lock'].map((one) => order.indexOf(one));
  t.true(
    events.every((at, i) => at >= 0 && (i === 0 || at > (events[i - 1] as number))),
    order.join('; '),
  );
  t.deepEqual(
    counterexample?.waiting?.filter(({ why }) => why === 'lock').map(({ process, at, locks }) => [process, at, locks]),
    [
      ['upcall', 'spin_lock(hvc)', [{ lock: 'hvc', behind: [{ process: '__hvc_poll', holds: 'write' }] }]],
      ['__hvc_poll', 'read_lock', [{ lock: 'evtchn', mode: 'read', behind: [{ process: 'close' }] }]],
      ['close', 'write_lock', [{ lock: 'evtchn', mode: 'write', behind: [{ process: 'upcall', holds: 'read' }] }]],
    ],
  );
  const text = await found(choice, 'deadlock');
  inColumns(t, text, ['CPU0', 'CPU1', 'CPU2']);
  golden(t, 'races/evtchn-rwlock.txt', `${text.join('\n')}\n`);
});

test('what is given up before the readers are out is missed, and so is a mapping that goes after the grace period has begun', async (t) => {
  const last = async (choice: Choice, id: string) => steps(property(await check(model, choice), id)).slice(3);
  t.deepEqual(await last({ variant: 'rcu-null-early' }, 'NULL'), [
    'close unmap',
    'close clear pointer',
    'upcall info_for_irq',
  ]);
  t.deepEqual(await last({ variant: 'rcu-irq-early' }, 'REUSE'), [
    'close unmap',
    'close irq_free_desc',
    'bind irq_alloc_desc',
    'upcall info_for_irq',
  ]);
  const late = steps(property(await check(model, { variant: 'rcu-mapping-late' }), 'NULL'));
  t.true(late.indexOf('close queue_rcu_work') < late.indexOf('upcall rcu_read_lock'));
  t.false(late.includes('close unmap late'));
  for (const [variant, id, cpus] of [
    ['rcu-null-early', 'NULL', ['CPU0', 'CPU2']],
    ['rcu-irq-early', 'REUSE', ['CPU0', 'CPU2', 'CPU3']],
    ['rcu-mapping-late', UAF, ['CPU0', 'CPU2']],
  ] as const) {
    inColumns(t, await found({ variant }, id), cpus);
  }
});
