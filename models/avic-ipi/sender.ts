/**
 * A sender: the guest's write to ICR as the CPU executes it (AMD64 APM vol. 2, 15.29.2: the AVIC flow of an ICR write), then the exit
 * handler of the candidate.
 */
import type { Setup } from './designs.ts';
import { exitHandler } from './handlers.ts';
import type { SenderLabels, SenderS } from './sender-labels.ts';
import { ring } from './signals.ts';

export function sender(setup: Setup): SenderLabels {
  const { hw, bellAfterDrain, receivers } = setup.choice;
  const first = hw === 'readFirst' ? 'readRun' : 'setIrr';
  const { start, steps } = exitHandler(setup);

  const drained = (s: SenderS) => s.get('sb', s.index) === null;
  /** To the next destination; after the last one out of the guest if one of them was not running. */
  const next = (s: SenderS) => {
    const done = s.set('running', false).set('seen', 0);
    if (s.get('d') + 1 < receivers) return done.update('d', (d) => d + 1).goto(first);
    return s.get('incomplete') ? done.goto('exit') : done.set('d', 0).goto('idle');
  };
  const setIrr = (s: SenderS) => {
    const d = s.get('d');
    const owing = s.set('owed', d, true);
    return hw === 'storeBuffer' ? owing.set('sb', s.index, d) : owing.set('irr', d, true);
  };
  const announce = (s: SenderS, running: boolean) => (running ? s.goto('bell') : next(s.set('incomplete', true)));

  return {
    idle: {
      'A.write': {
        environment: (s) =>
          s
            .when(s.get('left') > 0 && drained(s))
            ?.update('left', (left) => left - 1)
            .goto(first),
      },
    },
    readRun: {
      'A.readRun': (s) => {
        const { isRunning, host } = s.load('entry', s.get('d'));
        if (hw === 'readFirst') return s.set('running', isRunning).set('seen', host).goto('setIrr');
        return announce(isRunning ? s.set('seen', host) : s, isRunning);
      },
    },
    setIrr: {
      'A.setIrr': (s) => {
        if (!drained(s)) return undefined;
        return hw === 'readFirst' ? announce(setIrr(s), s.get('running')) : setIrr(s).goto('readRun');
      },
    },
    bell: {
      'A.bell': (s) => (bellAfterDrain === 'off' || drained(s)) && next(ring(s, s.get('d'), s.get('seen'))),
    },
    exit: {
      'A.exit': (s) => {
        if (!drained(s)) return undefined;
        const left = s.set('d', 0).set('incomplete', false);
        return left.goto(start ?? 'idle');
      },
    },
    ...steps,
  };
}
