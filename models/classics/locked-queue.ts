/**
 * Queueing an interrupt to the list of its target, when the lists' locks rank above the interrupt's: drop the interrupt's
 * lock, take the list's, take the interrupt's again, and check that the target is still the same.
 *
 * The kernel pattern behind Linux' and Xen's vGIC (`vgic_queue_irq_unlock`), without the interrupt controller around it.
 */
import { defineModel, defineSystem, expecting, replicated, SpinLock, sizeRange, variant, violated } from 'everywhen';

const few = (initial: number) => sizeRange({ from: 1, to: 6, initial });

const model = defineModel({
  name: 'locked-queue',
  title: 'queueing under two locks with a check after re-locking',
  parameters: {
    variant: variant('recheck', 'no-recheck'),
    injectors: few(2),
    movers: few(1),
    targets: few(2),
    injections: few(1),
    moves: few(1),
  },
  build({ variant, injectors, movers, targets, injections, moves }) {
    const lists = Array.from({ length: targets }, (_, i) => i);
    return defineSystem({
      target: 0,
      /** The interrupt's lock and those of the lists. */
      irq: new SpinLock(),
      list: replicated(targets, new SpinLock()),
      queued: replicated(targets, 0),
    })
      .processes(
        'injector',
        injectors,
        {
          idle: (s) => s.when(s.get('left') > 0)?.update('left', (left) => left - 1),
          'lock irq': (s) => s.acquire('irq'),
          'read target': (s) => s.set('t', s.get('target')),
          'unlock irq': (s) => s.release('irq'),
          'lock list': (s) => s.acquire('list', s.get('t')),
          'relock irq': (s) => s.acquire('irq'),
          recheck: (s) =>
            variant === 'no-recheck' || s.get('target') === s.get('t') ? s : s.goto('retry: unlock irq'),
          enqueue: (s) => s.update('queued', s.get('t'), (queued) => queued + 1),
          'done: unlock irq': (s) => s.release('irq'),
          'done: unlock list': (s) => s.release('list', s.get('t')).set('t', 0).goto('idle'),
          'retry: unlock irq': (s) => s.release('irq'),
          'retry: unlock list': (s) => s.release('list', s.get('t')).set('t', 0).goto('lock irq'),
        },
        { locals: { t: 0, left: injections }, mayWaitAt: ['idle'] },
      )
      .processes(
        'mover',
        movers,
        {
          idle: (s) =>
            s
              .when(s.get('left') > 0)
              ?.chooseFrom(lists, (list) => s.update('left', (left) => left - 1).set('new', list)),
          'lock irq': (s) => s.acquire('irq'),
          move: (s) => s.set('target', s.get('new')).set('new', 0),
          'unlock irq': (s) => s.release('irq'),
        },
        { locals: { new: 0, left: moves }, end: 'loop', mayWaitAt: ['idle'] },
      )
      .invariant('right list', 'what is enqueued goes to the list of its target, and not too often', (s) =>
        Array.from({ length: injectors }, (_, i) => i)
          .filter((i) => s.at('injector', i) === 'enqueue')
          .every((i) => {
            const t = s.local('injector', i, 't');
            return s.get('target') === t && s.get('queued', t) < injectors * injections;
          }),
      );
  },
});

/** As published: injectors, movers, targets, injections, moves. */
const sizes = (injectors: number, movers: number, targets: number, injections: number, moves: number) => ({
  injectors,
  movers,
  targets,
  injections,
  moves,
});

export default expecting(model, {
  variants: ['recheck'],
  moreVariants: ['no-recheck'],
  scenarios: { '2,1,2,1,1': sizes(2, 1, 2, 1, 1), '2,2,2,2,2': sizes(2, 2, 2, 2, 2) },
  moreScenarios: { '3,2,3,1,2': sizes(3, 2, 3, 1, 2), '3,2,2,2,2': sizes(3, 2, 2, 2, 2) },
  counts: {
    '2,1,2,1,1': { states: 685, transitions: 1_272, levels: 25, final: 4 },
    '2,2,2,2,2': { states: 177_073, transitions: 507_780, levels: 57, final: 10 },
    '3,2,3,1,2': { states: 1_550_678, transitions: 5_227_575, levels: 47, final: 30 },
    '3,2,2,2,2': { states: 3_675_729, transitions: 12_093_200, levels: 77, final: 14 },
  },
  expected: {
    recheck: {},
    'no-recheck': {
      'right list': violated(
        'the target moves between unlocking the interrupt and locking the list, and no code looks again',
        ['2,1,2,1,1', '2,2,2,2,2', '3,2,3,1,2', '3,2,2,2,2'],
      ),
    },
  },
});
