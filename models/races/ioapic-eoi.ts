/**
 * KVM x86: an entry of the IOAPIC is rerouted while its level-triggered interrupt is in service.
 *
 * 0fc5a36dd6b3 "KVM: x86: ioapic: Fix level-triggered EOI and IOAPIC reconfigure race" (November 2017), in
 * arch/x86/kvm/ioapic.c and irq_comm.c. With APICv an EOI leaves the guest only if its vector is in the vCPU's
 * ioapic_handled_vectors. Writing a redirection entry requests a scan (KVM_REQ_SCAN_IOAPIC) of all vCPUs, under the IOAPIC's
 * lock, and waits until the others have left the guest (KVM_REQUEST_WAIT). Each rebuilds its set from the new table before it
 * enters the guest again. The old vCPU loses the vector of the interrupt that it serves: the EOI stays in the guest, remote
 * IRR stays set, and the line is dead. The fix (kvm_ioapic_scan_entry()) keeps a vector that is pending (IRR) or in service
 * (ISR). A vCPU is in the guest where it is at the label `guest`.
 */
import { assumption, defineModel, defineSystem, expecting, replicated, SpinLock, variant, violated } from 'everywhen';

const model = defineModel({
  name: 'ioapic-eoi',
  title: 'an IOAPIC entry is rerouted while its interrupt is in service (KVM x86, 2017)',
  parameters: {
    variant: variant('merged', 'none', 'isr-only', 'no-wait', 'unlocked'),
    /** Which vCPU reroutes: that of the handler, as published, or any vCPU in the guest, too. */
    by: assumption('handler', 'anyone'),
    /** Whether the handler's access to the device, which lowers the line, leaves the guest. */
    access: assumption('exit', 'direct'),
  },
  build: ({ variant, by, access }) =>
    defineSystem({
      ioapic: new SpinLock(),
      line: 0,
      remoteIrr: 0,
      dest: 0,
      irr: replicated(2, 0),
      scan: replicated(2, 1),
    })
      .owed('interrupt', 'an interrupt of the line')
      .budget('raises', 2)
      .budget('reroutes', 1)
      .rules('device', {
        'raise line': {
          environment: (s) => {
            const raised = s
              .when(s.get('line') === 0)
              ?.acquire('ioapic')
              ?.set('line', 1)
              .raise('interrupt')
              .release('ioapic');
            return s.get('remoteIrr') === 1 ? raised : raised?.set('remoteIrr', 1).set('irr', s.get('dest'), 1);
          },
          budget: 'raises',
        },
      })
      .processes(
        'vCPU',
        2,
        {
          scan: (s) => {
            const { irr, isr } = { irr: s.get('irr', s.index), isr: s.get('isr') };
            const kept = variant === 'none' ? 0 : variant === 'isr-only' ? isr : irr | isr;
            const scanned = s.set('scan', s.index, 0).set('handled', s.get('dest') === s.index ? 1 : kept);
            return s.get('scan', s.index) === 1 ? scanned : s;
          },
          enter: (s) => (s.get('scan', s.index) === 1 ? s.goto('scan') : s),

          guest: {
            interrupt: (s) =>
              s.get('irr', s.index) > s.get('isr') && s.set('irr', s.index, 0).set('isr', 1).goto('guest'),
            'lower line': (s) =>
              s.get('isr') > s.get('served') &&
              access === 'direct' &&
              s.set('line', 0).handle('interrupt').set('served', 1).goto('guest'),
            'exit to lower line': (s) => s.get('isr') > s.get('served') && access === 'exit' && s.goto('lower line'),
            EOI: (s) =>
              s.get('served') === 1 &&
              s
                .set('isr', 0)
                .set('served', 0)
                .goto(s.get('handled') === 1 ? 'end of interrupt' : 'guest'),
            kick: (s) => s.get('scan', s.index) === 1 && s.goto('scan'),
            reroute: {
              environment: (s) => (by === 'anyone' || s.get('served') === 1) && s.goto('lock ioapic'),
              budget: 'reroutes',
            },
          },

          'lower line': (s) =>
            s.acquire('ioapic')?.set('line', 0).handle('interrupt').release('ioapic').set('served', 1).goto('scan'),
          'end of interrupt': (s) => {
            const locked = s.acquire('ioapic');
            const ended = s.get('line') === 1 ? locked?.set('irr', s.get('dest'), 1) : locked?.set('remoteIrr', 0);
            return ended?.release('ioapic').goto('scan');
          },

          'lock ioapic': (s) => s.acquire('ioapic'),
          'write entry': (s) => s.set('dest', 1 - s.get('dest')),
          'unlock early': variant === 'unlocked' ? (s) => s.release('ioapic') : undefined,
          'request scans': (s) => s.set('scan', 0, 1).set('scan', 1, 1),
          wait: (s) =>
            s.when(variant === 'no-wait' || s.get('scan', 1 - s.index) === 0 || s.at('vCPU', 1 - s.index) !== 'guest'),
          'unlock ioapic': (s) => (variant === 'unlocked' ? s : s.release('ioapic')).goto('scan'),
        },
        { locals: { isr: 0, served: 0, handled: 0 }, mayWaitAt: ['guest'] },
      )
      .quiescent('P1', 'the IOAPIC waits for no EOI: remote IRR is clear', (s) => s.get('remoteIrr') === 0),
});

const ALL = ['handler, exit', 'handler, direct', 'anyone, exit', 'anyone, direct'] as const;
const ANYONE = ['anyone, exit', 'anyone, direct'] as const;
const dead = <const S extends string>(because: string, scenarios: readonly S[]) => ({
  P1: violated(because, scenarios),
  'interrupt lost': violated(`${because} The next interrupt of the line is not delivered.`, scenarios),
});

export default expecting(model, {
  variants: ['merged', 'none', 'isr-only', 'no-wait', 'unlocked'],
  scenarios: {
    'handler, exit': {},
    'handler, direct': { access: 'direct' },
    'anyone, exit': { by: 'anyone' },
    'anyone, direct': { by: 'anyone', access: 'direct' },
  },
  expected: {
    // The set covers every vector whose EOI is still to come.
    merged: {},
    none: dead('The scan takes the vector out of the set between interrupt and EOI.', ALL),
    'isr-only': dead('A vCPU reroutes while the interrupt is pending and not yet in service.', ANYONE),
    'no-wait': {
      P1: violated('The new vCPU takes and ends the interrupt in the guest, with its old set.', [ALL[1], ALL[3]]),
      // Where the handler reroutes, this takes both interrupts.
      'interrupt lost': violated('It does so with the first interrupt, and the second is not delivered.', [ALL[3]]),
    },
    unlocked: dead('The device raises for the new vCPU between the change and the request.', ANYONE),
  },
});
