/** Chooses what is watched: claims, values and fields become columns beside the timeline. */
import type { Counterexample } from '../../../check/counterexample.ts';
import type { TraceEvidence } from '../../evidence.ts';
import { type Watch, watchable } from '../../watches.ts';
import { shown } from '../text.tsx';

/** More have no room beside a timeline. */
const WATCHES_MAX = 6;

interface WatchPickerProps {
  readonly trace: Counterexample;
  readonly evidence: TraceEvidence | undefined;
  readonly watches: readonly Pick<Watch, 'kind' | 'name'>[];
  readonly onWatch: (watches: readonly Pick<Watch, 'kind' | 'name'>[]) => void;
}

export function WatchPicker({ trace, evidence, watches, onWatch }: WatchPickerProps) {
  const { claims, values } = watchable(trace, evidence);
  const isWatched = (kind: Watch['kind'], name: string) =>
    watches.some((one) => one.kind === kind && one.name === name);
  const add = (chosen: string) => {
    const kind = chosen.startsWith('c') ? 'claim' : 'value';
    const name = (kind === 'claim' ? claims : values)[Number(chosen.slice(1))];
    if (name !== undefined) onWatch([...watches, { kind, name }]);
  };
  const options = (kind: 'claim' | 'value', names: readonly string[]) =>
    names.map((name, i) => (
      <option key={name} value={`${kind[0]}${i}`} disabled={isWatched(kind, name)}>
        {shown(name, 60)}
      </option>
    ));
  return (
    <span class="watching on-screen">
      <label>
        Watch{' '}
        <select
          value=""
          disabled={watches.length >= WATCHES_MAX}
          onChange={({ currentTarget }) => {
            add(currentTarget.value);
            currentTarget.value = '';
          }}
        >
          <option value="">choose…</option>
          {claims.length > 0 && <optgroup label="Properties">{options('claim', claims)}</optgroup>}
          <optgroup label="Values">{options('value', values)}</optgroup>
        </select>
      </label>
      {watches.map(({ kind, name }) => (
        <button
          key={`${kind} ${name}`}
          type="button"
          class="more"
          onClick={() => onWatch(watches.filter((one) => one.kind !== kind || one.name !== name))}
        >
          <span class="visually-hidden">Stop watching </span>
          {shown(name, 40)} <span aria-hidden="true">×</span>
        </button>
      ))}
    </span>
  );
}
