/**
 * A receiver's thread: `vcpu_enter_guest`, `kvm_vcpu_block` and the load and put hooks of SVM, with the microcode that
 * looks at the vAPIC page. A label is a place of the thread.
 *
 * An exit, an interrupt and a switch of tasks serialize: each is a fence. The stores that `rxBarrier=off` and `modeBarrier=off`
 * leave in the store buffer are `store`, all others `lockedNow`: a fence before them has emptied the buffer.
 */
import { blocking } from './blocking.ts';
import type { Setup } from './designs.ts';
import { accept, isRequested, take } from './signals.ts';
import { type ReceiverLabels, type ReceiverS, Thread } from './thread.ts';

export function receiver(setup: Setup): ReceiverLabels {
  const thread = new Thread(setup);
  const { modeBarrier, swInject, start } = setup.choice;
  const hasBudget = (s: ReceiverS, budget: 'preempts' | 'unrelatedExits') => s.get(budget) > 0;
  const serialized = (s: ReceiverS) => s.fence('exit') !== undefined;
  const wantsOut = (s: ReceiverS, r: number) => s.load('mode', r) === 'EXITING' || s.get('req', r) || s.get('reqU', r);

  const labels: ReceiverLabels = {
    guest: {
      'G.bell': (s) => {
        const r = s.index;
        const cpu = s.get('cpu', r);
        return s.get('db', [r, cpu]) && accept(s.set('db', [r, cpu], false), r).goto('guest');
      },
      'G.ipi': (s) => {
        const r = s.index;
        const cpu = s.get('cpu', r);
        return s.get('ipi', [r, cpu]) && serialized(s) && thread.leave(s.set('ipi', [r, cpu], false), r).goto('E0');
      },
      'G.eoi': (s) => {
        const r = s.index;
        if (s.get('isr', r) === 'none') return undefined;
        const ended = s.set('isr', r, 'none');
        if (s.get('act', r)) return accept(ended, r).goto('guest');
        return serialized(s) && thread.leave(ended, r).set('req', r, true).goto('E0');
      },
      // Also with something in the IRR: its doorbell may still be on the way.
      'G.hlt': {
        environment: (s) => {
          const r = s.index;
          const left = s.get('hlts');
          if (s.get('isr', r) !== 'none' || left === 0 || !serialized(s)) return undefined;
          return thread.leave(left === null ? s : s.set('hlts', left - 1), r).goto('B0');
        },
      },
      'G.unrelated': {
        environment: (s) =>
          hasBudget(s, 'unrelatedExits') &&
          serialized(s) &&
          thread
            .leave(s, s.index)
            .update('unrelatedExits', (left) => left - 1)
            .goto('E0'),
      },
      'G.preempt': {
        environment: (s) => {
          const r = s.index;
          if (!hasBudget(s, 'preempts') || !serialized(s)) return undefined;
          const out = thread.put(thread.leave(s, r), r).update('preempts', (left) => left - 1);
          return out.set('ret', 'E0').goto('preempted');
        },
      },
    },
    E0: {
      // With AVIC active `kvm_cpu_has_injectable_intr` says no: KVM injects nothing.
      'E.req': (s) => {
        const r = s.index;
        if (s.get('reqU', r)) return undefined;
        if (!s.get('req', r)) return s.goto('E1');
        const injects =
          (!s.get('act', r) || swInject === 'on') &&
          s.get('isr', r) === 'none' &&
          s.get('irrPend', r) &&
          isRequested(s, r);
        return s.set('req', r, false).goto(injects ? 'E0c' : 'E1');
      },
      N1: (s) => {
        const r = s.index;
        return s.get('reqU', r) && s.set('reqU', r, false).set('act', r, false).goto('N2');
      },
      preempt: thread.preempt('E0'),
    },
    E0c: {
      'E.inject': (s) => take(s.set('irrPend', s.index, false), s.index).goto('E0d'),
    },
    E0d: {
      'E.rescan': (s) => {
        const r = s.index;
        return (isRequested(s, r) ? s.set('irrPend', r, true) : s).goto('E1');
      },
    },
    // From here to the guest interrupts are off.
    E1: {
      'E.mode': (s) => {
        const r = s.index;
        return (modeBarrier === 'on' ? s.locked('mode', r, () => 'IN') : s.store('mode', r, 'IN'))?.goto('E2');
      },
    },
    E2: {
      'E.recheck': (s) => {
        const r = s.index;
        if (wantsOut(s, r)) return serialized(s) && thread.leave(s, r).goto('E0');
        return (modeBarrier === 'off' || serialized(s)) && s.goto('E3');
      },
    },
    E3: { 'E.vmrun': (s) => accept(s, s.index).goto('guest') },
    ...blocking(thread),
    preempted: {
      'P.in': (s) => thread.schedIn(s.set('ret', 'E0'), s.index, s.get('ret')),
    },
    N2: {
      N2: (s) => {
        const r = s.index;
        return (setup.choice.inhIp === 'rescan' ? s.set('irrPend', r, isRequested(s, r)) : s).goto('N3');
      },
    },
    N3: { N3: (s) => thread.put(s, s.index).goto('N4') },
    N4: { N4: (s) => s.set('req', s.index, true).goto('E0') },
  };
  // A program starts at its first label.
  const { asleep, ...others } = labels;
  return start === 'asleep' ? { asleep, ...others } : labels;
}
