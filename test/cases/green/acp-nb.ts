/** Atomic commitment with and without blocking (TLA+: ACP_SB, ACP_NB, ACP_NB_WRONG). */
import { defineModel, defineSystem, grid, replicated, sizeRange, value, variant } from '../../../src/index.ts';

type Decision = 'undecided' | 'commit' | 'abort';
type Sent = 'notsent' | 'commit' | 'abort';
type Vote = 'waiting' | 'yes' | 'no';
export default defineModel({
  name: 'acp-nb',
  title: 'atomic commitment (ACP_NB, ACP_NB_WRONG)',
  parameters: {
    spec: variant('NB', 'WRONG', 'SB'),
    n: sizeRange({ from: 1, to: 4, initial: 2 }),
    /** Whether steps that change nothing are left possible, as TLA+ has them. */
    stutter: variant('guarded', 'as written'),
  },
  build: ({ spec, n, stutter }) => {
    const P = Array.from({ length: n }, (_, i) => i);
    const votes = Array.from({ length: 2 ** n }, (_, i) => i);
    const nb = spec === 'NB';
    const wrong = spec === 'WRONG';
    return defineSystem({
      ready: false,
      vote: replicated(n, value<'yes' | 'no'>('yes')),
      alive: replicated(n, true),
      decision: replicated(n, value<Decision>('undecided')),
      voteSent: replicated(n, false),
      forward: grid(n, n, value<Sent>('notsent')),
      cRequest: replicated(n, false),
      cVote: replicated(n, value<Vote>('waiting')),
      cBroadcast: replicated(n, value<Sent>('notsent')),
      cDecision: value<Decision>('undecided'),
      cAlive: true,
    })
      .rules('init', {
        init: (s) =>
          s
            .when(!s.get('ready'))
            ?.chooseFrom(votes, (v) =>
              P.reduce((t, i) => t.set('vote', i, (v >> i) & 1 ? 'yes' : 'no'), s.set('ready', true)),
            ),
      })
      .ruleSets('par', n, {
        sendVote: (s) =>
          s
            .when(
              s.get('alive', s.index) &&
                s.get('cRequest', s.index) &&
                (stutter === 'as written' || !s.get('voteSent', s.index)),
            )
            ?.set('voteSent', s.index, true),
        abortOnVote: (s) =>
          s
            .when(
              s.get('alive', s.index) &&
                s.get('decision', s.index) === 'undecided' &&
                s.get('voteSent', s.index) &&
                s.get('vote', s.index) === 'no',
            )
            ?.set('decision', s.index, 'abort'),
        abortOnTimeoutRequest: (s) =>
          s
            .when(
              s.get('alive', s.index) &&
                s.get('decision', s.index) === 'undecided' &&
                !s.get('cAlive') &&
                !s.get('cRequest', s.index),
            )
            ?.set('decision', s.index, 'abort'),
        decide: nb
          ? undefined
          : (s) => {
              const b = s.get('cBroadcast', s.index);
              return (
                s.get('alive', s.index) &&
                s.get('decision', s.index) === 'undecided' &&
                b !== 'notsent' &&
                s.set('decision', s.index, b)
              );
            },
        forward:
          spec === 'SB'
            ? undefined
            : (s) => {
                const i = s.index;
                if (!s.get('alive', i)) return undefined;
                const what = wrong ? (s.get('decision', i) as Sent) : s.get('forward', [i, i]);
                if (what === 'notsent') return undefined;
                return s.chooseFrom(
                  P.filter((j) => j !== i && s.get('forward', [i, j]) === 'notsent'),
                  (j) => s.set('forward', [i, j], what),
                );
              },
        preDecideOnForward: !nb
          ? undefined
          : (s) => {
              const i = s.index;
              if (!s.get('alive', i) || s.get('forward', [i, i]) !== 'notsent') return undefined;
              return s.chooseFrom(
                P.filter((j) => j !== i && s.get('forward', [j, i]) !== 'notsent'),
                (j) => s.set('forward', [i, i], s.get('forward', [j, i])),
              );
            },
        decideOnForward: !wrong
          ? undefined
          : (s) => {
              const i = s.index;
              if (!s.get('alive', i) || s.get('decision', i) !== 'undecided') return undefined;
              return s.chooseFrom(
                P.filter((j) => j !== i && s.get('forward', [j, i]) !== 'notsent'),
                (j) => s.set('decision', i, s.get('forward', [j, i]) as Decision),
              );
            },
        preDecide: !nb
          ? undefined
          : (s) => {
              const i = s.index;
              return (
                s.get('alive', i) &&
                s.get('forward', [i, i]) === 'notsent' &&
                s.get('cBroadcast', i) !== 'notsent' &&
                s.set('forward', [i, i], s.get('cBroadcast', i))
              );
            },
        decideNB: !nb
          ? undefined
          : (s) => {
              const i = s.index;
              if (!s.get('alive', i) || !P.every((j) => s.get('forward', [i, j]) !== 'notsent')) return undefined;
              const to = s.get('forward', [i, i]) as Decision;
              return (stutter === 'as written' || s.get('decision', i) !== to) && s.set('decision', i, to);
            },
        abortOnTimeout:
          spec === 'SB'
            ? undefined
            : (s) => {
                const i = s.index;
                if (!s.get('alive', i) || s.get('decision', i) !== 'undecided' || s.get('cAlive')) return undefined;
                if (!P.every((j) => !s.get('alive', j) || s.get('cBroadcast', j) === 'notsent')) return undefined;
                if (
                  !P.every(
                    (j) =>
                      s.get('alive', j) || P.every((k) => !s.get('alive', k) || s.get('forward', [j, k]) === 'notsent'),
                  )
                )
                  return undefined;
                return s.set('decision', i, 'abort');
              },
        die: { environment: (s) => s.when(s.get('ready') && s.get('alive', s.index))?.set('alive', s.index, false) },
      })
      .rules('coord', {
        request: (s) =>
          s.when(s.get('ready') && s.get('cAlive'))?.chooseFrom(
            P.filter((i) => !s.get('cRequest', i)),
            (i) => s.set('cRequest', i, true),
          ),
        getVote: (s) =>
          s
            .when(s.get('cAlive') && s.get('cDecision') === 'undecided' && P.every((j) => s.get('cRequest', j)))
            ?.chooseFrom(
              P.filter((i) => s.get('cVote', i) === 'waiting' && s.get('voteSent', i)),
              (i) => s.set('cVote', i, s.get('vote', i)),
            ),
        detectFault: (s) =>
          s
            .when(s.get('cAlive') && s.get('cDecision') === 'undecided' && P.every((j) => s.get('cRequest', j)))
            ?.chooseFrom(
              P.filter((i) => s.get('cVote', i) === 'waiting' && !s.get('alive', i) && !s.get('voteSent', i)),
              () => s.set('cDecision', 'abort'),
            ),
        makeDecision: (s) =>
          s
            .when(
              s.get('cAlive') && s.get('cDecision') === 'undecided' && P.every((j) => s.get('cVote', j) !== 'waiting'),
            )
            ?.set('cDecision', P.every((j) => s.get('cVote', j) === 'yes') ? 'commit' : 'abort'),
        broadcast: (s) =>
          s.when(s.get('cAlive') && s.get('cDecision') !== 'undecided')?.chooseFrom(
            P.filter((i) => s.get('cBroadcast', i) === 'notsent'),
            (i) => s.set('cBroadcast', i, s.get('cDecision') as Sent),
          ),
        die: { environment: (s) => s.when(s.get('ready') && s.get('cAlive'))?.set('cAlive', false) },
      })
      .invariant(
        'AC1',
        'nobody commits while another aborts',
        (s) => !(P.some((i) => s.get('decision', i) === 'commit') && P.some((i) => s.get('decision', i) === 'abort')),
      )
      .invariant('AC2', 'who commits has everybody’s yes', (s) => P.every((i) => s.get('vote', i) === 'yes'), {
        when: (s) => P.some((i) => s.get('decision', i) === 'commit'),
      })
      .stepInvariant('AC4', 'a decision stays', (a, b) =>
        P.every((i) => a.get('decision', i) === 'undecided' || a.get('decision', i) === b.get('decision', i)),
      )
      .eventually(
        'AC3_2',
        'without faults all decide',
        (s) =>
          P.every((i) => s.get('decision', i) !== 'undecided') || P.some((i) => !s.get('alive', i)) || !s.get('cAlive'),
      )
      .eventually('AC5', 'all that live decide', (s) =>
        P.every((i) => s.get('decision', i) !== 'undecided' || !s.get('alive', i)),
      );
  },
});
