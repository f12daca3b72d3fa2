/**
 * What the exit handler `avic_incomplete_ipi_interception` does for each destination of an ICR write: one program for each handler
 * that was merged, mailed or made up. A program starts at its first label; the steps are shared.
 *
 * Every handler serves every destination in turn, whatever the microcode read of it.
 */
import type { Step } from 'everywhen';
import type { Handler, Setup } from './designs.ts';
import { HANDLER_LABELS, type HandlerLabel, type HandlerSteps, type SenderS } from './sender-labels.ts';
import { kickOut, ring, tellToExit, wake } from './signals.ts';

type Program = { readonly [L in HandlerLabel]?: Step<SenderS> };
type Done = (s: SenderS) => ReturnType<Step<SenderS>>;

export function exitHandler(setup: Setup): { readonly start: HandlerLabel | undefined; readonly steps: HandlerSteps } {
  /** To the next destination; after the last one, back into the guest. */
  const done: Done = (s) => {
    const next = s.set('running', false).set('seen', 0);
    if (start === undefined || s.get('d') + 1 === setup.choice.receivers) return next.set('d', 0).goto('idle');
    return next.update('d', (d) => d + 1).goto(start);
  };
  const program = programs(setup, done)[setup.handler];
  const start = Object.keys(program)[0] as HandlerLabel | undefined;
  return {
    start,
    // In one order of labels for all handlers: counterexamples are ranked by it.
    steps: Object.fromEntries(HANDLER_LABELS.map((label) => [label, program[label]])) as HandlerSteps,
  };
}

function programs({ setsHint, requests, kickReadsCpu }: Setup, done: Done): { readonly [H in Handler]: Program } {
  // ---- steps ---------------------------------------------------------------------------------------------------------
  const seeCpu = (s: SenderS) => s.set('seen', s.get('cpu', s.get('d')));
  const isRunning = (s: SenderS) => s.load('entry', s.get('d')).isRunning;

  /** `kvm_vcpu_wake_up` */
  const wakeUp: Step<SenderS> = (s) => done(wake(s, s.get('d')).s);
  /** `avic_ring_doorbell` */
  const ringDoorbell: Step<SenderS> = (s) => done(ring(s, s.get('d'), s.get('seen')));
  /** `apic->irr_pending = true` */
  const setHint =
    (then: HandlerLabel): Step<SenderS> =>
    (s) =>
      (setsHint ? s.set('irrPend', s.get('d'), true) : s).goto(then);
  /** `smp_load_acquire(&vcpu->mode)` */
  const readMode =
    (then: HandlerLabel): Step<SenderS> =>
    (s) =>
      seeCpu(s)
        .set('running', s.load('mode', s.get('d')) === 'IN')
        .goto(then);
  /** `READ_ONCE(vcpu->arch.apicv_active)` */
  const ifActive =
    (then: HandlerLabel): Step<SenderS> =>
    (s) =>
      s.goto(s.get('act', s.get('d')) ? then : 'request');
  const ringOrWake: Step<SenderS> = (s) =>
    done(s.get('running') ? ring(s, s.get('d'), s.get('seen')) : wake(s, s.get('d')).s);

  /** `kvm_make_request(KVM_REQ_EVENT)` and `kvm_vcpu_kick`. */
  const kick: Program = {
    request: (s) => (requests ? s.set('req', s.get('d'), true) : s).goto('K1'),
    K1: (s) => {
      const tried = wake(s, s.get('d'));
      if (tried.woken) return done(tried.s);
      return (kickReadsCpu === 'late' ? s : seeCpu(s)).goto('K2');
    },
    ...(kickReadsCpu === 'early'
      ? { K2: (s) => done(kickOut(s, s.get('d'), s.get('seen'))) }
      : {
          K2: (s) => {
            const tried = tellToExit(s, s.get('d'));
            return tried.told ? tried.s.goto('K3') : done(s);
          },
          K3: (s) => seeCpu(s).goto('K4'),
          K4: (s) => done(s.set('ipi', [s.get('d'), s.get('seen')], true)),
        }),
  };
  /** The ICR write once more, in software (`kvm_lapic_reg_write`), down to `svm_deliver_avic_intr`. */
  const replay = (ifAsleep: HandlerLabel): Program => ({
    // The hardware has set this bit already; if the target has taken it meanwhile, this is one more.
    R1: (s) => s.set('irr', s.get('d'), true).goto('R2'),
    R2: (s) => s.set('irrPend', s.get('d'), true).goto('R3'),
    R3: (s) => seeCpu(s).goto(isRunning(s) ? 'R4' : ifAsleep),
    R4: ringDoorbell,
  });

  // ---- handlers ------------------------------------------------------------------------------------------------------
  return {
    none: {},
    // 18f40c53e10f (2016), and again after the revert 4a58038b9e42 (2019): wake each target whose IsRunning is 0.
    wake: { W1: (s) => (isRunning(s) ? done(s) : s.goto('W2')), W2: wakeUp },
    wakeNoCheck: { W2: wakeUp },
    // bb218fbcfaaa (January 2019), and the diff at the end of its thread.
    reemulate: { ...replay('R5'), R5: wakeUp },
    reemulateKick: { ...replay('request'), ...kick },
    // IRR is left alone.
    kick: { hint: setHint('request'), ...kick },
    wakePend: { hint: setHint('W2'), W2: wakeUp },
    // 66fa226c131f (2022): `avic_kick_target_vcpus` sets the hint, `svm_complete_interrupt_delivery` does the rest.
    // The hint comes before the mode is read, so that a vCPU that is about to block finds it.
    final: { hint: setHint('F2'), F2: readMode('F3'), F3: ifActive('F4'), F4: ringOrWake, ...kick },
    finalNoAct: { hint: setHint('F2'), F2: readMode('F4'), F4: ringOrWake },
    finalActFirst: { hint: setHint('F3'), F3: ifActive('F2'), F2: readMode('F4'), F4: ringOrWake, ...kick },
  };
}
