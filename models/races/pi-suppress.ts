/**
 * KVM, x86: an interrupt is posted while notifications are suppressed.
 *
 * "KVM: x86: Recompute PID.ON when clearing PID.SN", Linux c112b5f50232 (2019), arch/x86/kvm/vmx/vmx.c. The IOMMU posts an interrupt in the
 * descriptor of a vCPU: it sets the request (PIR) and, unless notifications are suppressed (SN) or one is outstanding (ON), sets ON and sends
 * the vector NV. `vmx_vcpu_pi_put()` sets SN when the vCPU is preempted, `vmx_vcpu_pi_load()` clears it. `vmx_sync_pir_to_irr()`, on entry
 * to the guest, looks at PIR only if ON is set, so a request that was posted under SN stays where it is. The fix: load looks at PIR after it has
 * cleared SN, and sets ON if there is a request. A vCPU that blocks has NV changed to a vector that wakes it (`pi_pre_block()`,
 * `pi_wakeup_handler()`). VT-d posts and notifies at once; the two steps here assume less.
 */
import { defineModel, defineSystem, expecting, sizeRange, value, variant, violated, waitQueue } from 'everywhen';

const model = defineModel({
  name: 'pi-suppress',
  title: 'an interrupt is posted while notifications are suppressed (KVM x86, 2019)',
  parameters: {
    variant: variant('merged', 'none', 'look-first', 'entry-looks'),
    irqs: sizeRange({ from: 1, to: 4, initial: 2 }),
  },
  build({ variant, irqs }) {
    const descriptor = { pir: false, on: false, sn: false, nv: value<'notification' | 'wakeup'>('notification') };
    const arrived = { notification: false, wakeup: false };
    return defineSystem({ ...descriptor, ...arrived, irr: false, listed: false, wq: waitQueue() })
      .budget('irqs', irqs)
      .owed('interrupt', 'an interrupt that was posted', { spurious: 'allowed' })
      .assertion('noticed', 'at VM entry, a request in PIR is one that ON or a vector announces')
      .process(
        'IOMMU',
        {
          'set PIR': { environment: (s) => s.set('pir', true).raise('interrupt'), budget: 'irqs' },
          'notify unless SN or ON': (s) => (s.get('sn') || s.get('on') ? s : s.set('on', true).set(s.get('nv'), true)),
        },
        { end: 'loop', mayWaitAt: ['set PIR'] },
      )
      .process(
        'vCPU',
        {
          entry: {
            'ON?': (s) => {
              if (s.get('on')) return s.set('on', false);
              return variant === 'entry-looks' && s.get('pir') ? s : s.goto('vmentry');
            },
            preempted: { environment: (s) => s.goto('put: set SN') },
          },
          'PIR to IRR': (s) => (s.get('pir') ? s.set('pir', false).set('irr', true) : s),
          vmentry: (s) =>
            s.assert('noticed', (all) => {
              const isIdle = all.at('IOMMU') === 'set PIR';
              return !(isIdle && all.get('pir')) || all.get('on') || all.get('notification');
            }),
          guest: {
            notification: (s) => {
              const taken = s.when(s.get('notification'))?.set('notification', false).set('on', false);
              return (s.get('pir') ? taken?.set('pir', false).set('irr', true) : taken)?.goto('guest');
            },
            interrupt: (s) => s.when(s.get('irr'))?.set('irr', false).handle('interrupt').goto('guest'),
            exit: { environment: (s) => s.goto('entry') },
            preempted: { environment: (s) => s },
            hlt: { environment: (s) => s.when(!s.get('irr'))?.goto('block: list') },
          },
          'put: set SN': (s) => s.set('sn', true),
          'load: PIR?': variant === 'look-first' ? (s) => (s.get('pir') ? s.set('on', true) : s) : undefined,
          'load: clear SN': (s) => s.set('sn', false).set('nv', 'notification'),
          'load: recompute ON': variant === 'merged' ? (s) => (s.get('pir') ? s.set('on', true) : s) : undefined,
          loaded: (s) => s.goto('entry'),
          'block: list': (s) => s.set('listed', true),
          'block: NV wakeup': (s) => s.set('nv', 'wakeup'),
          'block: prepare': (s) => s.prepareToWait('wq'),
          'block: ON?': (s) => (s.get('on') ? s.goto('unblock') : s),
          asleep: (s) => s.sleep('wq'),
          unblock: (s) => s.finishWait('wq').set('listed', false).set('nv', 'notification').goto('entry'),
        },
        { cpu: 'CPU', mayWaitAt: ['guest', 'asleep'] },
      )
      .interrupt(
        'wakeup handler',
        {
          arrives: (s) => s.when(s.get('wakeup'))?.set('wakeup', false),
          'ON? wake': (s) => (s.get('listed') && s.get('on') ? s.wake('wq') : s),
        },
        { cpu: 'CPU' },
      );
  },
});

const all = ['irqs=1', 'irqs=2', 'irqs=4'] as const;
const lost = violated('It is posted after SN is set and before it is cleared, and entry looks at ON only.', all);
const late = violated('What is posted between the look at PIR and the clearing of SN is suppressed and not seen.', all);

export default expecting(model, {
  variants: ['merged', 'none', 'look-first', 'entry-looks'],
  scenarios: { 'irqs=1': { irqs: 1 }, 'irqs=2': {}, 'irqs=4': { irqs: 4 } },
  expected: {
    // What is posted after SN is cleared sets ON by itself; what was posted before is seen by the look at PIR.
    merged: {},
    none: { 'interrupt lost': lost, noticed: lost },
    'look-first': { 'interrupt lost': late, noticed: late },
    // The other place to look, which costs a look at PIR on every entry.
    'entry-looks': {},
  },
});
