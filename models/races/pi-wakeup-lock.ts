/**
 * KVM x86: lockdep reports a lock of a list of blocked vCPUs, and is wrong.
 *
 * c0b8dcabb2cd "KVM: VMX: Use separate subclasses for PI wakeup lock to squash false positive" and 6bad6ecc63b7 "KVM: VMX: Assert
 * that IRQs are disabled when putting vCPU on PI wakeup list" (posted on 1 April 2025), in arch/x86/kvm/vmx/posted_intr.c. The
 * wake-up interrupt (pi_wakeup_handler()) walks the list of its CPU under the list's lock and wakes vCPUs: try_to_wake_up()
 * takes pi_lock, and in it the run queue lock of any CPU. A vCPU that is scheduled out (pi_enable_wakeup_handler()) takes the
 * list lock of this CPU inside this CPU's run queue lock, with interrupts off. A vCPU that is scheduled in
 * (vmx_vcpu_pi_load()) takes the list lock of the CPU on which it blocked, inside no run queue lock. The fix gives the list
 * lock a subclass in sched_out (PI_LOCK_SCHED_OUT), and sched_in tells lockdep that it takes both: raw_spin_lock(), then
 * spin_acquire() of the lock's map. Here `map` is that annotation: a lock of the class for which no process ever waits.
 */
import { defineModel, defineSystem, expecting, perCpu, spinLock, variant, violated } from 'everywhen';

/** PI_LOCK_SCHED_OUT */
const SCHED_OUT = { subclass: 1 };

const model = defineModel({
  name: 'pi-wakeup-lock',
  title: 'lockdep reports the list lock of blocked vCPUs, and is wrong (KVM x86, 2025)',
  parameters: {
    variant: variant('subclass', 'today', 'irqs-on', 'in-under-rq', 'subclass-in-under-rq'),
  },
  build({ variant }) {
    const subclass = variant === 'subclass' || variant === 'subclass-in-under-rq';
    const underRq = variant === 'in-under-rq' || variant === 'subclass-in-under-rq';
    const cpu = (i: number | string) => `cpu${i}`;
    const other = (name: string) => (name === 'cpu0' ? 'cpu1' : 'cpu0');
    return (
      defineSystem({
        rq: perCpu(2, spinLock()),
        list: perCpu(2, spinLock()),
        map: perCpu(2, spinLock({ class: 'list' })),
        pi: spinLock(),
      })
        .budget('IPIs', 1, { each: true })
        .processes(
          'sched_out',
          2,
          {
            schedule: { environment: (s) => s },
            'lock rq': (s) => (variant === 'irqs-on' ? s.acquire('rq', s.thisCpu) : s.acquireIrqsave('rq', s.thisCpu)),
            'lock list': (s) => (subclass ? s.acquire('list', s.thisCpu, SCHED_OUT) : s.acquire('list', s.thisCpu)),
            'unlock list': (s) => s.release('list', s.thisCpu),
            'unlock rq': (s) =>
              variant === 'irqs-on' ? s.release('rq', s.thisCpu) : s.releaseIrqrestore('rq', s.thisCpu),
          },
          { cpu, mayWaitAt: ['schedule'] },
        )
        .processes(
          'sched_in',
          2,
          {
            schedule: { environment: (s) => s },
            'lock rq': underRq ? (s) => s.acquireIrqsave('rq', s.thisCpu) : undefined,
            'lock list': (s) => s.acquireIrqsave('list', other(s.thisCpu)),
            annotate: subclass
              ? (s) => s.acquire('map', other(s.thisCpu), SCHED_OUT)?.release('map', other(s.thisCpu))
              : undefined,
            'unlock list': (s) => s.releaseIrqrestore('list', other(s.thisCpu)),
            'unlock rq': underRq ? (s) => s.releaseIrqrestore('rq', s.thisCpu) : undefined,
          },
          { cpu, mayWaitAt: ['schedule'] },
        )
        .interrupts(
          'wakeup',
          2,
          {
            IPI: { environment: (s) => s, budget: 'IPIs' },
            'lock list': (s) => s.acquire('list', s.thisCpu),
            'lock pi_lock': (s) => s.acquire('pi'),
            'choose CPU': (s) => s.chooseFrom(['cpu0', 'cpu1'], (k) => s.set('k', k)),
            'lock rq': (s) => s.acquire('rq', s.get('k')),
            'unlock rq': (s) => s.release('rq', s.get('k')).set('k', 'cpu0'),
            'unlock pi_lock': (s) => s.release('pi'),
            'unlock list': (s) => s.release('list', s.thisCpu),
          },
          { cpu, locals: { k: 'cpu0' as 'cpu0' | 'cpu1' } },
        )
        // What lockdep judges: classes.
        .lockOrder('LOC', 'the classes have an order', { rules: ['cycle', 'same class', 'irq'] })
        // What can happen: waits for instances.
        .lockOrder('LOI', 'no process waits for itself, alone or in a ring', {
          rules: ['wait cycle', 'double acquire'],
        })
    );
  },
});

const CPUS = ['2 CPUs'] as const;
const report = violated('sched_out takes list inside rq, and the wake-up takes rq inside list.', CPUS);
const alone = violated('The wake-up interrupts sched_out while it holds the list lock, and waits for it.', CPUS);
const ring = violated(
  'sched_in waits for the list lock of the other CPU, whose wake-up waits for its run queue lock.',
  CPUS,
);

export default expecting(model, {
  variants: ['subclass', 'today', 'irqs-on', 'in-under-rq'],
  moreVariants: ['subclass-in-under-rq'],
  scenarios: { '2 CPUs': {} },
  expected: {
    // list/1, the class of sched_out, is taken inside rq and list, and nothing is taken inside it.
    subclass: {},
    // No deadlock: list[i] is taken inside rq[i] on CPU i alone, with interrupts off, and rq inside list[i] by the wake-up of CPU i alone.
    today: { LOC: report },
    'irqs-on': { LOC: report, LOI: alone, deadlock: alone },
    'in-under-rq': { LOC: report, LOI: ring, deadlock: ring },
    // The subclass is that of sched_out, and sched_in still takes list inside rq. A subclass changes no lock.
    'subclass-in-under-rq': {
      LOC: violated('sched_in takes list inside rq, and the wake-up takes rq inside list.', CPUS),
      LOI: ring,
      deadlock: ring,
    },
  },
});
