/** A lockdep report that is wrong: right about classes, wrong about instances, and what makes each so. */
import '../../helpers/uncounted.ts';
import test, { type ExecutionContext } from 'ava';
import { kernelStyle } from '../../../src/trace/formats/kernel-style.ts';
import { kernelViewOf } from '../../../src/trace/kernel/kernel-view.ts';
import { lockFindingText } from '../../../src/trace/lock-text.ts';
import { property } from '../../helpers/explored.ts';
import { golden } from '../../helpers/golden.ts';
import { asPublished, engineIsReference, goldenTrace, inThisOrder, judged, violation } from './race.ts';

const NAME = 'pi-wakeup-lock';
const ALL = ['LOC', 'LOI', 'deadlock'];

test('lockdep reports classes that have no order, and no instance can deadlock; the subclass says so', (t) =>
  asPublished(t, NAME, {
    subclass: { '2 CPUs': [] },
    today: { '2 CPUs': ['LOC'] },
    'irqs-on': { '2 CPUs': ALL },
    'in-under-rq': { '2 CPUs': ALL },
    'subclass-in-under-rq': { '2 CPUs': ALL },
  }));

/** The findings of lock order as a commit message shows them, the same as `test/golden/races/FILE`. */
async function goldenFindings(t: ExecutionContext, file: string, variant: string) {
  const { system, report } = await judged(NAME, { variant });
  const { title, lockFindings = [] } = property(report, 'LOC');
  const show = kernelViewOf(system);
  const lines = lockFindings.flatMap((finding) =>
    lockFindingText(finding, (trace) => kernelStyle(show(trace, 'LOC')), 75),
  );
  for (const line of lines) t.true(line.length <= 75, line);
  golden(t, `races/${file}`, `LOC: ${title}\n${lines.join('\n').trimEnd()}\n`);
  return lockFindings;
}

// Lockdep: "p->pi_lock → rq->__lock → list lock", and "list lock → p->pi_lock". "V (3 + 5 steps: rq → list, and list → pi → rq)"
test('today there is one report: list inside rq, and rq inside list', async (t) => {
  const findings = await goldenFindings(t, 'pi-wakeup-lock.txt', 'today');
  t.deepEqual(
    findings.map(({ rule, deadlock, traces }) => ({
      rule,
      verdict: deadlock?.verdict,
      lengths: traces.map((one) => one.trace.steps.length),
    })),
    [{ rule: 'cycle', verdict: 'unreachable', lengths: [3, 5] }],
  );
});

// "interrupt between its acquire of list[i] and release: waits for itself"
test('with interrupts on, the wake-up interrupts sched_out and waits for its lock', async (t) => {
  const found = await violation(NAME, { variant: 'irqs-on' }, 'deadlock');
  t.is(found.trace.steps.length, 4);
  inThisOrder(t, found, ['sched_out[0]: lock rq', 'sched_out[0]: lock list', 'wakeup[0]: IPI']);
  goldenTrace(t, 'pi-wakeup-lock-irqs-on.txt', found, ['cpu0', 'cpu1']);
});

// "handler of CPU 1-i holds list[1-i] and wants rq[i]: across CPUs, irqs off do not help"
for (const variant of ['in-under-rq', 'subclass-in-under-rq']) {
  test(`${variant}: sched_in and the wake-up of the other CPU wait for each other`, async (t) => {
    const found = await violation(NAME, { variant }, 'deadlock');
    inThisOrder(t, found, ['wakeup[1]: lock list', 'wakeup[1]: lock pi_lock', 'wakeup[1]: choose CPU (cpu0)']);
    t.true(found.trace.steps.some(({ process, label }) => process === 'sched_in[0]' && label === 'lock rq'));
    if (variant === 'in-under-rq') goldenTrace(t, 'pi-wakeup-lock-in-under-rq.txt', found, ['cpu0', 'cpu1']);
  });
}

test('the subclass of sched_out does not hide a run queue lock around sched_in', async (t) => {
  const { report } = await judged(NAME, { variant: 'subclass-in-under-rq' });
  t.deepEqual(
    property(report, 'LOC').lockFindings?.map(({ rule, deadlock }) => [rule, deadlock?.verdict]),
    [['cycle', 'reachable']],
  );
});

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'in-under-rq' }));
