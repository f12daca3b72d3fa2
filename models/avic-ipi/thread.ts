/** A receiver's thread: its locals, its labels, and the parts of steps that several of its labels share. */
import { type Label, type StepOf, value } from 'everywhen';
import type { TaskState } from '../components/vcpu-scheduling.ts';
import type { Components, Place, Processes } from './components.ts';
import type { Setup } from './designs.ts';

export function receiverLocals() {
  return {
    /** Where a preempted thread resumes. */
    ret: value<Place>('E0'),
    /** What the unblocking hook of 2019 has read of `vcpu->cpu`. */
    arg: 0,
  };
}

export type ReceiverS = StepOf<Components & ReturnType<typeof receiverLocals>, 'P1', never, Processes, Place, number>;
export type ReceiverLabels = { readonly [P in Place]: Label<ReceiverS> | undefined };

/** What several steps of the thread share. */
export class Thread {
  readonly setup: Setup;
  constructor(setup: Setup) {
    this.setup = setup;
  }

  /** avic_vcpu_load and the unblocking hooks: IsRunning stays 0 without IPI virtualization and while AVIC is inhibited. */
  writeRunning(s: ReceiverS, r: number, host: number, isRunning: boolean): ReceiverS {
    const shown = isRunning && this.setup.choice.ipiv === 'on' && s.get('act', r);
    return s.lockedNow('entry', r, (entry) => entry.load(host, shown));
  }

  put(s: ReceiverS, r: number): ReceiverS {
    return s.lockedNow('entry', r, (entry) => entry.put());
  }

  setTask(s: ReceiverS, r: number, state: TaskState): ReceiverS {
    return s.lockedNow('tstate', r, () => state);
  }

  /** Scheduled in on some pCPU, `kvm_sched_in`. */
  schedIn(s: ReceiverS, r: number, to: Place) {
    const { generation, choice } = this.setup;
    return s.chooseFrom(Array(choice.cpus).keys(), (cpu) => {
      const moved = s.set('cpu', r, cpu);
      if (generation === 2022) {
        return (s.load('onWq', r) ? moved : this.writeRunning(moved, r, cpu, true)).goto(to);
      }
      return this.writeRunning(moved, r, cpu, s.get('wantRun', r)).goto(to);
    });
  }

  /** The guest is left. */
  leave(s: ReceiverS, r: number): ReceiverS {
    return s.lockedNow('mode', r, () => 'OUT');
  }

  /** The scheduler takes the pCPU away, and `kvm_sched_out` puts the vCPU. */
  preempt(resume: Place) {
    return {
      environment: (s: ReceiverS) =>
        s.get('preempts') > 0 &&
        s.fence('switch of tasks') !== undefined &&
        this.put(s, s.index)
          .update('preempts', (left) => left - 1)
          .set('ret', resume)
          .goto('preempted'),
    };
  }
}
