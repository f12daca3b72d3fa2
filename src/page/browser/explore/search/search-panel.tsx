/** Take me to a state where ...: a condition, put together from lists or written, and the nearest state that satisfies it. */
import { useState } from 'preact/hooks';
import { counted } from '../../../../trace/counted.ts';
import type { Path } from '../../../position.ts';
import { CONDITION_MAX, type SearchStatus } from '../../../search-status.ts';
import { foundText } from '../../../search-text.ts';
import { shown, Text } from '../../text.tsx';
import { ClauseForm } from './clause-form.tsx';
import { useSearch } from './use-search.ts';

interface SearchPanelProps {
  readonly here: Path;
  readonly go: (path: Path) => void;
}

export function SearchPanel({ here, go }: SearchPanelProps) {
  const [condition, setCondition] = useState('');
  const { status, error, find, stop } = useSearch(go);
  const isRunning = status?.phase === 'running' && error === undefined;
  const isEmpty = condition.trim() === '';
  return (
    <section class="tool search" aria-labelledby="search">
      <h2 id="search">Take me to a state where …</h2>
      <ClauseForm
        onAdd={(clause) => setCondition((before) => (before.trim() === '' ? clause : `${before.trim()} and ${clause}`))}
      />
      <form
        class="condition"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty && !isRunning) find(condition);
        }}
      >
        <label>
          Condition{' '}
          <input
            type="text"
            class="value"
            maxLength={CONDITION_MAX}
            spellcheck={false}
            autocomplete="off"
            value={condition}
            onInput={(event) => setCondition(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={isEmpty || isRunning}>
          Find from the beginning
        </button>
        <button type="button" disabled={isEmpty || isRunning} onClick={() => find(condition, here)}>
          Find from here
        </button>
        {isRunning && (
          <button type="button" onClick={stop}>
            Stop the search
          </button>
        )}
      </form>
      <p class="progress">{status === undefined ? '' : progressText(status)}</p>
      <p role="status">{error === undefined && status?.phase === 'ended' ? shown(foundText(status), 600) : ''}</p>
      {(error ?? status?.problem) !== undefined && (
        <p role="alert">
          <Text text={error?.message ?? status?.problem ?? ''} />
        </p>
      )}
    </section>
  );
}

function progressText({ phase, progress }: SearchStatus): string {
  if (phase !== 'running') return '';
  if (progress === undefined) return 'Searching…';
  const { states, depth, seconds } = progress;
  return `Searching: ${counted(states, 'state')}, depth ${depth}, ${seconds.toFixed(0)} s`;
}
