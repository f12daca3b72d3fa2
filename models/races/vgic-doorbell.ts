/**
 * KVM, arm64, GICv4.1: a vCPU is preempted between asking for a doorbell and going to sleep.
 *
 * "KVM: arm64: vgic-v4: Make the doorbell request robust w.r.t preemption", Linux b321c31c9b7b (2023), vgic-v4.c and arm.c in
 * arch/arm64/kvm. The ITS delivers a VLPI to a resident vPE by itself. For one that is not resident it only marks the VLPI pending, and rings
 * the doorbell if that was requested when the vPE was descheduled (`its_vpe_4_1_deschedule()`, which also tells whether something was pending
 * by then; without a doorbell it always says so). WFI puts the vPE with a doorbell, then `kvm_vcpu_block()` sets the task state, looks at
 * what is pending, and calls `schedule()`. A preemption on that way loads the vPE again, which withdraws the doorbell, and `schedule()` puts
 * it without one. The fix is a flag IN_WFI: while it is set, put requests a doorbell, and load does nothing.
 */
import { defineModel, defineSystem, expecting, type StepOf, sizeRange, variant, violated, waitQueue } from 'everywhen';

const vpe = { resident: true, doorbell: false, vlpi: false, pendingLast: false, inWfi: false };
type Vpe = StepOf<typeof vpe>;
const few = (from: number) => sizeRange({ from, to: 3, initial: 1 });

const model = defineModel({
  name: 'vgic-doorbell',
  title: 'a vCPU is preempted between asking for a doorbell and going to sleep (KVM arm64, 2023)',
  parameters: {
    variant: variant('flag', 'none', 'flag-put-only', 'always', 'flag-load-only'),
    vlpis: few(1),
    preemptions: few(0),
  },
  build({ variant, vlpis, preemptions }) {
    const [hasPut, hasLoad] = ['put', 'load'].map((half) => variant === 'flag' || variant === `flag-${half}-only`);
    const put = <S extends Vpe>(s: S, doorbell: boolean): S => {
      const pending = !doorbell || s.get('vlpi');
      return s.get('resident') ? s.set('resident', false).set('doorbell', doorbell).set('pendingLast', pending) : s;
    };
    const schedOut = <S extends Vpe>(s: S): S => put(s, hasPut ? s.get('inWfi') : variant === 'always');
    const load = <S extends Vpe>(s: S): S =>
      hasLoad && s.get('inWfi') ? s : s.set('resident', true).set('doorbell', false);
    return defineSystem({ ...vpe, rung: false, wq: waitQueue() })
      .budget('VLPIs', vlpis)
      .budget('preemptions', preemptions)
      .owed('VLPI', 'a VLPI')
      .rules(
        'ITS',
        {
          VLPI: (s) => {
            const rings = s.get('doorbell') && !s.get('resident');
            return (rings ? s.set('doorbell', false).set('rung', true) : s).set('vlpi', true).raise('VLPI');
          },
        },
        { tag: 'environment', budget: 'VLPIs' },
      )
      .interrupt(
        'doorbell handler',
        {
          arrives: (s) => s.when(s.get('rung'))?.set('rung', false),
          pending: (s) => s.set('pendingLast', true),
          kick: (s) => s.wake('wq'),
        },
        { cpu: 'CPU1' },
      )
      .procedure('preempted', {}, { 'sched in: load': (s) => load(s) })
      .process(
        'vCPU',
        {
          guest: {
            VLPI: (s) =>
              s.when(s.get('vlpi'))?.set('vlpi', false).set('pendingLast', false).handle('VLPI').goto('guest'),
            'WFI: put': {
              environment: (s) => s.when(!s.get('vlpi')) && put(hasPut || hasLoad ? s.set('inWfi', true) : s, true),
            },
          },
          'set state': {
            block: (s) => s.prepareToWait('wq'),
            preempted: { environment: (s) => schedOut(s).call('preempted', {}, 'set state'), budget: 'preemptions' },
          },
          'pending?': {
            look: (s) => (s.get('pendingLast') ? s.goto('unblock') : s),
            preempted: { environment: (s) => schedOut(s).call('preempted', {}, 'pending?'), budget: 'preemptions' },
          },
          schedule: {
            put: (s) => (s.get('wq').isWaiting(s.process) ? schedOut(s) : s.goto('set state')),
            preempted: { environment: (s) => schedOut(s).call('preempted', {}, 'schedule'), budget: 'preemptions' },
          },
          asleep: (s) => s.sleep('wq'),
          'sched in: load': (s) => load(s).goto('set state'),
          unblock: (s) => s.finishWait('wq').set('inWfi', false),
          'load again': (s) => load(s).goto('guest'),
        },
        { cpu: 'CPU0', mayWaitAt: ['guest', 'asleep'] },
      );
  },
});

const preempted = ['default', 'vlpis=3 preemptions=3'] as const;
const withdrawn = 'The load withdraws the doorbell, and the put of schedule() requests none.';
const late = 'While it is resident again a VLPI rings nothing, and the last put reports it when the look is over.';

export default expecting(model, {
  variants: ['flag', 'none', 'flag-put-only', 'always', 'flag-load-only'],
  scenarios: {
    default: {},
    'preemptions=0': { preemptions: 0 },
    'vlpis=3 preemptions=3': { vlpis: 3, preemptions: 3 },
  },
  expected: {
    // It is never resident between the first put and the end of WFI.
    flag: {},
    none: { 'VLPI lost': violated(withdrawn, preempted) },
    'flag-put-only': { 'VLPI lost': violated(late, preempted) },
    always: { 'VLPI lost': violated(late, preempted) },
    // Later puts find it not resident, and do nothing.
    'flag-load-only': {},
  },
  vacuous: [
    { step: 'doorbell handler: preempted.sched in: load', because: 'the handler is not preempted' },
    {
      parameter: 'variant',
      value: 'flag-load-only',
      because: 'later puts find it not resident, so no put reads the flag',
    },
  ],
});
