/** The figures of a run. */
import type { Statistics } from '../../../check/report.ts';

export function StatisticsList({ statistics }: { readonly statistics: Statistics }) {
  const { states, transitions, depth, levelsFinished, quiescentStates, finalStates } = statistics;
  const { seconds, workers, bytesPerState, peakBytes, evaluations, audited, restarts, store } = statistics;
  const number = (value: number) => value.toLocaleString('en');
  const figures: readonly (readonly [string, string])[] = [
    ['states', number(states)],
    ['transitions', number(transitions)],
    ['depth', number(depth)],
    ['levels finished', number(levelsFinished)],
    ['quiescent states', number(quiescentStates)],
    ['final states', number(finalStates)],
    ['store', store],
    ['seconds', seconds.toFixed(2)],
    ['workers', number(workers)],
    ['bytes per state', number(bytesPerState)],
    ['peak memory', `${number(Math.round(peakBytes / 1e6))} MB`],
    ['evaluations', number(evaluations)],
    ['audited', number(audited)],
    ...(restarts === undefined ? [] : [['restarts', number(restarts)] as const]),
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
