/**
 * Linux as a Xen guest: an event channel is removed while it is handled.
 *
 * XSA-331, 073d0552ead5 "xen/events: avoid removing an event channel while handling it" (2020), and its regression, XSA-441 (CVE-2023-34324),
 * 87797fad6cce "xen/events: replace evtchn_rwlock with RCU" (2023), in drivers/xen/events/events_base.c. The upcall maps a port to an irq and the
 * irq to its `irq_info`, runs the handler, and ends with an EOI through `irq_info`, which `xen_free_irq()` on another CPU frees, with the
 * number, in between. XSA-331 makes the upcall a reader and the closer a writer. The late EOI reads, too: `__hvc_poll()` does so inside
 * `hvc_lock`, which the console's interrupt takes inside the upcall. With RCU, the closer unmaps the port, and gives up everything else after
 * a grace period. `rw=unfair`: rwlocks are not queued (Arm32), so readers pass a writer that waits.
 */
import { assumption, defineModel, defineSystem, expecting, rcu, rwLock, spinLock, variant, violated } from 'everywhen';

const model = defineModel({
  name: 'evtchn-rwlock',
  title: 'an event channel is removed while it is handled (Linux, XSA-331 and XSA-441)',
  parameters: {
    variant: variant('rcu', 'none', 'rwlock', 'rcu-null-early', 'rcu-irq-early', 'rcu-mapping-late'),
    rw: assumption('fair', 'unfair'),
  },
  build({ variant, rw }) {
    const locks = variant === 'rwlock';
    const counts = variant.startsWith('rcu');
    const late = variant === 'rcu-mapping-late';
    return defineSystem({
      evtchn: rwLock({ readers: rw === 'fair' ? 'queue but interrupts' : 'pass' }),
      rcu: rcu(),
      hvc: spinLock(),
      mapped: true,
      ptr: true,
      irqFree: false,
      reused: false,
    })
      .object('irq_info', 'the structure of the irq')
      .assertion('NULL', 'the irq has its irq_info')
      .assertion('REUSE', 'the irq has its old owner')
      .interrupt(
        'upcall',
        {
          arrives: { environment: (s) => s },
          read_lock: locks ? (s) => s.acquireRead('evtchn') : undefined,
          rcu_read_lock: counts ? (s) => s.rcuReadLock('rcu') : undefined,
          evtchn_to_irq: (s) => (s.get('mapped') ? s : s.goto('done')),
          info_for_irq: (s) => s.assert('NULL', s.get('ptr')).assert('REUSE', !s.get('reused')),
          'spin_lock(hvc)': (s) => s.acquire('hvc'),
          'spin_unlock(hvc)': (s) => s.release('hvc'),
          EOI: (s) => s.use('irq_info').assert('NULL', s.get('ptr')).assert('REUSE', !s.get('reused')),
          done: (s) => (locks ? s.release('evtchn') : counts ? s.rcuReadUnlock('rcu') : s),
        },
        { cpu: 'CPU0' },
      )
      .process(
        '__hvc_poll',
        {
          'spin_lock(hvc)': (s) => s.acquireIrqsave('hvc'),
          read_lock: locks ? (s) => s.acquireRead('evtchn') : undefined,
          read_unlock: locks ? (s) => s.release('evtchn') : undefined,
          'spin_unlock(hvc)': (s) => s.releaseIrqrestore('hvc'),
        },
        { cpu: 'CPU1' },
      )
      .process(
        'close',
        {
          unmap: late ? undefined : (s) => s.set('mapped', false),
          write_lock: locks ? (s) => s.acquireWriteIrqsave('evtchn') : undefined,
          'clear pointer': !counts || variant === 'rcu-null-early' ? (s) => s.set('ptr', false) : undefined,
          write_unlock: locks ? (s) => s.releaseIrqrestore('evtchn') : undefined,
          kfree: counts ? undefined : (s) => s.free('irq_info'),
          irq_free_desc: !counts || variant === 'rcu-irq-early' ? (s) => s.set('irqFree', true) : undefined,
          queue_rcu_work: counts ? (s) => s.callRcu('rcu', 'delayed_free_irq') : undefined,
          'unmap late': late ? (s) => s.set('mapped', false) : undefined,
        },
        { cpu: 'CPU2' },
      )
      .rules(
        'rcu work',
        {
          delayed_free_irq: (s) =>
            s.rcuCallback('rcu', 'delayed_free_irq')?.set('ptr', false).free('irq_info').set('irqFree', true),
        },
        { column: 'CPU2' },
      )
      .rules(
        'bind',
        {
          irq_alloc_desc: {
            environment: (s) => s.when(s.get('irqFree'))?.set('irqFree', false).set('reused', true).set('ptr', true),
          },
        },
        { column: 'CPU3' },
      )
      .lockOrder('LO', 'the locks are taken in an order');
  },
});

const both = ['fair', 'unfair'] as const;
const ring =
  'the upcall reads and waits for hvc; __hvc_poll holds hvc and waits to read, behind the closer that waits to write';
const beginsLate = 'a reader that begins after the call is in no grace period, and still finds the mapping';

export default expecting(model, {
  variants: ['rcu', 'none', 'rwlock', 'rcu-null-early', 'rcu-irq-early', 'rcu-mapping-late'],
  scenarios: { fair: { rw: 'fair' }, unfair: { rw: 'unfair' } },
  expected: {
    rcu: {},
    none: {
      NULL: violated('the closer clears the pointer after the upcall has read the mapping', both),
      REUSE: violated('the number is bound again after the upcall has read the mapping', both),
      'irq_info use after free': violated('the closer frees irq_info while the handler runs', both),
    },
    // Readers that pass a waiting writer close no ring.
    rwlock: { deadlock: violated(ring, ['fair']), LO: violated(ring, ['fair']) },
    'rcu-null-early': { NULL: violated('the pointer is gone before the readers are', both) },
    'rcu-irq-early': { REUSE: violated('the number is bound again while the old handler runs', both) },
    'rcu-mapping-late': {
      NULL: violated(beginsLate, both),
      REUSE: violated(beginsLate, both),
      'irq_info use after free': violated(beginsLate, both),
    },
  },
});
