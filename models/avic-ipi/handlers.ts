/** The exit handlers of section 3.2. Each serves every destination in turn, whatever the microcode read of it. */
import type { Handler, Setup } from './designs.ts';
import type { HandlerLabel, SenderLabels, SenderS } from './sender-labels.ts';
import { kickOut, ring, tellToExit, wake } from './signals.ts';

type Steps = Pick<SenderLabels, HandlerLabel>;

/** The first step of each handler. */
const STARTS: { readonly [H in Handler]: HandlerLabel | undefined } = {
  none: undefined,
  wake: 'W1',
  wakeNoCheck: 'W2',
  reemulate: 'R1',
  reemulateKick: 'R1',
  kick: 'hint',
  wakePend: 'hint',
  final: 'hint',
  finalNoAct: 'hint',
  finalActFirst: 'hint',
};

export function handler(setup: Setup): { readonly start: HandlerLabel | undefined; readonly steps: Steps } {
  const { handler: kind, setsHint, requests } = setup;
  const { receivers } = setup.choice;
  const start = STARTS[kind];
  const is = (...kinds: readonly Handler[]) => kinds.includes(kind);
  const kicks = is('reemulateKick', 'kick', 'final', 'finalActFirst');
  const readsLate = setup.choice.kickCpu === 'late';
  const isFinal = is('final', 'finalNoAct', 'finalActFirst');

  const next = (s: SenderS) => {
    const done = s.set('running', false).set('seen', 0);
    if (start === undefined || s.get('d') + 1 === receivers) return done.set('d', 0).goto('idle');
    return done.update('d', (d) => d + 1).goto(start);
  };
  const afterHint = is('kick') ? 'request' : is('wakePend') ? 'W2' : is('finalActFirst') ? 'F3' : 'F2';
  const afterMode = is('final') ? 'F3' : 'F4';
  const seeCpu = (s: SenderS) => s.set('seen', s.get('cpu', s.get('d')));

  return {
    start,
    steps: {
      W1: is('wake') ? (s) => (s.load('entry', s.get('d')).isRunning ? next(s) : s.goto('W2')) : undefined,
      W2: is('wake', 'wakeNoCheck', 'wakePend') ? (s) => next(wake(s, s.get('d')).s) : undefined,

      // The hardware has set this bit already; if the target has taken it meanwhile, this is one more.
      R1: is('reemulate', 'reemulateKick') ? (s) => s.set('irr', s.get('d'), true).goto('R2') : undefined,
      R2: is('reemulate', 'reemulateKick') ? (s) => s.set('irrPend', s.get('d'), true).goto('R3') : undefined,
      R3: is('reemulate', 'reemulateKick')
        ? (s) => seeCpu(s).goto(s.load('entry', s.get('d')).isRunning ? 'R4' : is('reemulate') ? 'R5' : 'request')
        : undefined,
      R4: is('reemulate', 'reemulateKick') ? (s) => next(ring(s, s.get('d'), s.get('seen'))) : undefined,
      R5: is('reemulate') ? (s) => next(wake(s, s.get('d')).s) : undefined,

      // F1 of `final`: before the mode is read, so that a vCPU that is about to block finds it.
      hint:
        isFinal || is('kick', 'wakePend')
          ? (s) => (setsHint ? s.set('irrPend', s.get('d'), true) : s).goto(afterHint)
          : undefined,
      F2: isFinal
        ? (s) =>
            seeCpu(s)
              .set('running', s.load('mode', s.get('d')) === 'IN')
              .goto(afterMode)
        : undefined,
      F3: is('final', 'finalActFirst')
        ? (s) => s.goto(s.get('act', s.get('d')) ? (is('final') ? 'F4' : 'F2') : 'request')
        : undefined,
      F4: isFinal
        ? (s) => next(s.get('running') ? ring(s, s.get('d'), s.get('seen')) : wake(s, s.get('d')).s)
        : undefined,

      request: kicks ? (s) => (requests ? s.set('req', s.get('d'), true) : s).goto('K1') : undefined,
      K1: kicks
        ? (s) => {
            const tried = wake(s, s.get('d'));
            if (tried.woken) return next(tried.s);
            return (readsLate ? s : seeCpu(s)).goto('K2');
          }
        : undefined,
      K2: kicks
        ? (s) => {
            if (!readsLate) return next(kickOut(s, s.get('d'), s.get('seen')));
            const tried = tellToExit(s, s.get('d'));
            return tried.told ? tried.s.goto('K3') : next(s);
          }
        : undefined,
      K3: kicks && readsLate ? (s) => seeCpu(s).goto('K4') : undefined,
      K4: kicks && readsLate ? (s) => next(s.set('ipi', [s.get('d'), s.get('seen')], true)) : undefined,
    },
  };
}
