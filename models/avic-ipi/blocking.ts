/**
 * How a receiver's thread goes to sleep and wakes up: `kvm_vcpu_block` with `kvm_vcpu_check_block`, between the hooks of SVM
 * (`avic_vcpu_blocking` and `avic_vcpu_unblocking`; in 2019 `svm_vcpu_blocking` and `svm_vcpu_unblocking`).
 */
import type { Place } from './components.ts';
import { isRequested } from './signals.ts';
import type { ReceiverLabels, ReceiverS, Thread } from './thread.ts';

type Blocking = Pick<
  ReceiverLabels,
  'B0' | 'B1' | 'B1b' | 'B2' | 'B2arm' | 'C1' | 'C2' | 'B4' | 'asleep' | 'B5' | 'U0' | 'U1'
>;

export function blocking(thread: Thread): Blocking {
  const { generation, choice } = thread.setup;
  const { rxBarrier, rxOrder, prepOrder, hookPreemptible } = choice;
  const in2019 = generation === 2019;
  const scanFirst = rxOrder === 'scanThenClear';
  const scanThenArm = prepOrder === 'scanThenArm';
  const hooks = (place: Place) => (hookPreemptible === 'on' ? thread.preempt(place) : undefined);
  const serialized = (s: ReceiverS) => s.fence('schedule') !== undefined;
  /** `kvm_vcpu_check_block` in one step: `apic_find_highest_irr` reads the hint first, then the vAPIC page. */
  const hasReason = (s: ReceiverS, r: number) => s.get('reqU', r) || (s.get('irrPend', r) && isRequested(s, r));

  const clearRun = (s: ReceiverS, r: number) =>
    rxBarrier === 'on' ? s.locked('entry', r, (entry) => entry.put()) : s.store('entry', r, s.load('entry', r).put());
  const register = (s: ReceiverS, r: number) =>
    rxBarrier === 'on' ? s.locked('onWq', r, () => true) : s.store('onWq', r, true);
  /** The task state, and before it the wait queue where that was not done before. */
  const arm = (s: ReceiverS, r: number) => {
    const registered = in2019 ? register(s, r) : s;
    return rxBarrier === 'on' ? registered?.locked('tstate', r, () => 'Intr') : registered?.store('tstate', r, 'Intr');
  };

  return {
    B0: {
      'B.hook0': (s) => {
        const r = s.index;
        if (scanFirst && hasReason(s, r)) return s.goto('E0');
        return (in2019 ? s.set('wantRun', r, false) : s).goto('B1');
      },
      preempt: thread.preempt('B0'),
    },
    B1: {
      'B.clearRun': (s) => clearRun(s, s.index)?.goto(in2019 ? 'B2' : 'B1b'),
      preempt: hooks('B1'),
    },
    B1b: in2019 ? undefined : { 'B.register': (s) => register(s, s.index)?.goto('B2'), preempt: hooks('B1b') },
    B2: scanThenArm
      ? {
          'B.scan': (s) => s.goto(hasReason(s, s.index) ? 'B5' : 'B2arm'),
          preempt: thread.preempt('B2'),
        }
      : {
          'B.arm': (s) => arm(s, s.index)?.goto('C1'),
          preempt: thread.preempt('B2'),
        },
    B2arm: scanThenArm ? { 'B.arm': (s) => arm(s, s.index)?.goto('B4') } : undefined,
    C1: scanThenArm
      ? undefined
      : {
          'C.hint': (s) => {
            const r = s.index;
            if (rxBarrier === 'on' && !serialized(s)) return undefined;
            if (scanFirst) return s.goto('B4');
            if (s.get('reqU', r)) return s.goto('B5');
            return s.goto(s.get('irrPend', r) ? 'C2' : 'B4');
          },
          preempt: thread.preempt('C1'),
        },
    C2:
      scanThenArm || scanFirst
        ? undefined
        : {
            'C.scan': (s) => s.goto(isRequested(s, s.index) ? 'B5' : 'B4'),
            preempt: thread.preempt('C2'),
          },
    B4: {
      'B.schedule': (s) => {
        const r = s.index;
        if (!serialized(s)) return undefined;
        return s.load('tstate', r) === 'Intr' ? thread.put(s, r).goto('asleep') : s.goto('B2');
      },
    },
    asleep: {
      'S.wake': (s) => {
        const r = s.index;
        return s.load('tstate', r) === 'Rn' && thread.schedIn(s, r, scanFirst ? 'B5' : 'B2');
      },
    },
    B5: {
      'B.finish': (s) => {
        const r = s.index;
        return (
          serialized(s) &&
          thread
            .setTask(
              s.lockedNow('onWq', r, () => false),
              r,
              'Rn',
            )
            .goto('U0')
        );
      },
      preempt: thread.preempt('B5'),
    },
    U0: {
      'U.hook0': (s) => {
        const r = s.index;
        const cpu = s.get('cpu', r);
        if (in2019) return s.set('wantRun', r, true).set('arg', cpu).goto('U1');
        return thread.writeRunning(s, r, cpu, true).goto('E0');
      },
      preempt: thread.preempt('U0'),
    },
    // The whole entry is written from an argument that was read before.
    U1: in2019
      ? {
          'U.hook1': (s) => thread.writeRunning(s.set('arg', 0), s.index, s.get('arg'), true).goto('E0'),
          preempt: hooks('U1'),
        }
      : undefined,
  };
}
