/** The exploration in the background: starts and stops it, and shows its progress and result. */
import { counted } from '../../../trace/counted.ts';
import { holdsWithin } from '../../../trace/within-text.ts';
import type { RunStatus } from '../../run-status.ts';
import { shown, Text } from '../text.tsx';
import type { BackgroundRun } from './use-run.ts';

export function RunPanel({ run: { status, order } }: { readonly run: BackgroundRun }) {
  if (status === undefined) return null;
  return (
    <section class="run" aria-label="All states">
      {status.phase === 'running' ? (
        <button type="button" onClick={() => order('stop')}>
          Stop
        </button>
      ) : (
        <button type="button" onClick={() => order('start')}>
          {status.phase === 'ended' ? 'Explore all states again' : 'Explore all states'}
        </button>
      )}
      <span class="progress">{progressText(status)}</span>
      <span role="status">{phaseText(status)}</span>
      {status.problem !== undefined && (
        <p role="alert">
          <Text text={status.problem} />
        </p>
      )}
    </section>
  );
}

function progressText({ phase, progress, statistics }: RunStatus): string {
  if (statistics !== undefined) {
    const { states, transitions, depth } = statistics;
    return `${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${depth}`;
  }
  if (phase === 'not started') return 'finds every violation, and a path to it';
  if (progress === undefined) return 'starting';
  const { states, depth, frontier, seconds, doing } = progress;
  return doing === undefined
    ? `${counted(states, 'state')}, depth ${depth}, ${frontier.toLocaleString('en')} to visit, ${seconds.toFixed(0)} s`
    : `${counted(states, 'state')}: ${doing}, ${seconds.toFixed(0)} s`;
}

/** The text for a screen reader: the findings, and how the run ended. */
function phaseText({ phase, verdict, stopped, within, properties }: RunStatus): string {
  const violated = properties.filter((property) => property.verdict === 'violated').map(({ id }) => id);
  const found = violated.length === 0 ? '' : `violated: ${shown(violated.join(' '), 200)}`;
  if (phase === 'running') return found;
  if (verdict === undefined) return '';
  const cut = stopped === undefined ? '' : `, stopped early: ${stopped}`;
  return `${verdict === 'violated' && found !== '' ? found : verdict}${holdsWithin(within, verdict)}${cut}`;
}
