/** One value of the state, which can be pinned to the top and folded. */
import type { JsonValue } from '../../../model/value-json.ts';
import { controlText } from '../../moments.ts';
import { shown, Text } from '../text.tsx';
import { Value } from './value.tsx';

interface StateRowProps {
  readonly name: string;
  readonly value: JsonValue;
  readonly processes: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  readonly isPinned: boolean;
  readonly isFolded: boolean;
  readonly onPin: () => void;
  readonly onFold: () => void;
}

export function StateRow({ name, value, processes, changed, isPinned, isFolded, onPin, onFold }: StateRowProps) {
  const classes = [changed.has(name) && 'changed', processes.has(name) && 'control', isPinned && 'pinned'];
  return (
    <tr class={classes.filter(Boolean).join(' ')}>
      <th scope="row">
        {changed.has(name) && (
          <>
            <span class="mark" aria-hidden="true">
              ●
            </span>
            <span class="visually-hidden">changed: </span>
          </>
        )}
        <Text text={name} max={80} />
      </th>
      <td>
        {isFolded ? (
          <span class="quiet">folded</span>
        ) : processes.has(name) ? (
          <span class="value">
            <Text text={controlText(value)} />
          </span>
        ) : (
          <Value value={value} />
        )}
        <span class="row-tools on-screen">
          <button type="button" aria-pressed={isPinned} onClick={onPin}>
            pin<span class="visually-hidden"> {shown(name, 60)}</span>
          </button>
          <button type="button" aria-pressed={isFolded} onClick={onFold}>
            fold<span class="visually-hidden"> {shown(name, 60)}</span>
          </button>
        </span>
      </td>
    </tr>
  );
}
