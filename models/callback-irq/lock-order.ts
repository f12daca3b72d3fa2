/**
 * K2: two locks that an EOI and a pass-through softirq take in opposite orders (603ad88fe8a6, "pvh/dom0: fix deadlock in GSI mapping").
 * E is the event or dirq lock, I the domain's irq_lock.
 */
import { defineSystem, type SystemBuilder, spinLock } from 'everywhen';

export function lockOrder(mutant: boolean): SystemBuilder<{
  readonly components: object;
  readonly processes: object;
  readonly procedures: object;
  readonly assertions: never;
  readonly unreachables: never;
  readonly properties: 'deadlock' | 'K2';
}> {
  return (
    defineSystem({ E: spinLock(), I: spinLock() }, { deadlock: 'allowed' })
      .process('D', {
        'lock E': (s) => s.acquire('E'),
        'lock I': (s) => s.acquire('I'),
        'unlock I': (s) => s.release('I'),
        'unlock E': (s) => s.release('E'),
      })
      .process('G', {
        'lock I': (s) => s.acquire('I'),
        'unlock I first': mutant ? undefined : (s) => s.release('I'),
        'lock E': (s) => s.acquire('E'),
        'unlock E': (s) => s.release('E'),
        'lock I again': mutant ? undefined : (s) => s.acquire('I'),
        'unlock I': (s) => s.release('I'),
      })
      // A state in which both wait for each other; the rule `cycle` would find the order alone.
      .lockOrder('K2', 'lock order: no deadlock', { rules: ['wait cycle'] })
  );
}
