/** What an operation does under the interrupt's lock, and whether the interrupt is queued then. */
import type { ContextS } from './components.ts';
import type { Switches } from './designs.ts';
import type { Operation } from './scripts.ts';

interface Done {
  readonly s: ContextS;
  readonly queues: boolean;
}

export function body(s: ContextS, operation: Operation, { tgtQueue }: Switches): Done {
  // A scan that queues everything again changes nothing before it does.
  if (operation.does === 'dist') return { s, queues: true };
  const k = operation.irq;
  const irq = s.get('irq', k);
  switch (operation.does) {
    case 'edge':
      return { s: injected(s.set('irq', k, irq.set('latch', true)), k), queues: true };
    case 'raise':
      return irq.line ? { s, queues: false } : { s: injected(s.set('irq', k, irq.set('line', true)), k), queues: true };
    case 'lower': {
      const served = s.set('svc', k, false);
      return irq.line
        ? { s: served.set('irq', k, irq.set('line', false)).set('unseen', k, false), queues: true }
        : { s: served, queues: false };
    }
    case 'enable':
      return irq.en ? { s, queues: false } : { s: s.set('irq', k, irq.set('en', true)), queues: true };
    case 'disable':
      return { s: s.set('irq', k, irq.set('en', false)), queues: false };
    case 'retarget':
      return { s: s.set('irq', k, irq.set('tgt', operation.to)), queues: tgtQueue === 'on' };
  }
}

function injected(s: ContextS, k: number): ContextS {
  return s.set('unseen', k, true).update('inj', k, (n) => n + 1);
}
