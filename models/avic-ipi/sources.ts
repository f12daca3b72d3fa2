/** What else happens to receivers: signals on their way, the timer, and a request to inhibit AVIC. */
import type { Label, StepOf } from 'everywhen';
import type { Components, Processes, ReplicaS, S } from './components.ts';
import type { Setup } from './designs.ts';
import { kickAtOnce, ring, wake } from './signals.ts';

/** A doorbell that finds its pCPU in the host has no effect. Nor has an IPI, unless the vCPU is in the guest or about to enter it. */
export function wires(cpus: number): { readonly [step: string]: Label<ReplicaS> } {
  const here = (s: ReplicaS, cpu: number) => s.get('cpu', s.index) === cpu;
  const inGuest = (s: ReplicaS) => s.at('receiver', s.index) === 'guest';
  // In E2 and E3 interrupts are off: it stays pending, and forces an exit after VMRUN.
  const entering = (s: ReplicaS) => ['E2', 'E3'].includes(s.at('receiver', s.index));
  return {
    'drop doorbell': (s) =>
      s.chooseFrom(Array(cpus).keys(), (cpu) => {
        const r = s.index;
        return s.get('db', [r, cpu]) && !(inGuest(s) && here(s, cpu)) ? s.set('db', [r, cpu], false) : undefined;
      }),
    'take IPI': (s) =>
      s.chooseFrom(Array(cpus).keys(), (cpu) => {
        const r = s.index;
        return s.get('ipi', [r, cpu]) && !((inGuest(s) || entering(s)) && here(s, cpu))
          ? s.set('ipi', [r, cpu], false)
          : undefined;
      }),
  };
}

/** The sender's store buffer: a set IRR bit reaches the vAPIC page (`hw=storeBuffer`). */
export const storeBuffer: { readonly [step: string]: Label<ReplicaS> } = {
  'A.drain': (s) => {
    const d = s.get('sb', s.index);
    return d !== null && s.set('irr', d, true).set('sb', s.index, null);
  },
};

export const inhibitor: { readonly [step: string]: Label<S> } = {
  'I.request': {
    environment: (s) =>
      s.get('inhibits') > 0 && kickAtOnce(s.update('inhibits', (left) => left - 1).set('reqU', 0, true), 0),
  },
};

export function timerLocals(fires: number) {
  return {
    left: fires,
    /** What was read of the receiver: IsRunning, or that its mode was IN; its pCPU; `apicv_active`. */
    running: false,
    seen: 0,
    active: false,
  };
}

export type TimerLabel = 'idle' | 'T0' | 'T1' | 'T2' | 'T3' | 'T3b' | 'T4' | 'T5' | 'T6' | 'T7';
export type TimerS = StepOf<Components & ReturnType<typeof timerLocals>, 'P1', never, Processes, TimerLabel>;

/**
 * The timer of receiver 0: `svm_deliver_avic_intr` in 2019; in 2022 `svm_deliver_interrupt` (T0 to T2) with
 * `svm_complete_interrupt_delivery` (T3 to T7).
 */
export function timer({ generation, choice }: Setup): { readonly [L in TimerLabel]: Label<TimerS> | undefined } {
  const in2019 = generation === 2019;
  // Only the code of 2022 looks whether AVIC is active.
  const actFirst = !in2019 && choice.tOrder === 'actThenIrr';
  const done = (s: TimerS) => s.set('running', false).set('seen', 0).set('active', false).goto('idle');

  return {
    idle: {
      'T.fire': {
        environment: (s) =>
          s
            .when(s.get('left') > 0)
            ?.update('left', (left) => left - 1)
            .goto(actFirst ? 'T0' : 'T1'),
      },
    },
    T0: actFirst ? (s) => s.set('active', s.get('act', 0)).goto('T1') : undefined,
    T1: (s) => s.set('irrT', 0, true).goto('T2'),
    T2: (s) => s.set('irrPend', 0, true).goto('T3'),
    T3: (s) => {
      const running = in2019 ? s.load('entry', 0).isRunning : s.load('mode', 0) === 'IN';
      const looked = s.set('seen', s.get('cpu', 0)).set('running', running);
      if (in2019) return looked.goto(running ? 'T4' : 'T5');
      if (!actFirst) return looked.goto('T3b');
      return looked.goto(s.get('active') ? (running ? 'T4' : 'T5') : 'T6');
    },
    T3b: in2019 || actFirst ? undefined : (s) => s.goto(s.get('act', 0) ? (s.get('running') ? 'T4' : 'T5') : 'T6'),
    T4: (s) => done(ring(s, 0, s.get('seen'))),
    T5: (s) => done(wake(s, 0).s),
    T6: in2019 ? undefined : (s) => s.set('req', 0, true).goto('T7'),
    T7: in2019 ? undefined : (s) => done(kickAtOnce(s, 0)),
  };
}
