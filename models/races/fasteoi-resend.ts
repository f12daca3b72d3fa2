/**
 * Linux, genirq: an edge arrives on the new CPU while the handler still runs on the old one.
 *
 * "genirq: Allow fasteoi handler to resend interrupts on concurrent handling", Linux 9c15eeb5362c (2023), `handle_fasteoi_irq()` in
 * kernel/irq/chip.c; 8f4b589595d0 switches it on for LPIs of the GICv3 ITS. An LPI has no active state: its next instance may be signalled
 * before the EOI of the last, so the EOI changes nothing here. The lock of the descriptor is dropped while the handler runs; `set_affinity` may
 * move the LPI then, and the next instance fires on the new CPU. `irq_may_run()` finds the first in progress, and the instance is dropped: for
 * an edge, for ever. The fix: the second CPU leaves IRQS_PENDING, and the first one, when its handler has returned, calls
 * `check_irq_resend()`, which makes the LPI pending again. IRQS_REPLAY is set meanwhile, and cleared by the next entry. The moves come from a
 * third CPU: one back to the old CPU, while the handler runs on the new one, cannot come from the new one.
 */
import { defineModel, defineSystem, expecting, sizeRange, spinLock, variant, violated } from 'everywhen';

const model = defineModel({
  name: 'fasteoi-resend',
  title: 'an edge arrives on the new CPU while the handler runs on the old one (Linux genirq, 2023)',
  parameters: {
    variant: variant('resend', 'none', 'loop', 'spin', 'no-replay-clear'),
    edges: sizeRange({ from: 1, to: 4, initial: 2 }),
    moves: sizeRange({ from: 0, to: 3, initial: 1 }),
  },
  build({ variant, edges, moves }) {
    const [fixed, loops] = [['resend', 'no-replay-clear'].includes(variant), variant === 'loop'];
    const irq = { lpi: false, affinity: 0, running: false, pending: false, replay: false };
    return defineSystem({ desc: spinLock(), ...irq })
      .budget('edges', edges)
      .budget('moves', moves)
      .owed('edge', 'an edge of the device', { spurious: 'allowed' })
      .rules(
        'device',
        { edge: (s) => s.set('lpi', true).raise('edge') },
        { tag: 'environment', budget: 'edges', column: 'device, CPU2' },
      )
      .interrupts(
        'irq',
        2,
        {
          'interrupt start': (s) => s.when(s.get('lpi') && s.get('affinity') === s.index)?.set('lpi', false),
          'lock desc': (s) => s.acquire('desc'),
          'may run?': (s) => (s.get('running') ? s.goto(variant === 'spin' ? 'spin' : 'leave early') : s),
          'in progress': (s) => {
            const begun = s.set('running', true).set('pending', false);
            return variant === 'no-replay-clear' ? begun : begun.set('replay', false);
          },
          'unlock desc': (s) => s.release('desc'),
          'handler begins': (s) => s.handle('edge'),
          'handler returns': (s) => s,
          'lock desc again': (s) => s.acquire('desc'),
          'pending?': loops ? (s) => (s.get('pending') ? s.set('pending', false).goto('unlock desc') : s) : undefined,
          'not in progress': (s) => s.set('running', false),
          'check_irq_resend()': (s) => {
            const resends = fixed && s.get('pending') && !s.get('replay');
            return resends ? s.set('pending', false).set('replay', true).set('lpi', true) : s;
          },
          'interrupt end': (s) => s.release('desc').goto('interrupt start'),
          'leave early': (s) => (fixed || loops ? s.set('pending', true) : s).goto('interrupt end'),
          spin: variant === 'spin' ? (s) => s.release('desc').goto('lock desc') : undefined,
        },
        { cpu: (i) => `CPU${i}` },
      )
      .process(
        'set_affinity',
        {
          begin: { environment: (s) => s, budget: 'moves' },
          'lock desc': (s) => s.acquireIrqsave('desc'),
          move: (s) => s.update('affinity', (cpu) => 1 - cpu),
          'unlock desc': (s) => s.releaseIrqrestore('desc'),
        },
        { cpu: 'CPU2', column: 'device, CPU2', end: 'loop', mayWaitAt: ['begin'] },
      )
      .invariant('alone', 'the handler does not run on both CPUs at once', (s) =>
        [0, 1].some((cpu) => !['handler begins', 'handler returns'].includes(s.at('irq', cpu))),
      )
      .lockOrder('locks', 'the locks are used in order');
  },
});

const some = ['default', 'edges=3 moves=2', 'edges=4 moves=3'] as const;

export default expecting(model, {
  variants: ['resend', 'none', 'loop', 'spin', 'no-replay-clear'],
  scenarios: {
    default: {},
    'edges=1': { edges: 1 },
    'moves=0': { moves: 0 },
    'edges=3 moves=2': { edges: 3, moves: 2 },
  },
  moreScenarios: { 'edges=4 moves=3': { edges: 4, moves: 3 } },
  expected: {
    // The first CPU asks for what the second one has left.
    resend: {},
    none: { 'edge lost': violated('The second CPU drops the instance, and nothing signals an edge twice.', some) },
    // As handle_edge_irq(): the first CPU runs the handler once more.
    loop: {},
    // Nothing is dropped; a CPU is wasted.
    spin: {},
    'no-replay-clear': {
      'edge lost': violated('IRQS_REPLAY is left over from the first resend, so the second is refused.', [
        'edges=3 moves=2',
        'edges=4 moves=3',
      ]),
    },
  },
});
