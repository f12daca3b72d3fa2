/**
 * A reader waits behind a writer that waits, and three CPUs wait in a ring: the shape of XSA-441 (CVE-2023-34324), which Linux
 * 87797fad6cce "xen/events: replace evtchn_rwlock with RCU" mends.
 */
import { defineModel, defineSystem, rwLock, spinLock, variant } from 'everywhen';

export default defineModel({
  name: 'rwlock-waiting-writer',
  title: 'a reader waits behind a writer that waits',
  parameters: { readers: variant('queue but interrupts', 'queue', 'pass') },
  build: ({ readers }) =>
    defineSystem({ a: rwLock({ readers }), b: spinLock() })
      .process('cpu0', {
        ra: (s) => s.acquireRead('a'),
        b: (s) => s.acquire('b'),
        ub: (s) => s.release('b'),
        ua: (s) => s.release('a'),
      })
      .process('cpu1', {
        b: (s) => s.acquire('b'),
        ra: (s) => s.acquireRead('a'),
        ua: (s) => s.release('a'),
        ub: (s) => s.release('b'),
      })
      .process('cpu2', { wa: (s) => s.acquireWrite('a'), ua: (s) => s.release('a') })
      .lockOrder('LO', 'order'),
});
