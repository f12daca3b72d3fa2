/** The whole state: what changed only, what a search finds, pinned values first, and values of one kind side by side. */
import { useId, useState } from 'preact/hooks';
import type { JsonValue } from '../../../model/value-json.ts';
import { wholeValueText } from '../../../trace/value-text.ts';
import { controlText, isNothing } from '../../moments.ts';
import { stateGroups } from '../../state-groups.ts';
import { shown, Text } from '../text.tsx';
import { GroupTable } from './group-table.tsx';
import { StateRow } from './state-row.tsx';

interface StateTableProps {
  readonly caption: string;
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly processes: ReadonlySet<string>;
  /** The names of the values that the last step changed. */
  readonly changed: ReadonlySet<string>;
}

export function StateTable({ caption, values, processes, changed }: StateTableProps) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const [sideBySide, setSideBySide] = useState(false);
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());

  const names = [...values.keys()].filter((name) => !isNothing(name, values.get(name) ?? null));
  const words = search.toLowerCase().split(/\s+/);
  const isFound = (name: string) => {
    const value = values.get(name) ?? null;
    const text = `${name} ${processes.has(name) ? controlText(value) : wholeValueText(value)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const isShown = (name: string) => pinned.has(name) || ((!changedOnly || changed.has(name)) && isFound(name));
  const listed = names.filter(isShown);
  const { groups, rest } = sideBySide
    ? stateGroups(new Map(listed.filter((name) => !pinned.has(name)).map((name) => [name, values.get(name) ?? null])))
    : { groups: [], rest: listed.filter((name) => !pinned.has(name)) };
  // Pinned ones, components, then the labels of the processes.
  const ordered = [
    ...listed.filter((name) => pinned.has(name)),
    ...rest.filter((name) => !processes.has(name)),
    ...rest.filter((name) => processes.has(name)),
  ];
  return (
    <>
      <fieldset class="state-tools on-screen" aria-label="What of the state is shown">
        <input
          type="search"
          placeholder="Find in the state"
          aria-label="Find in the state"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Check id={`${id}-changed`} text="changed only" isOn={changedOnly} onSwitch={setChangedOnly} />
        <Check id={`${id}-side`} text="side by side" isOn={sideBySide} onSwitch={setSideBySide} />
      </fieldset>
      <table class="state">
        <caption>
          {caption}
          {listed.length < names.length && `, ${listed.length} of ${names.length} values`}
        </caption>
        <tbody>
          {ordered.map((name) => (
            <StateRow
              key={name}
              {...{ name, changed, processes }}
              value={values.get(name) ?? null}
              isPinned={pinned.has(name)}
              isFolded={folded.has(name)}
              onPin={() => setPinned(toggled(pinned, name))}
              onFold={() => setFolded(toggled(folded, name))}
            />
          ))}
        </tbody>
      </table>
      {groups.map((group) => (
        <GroupTable key={group.name} {...{ group, changed, processes }} />
      ))}
      {listed.length === 0 && (
        <p class="quiet">
          {search === '' ? 'Nothing changed.' : <Text text={`Nothing matches ${shown(search, 60)}.`} />}
        </p>
      )}
    </>
  );
}

interface CheckProps {
  readonly id: string;
  readonly text: string;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}

function Check({ id, text, isOn, onSwitch }: CheckProps) {
  return (
    <span class="check">
      <input id={id} type="checkbox" checked={isOn} onChange={({ currentTarget }) => onSwitch(currentTarget.checked)} />
      <label for={id}>{text}</label>
    </span>
  );
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.has(name) ? new Set([...names].filter((one) => one !== name)) : new Set([...names, name]);
}
