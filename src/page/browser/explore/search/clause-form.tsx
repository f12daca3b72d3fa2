/** Puts a clause of a condition together from what the system has. */
import { useEffect, useState } from 'preact/hooks';
import { written } from '../../../condition-word.ts';
import type { Vocabulary } from '../../../search-status.ts';
import { shown } from '../../text.tsx';
import { ask } from '../ask.ts';

const KINDS = {
  value: 'a value is',
  at: 'a process is at',
  can: 'a step is enabled',
  violated: 'a property is violated',
  holds: 'a property holds',
  quiescent: 'nobody is obliged to act (quiescent)',
} as const;
type Kind = keyof typeof KINDS;
const SIGNS = ['=', '!=', '<', '<=', '>', '>='] as const;

interface ClauseFormProps {
  readonly onAdd: (clause: string) => void;
}

export function ClauseForm({ onAdd }: ClauseFormProps) {
  const [words, setWords] = useState<Vocabulary | undefined>();
  const [kind, setKind] = useState<Kind>('value');
  const [chosen, setChosen] = useState<{ readonly [field: string]: string }>({});
  useEffect(() => {
    // Without it a condition can still be written.
    ask<Vocabulary>('/api/names').then(setWords, () => {});
  }, []);
  if (words === undefined) return null;
  const set = (field: string) => (value: string) => setChosen((before) => ({ ...before, [field]: value }));
  const { values, processes, properties } = words;
  const able = processes.filter(({ labels }) => kind !== 'at' || labels.length > 0);
  const process = able.find(({ name }) => name === chosen['process']) ?? able[0];
  const steps = (kind === 'at' ? process?.labels : process?.steps) ?? [];
  const value = values.find(({ name }) => name === chosen['name']) ?? values[0];
  const judged = properties.filter((property) => isAskable(property.kind, kind));
  const property = judged.find(({ id }) => id === chosen['property']) ?? judged[0];
  const step = steps.find((one) => one === chosen['step']) ?? steps[0];
  const clause = clauseOf(kind, {
    name: value?.name,
    path: chosen['path'] ?? '',
    sign: chosen['sign'] ?? '=',
    value: chosen['value'] ?? '',
    process: process?.name,
    step,
    property: property?.id,
  });
  return (
    <form
      class="clause"
      aria-label="A part of the condition"
      onSubmit={(event) => {
        event.preventDefault();
        if (clause !== undefined) onAdd(clause);
      }}
    >
      <Choice label="What" value={kind} options={Object.entries(KINDS)} onChange={(next) => setKind(next as Kind)} />
      {kind === 'value' && (
        <>
          <Choice
            label="Name"
            value={value?.name ?? ''}
            options={values.map(({ name }) => [name, name])}
            onChange={set('name')}
          />
          <Field label="Part of it" value={chosen['path'] ?? ''} hint=".field or [0]" onChange={set('path')} />
          <Choice
            label="Comparison"
            value={chosen['sign'] ?? '='}
            options={SIGNS.map((sign) => [sign, sign])}
            onChange={set('sign')}
          />
          <Field label="Value" value={chosen['value'] ?? ''} hint={value?.initially ?? ''} onChange={set('value')} />
        </>
      )}
      {(kind === 'at' || kind === 'can') && (
        <>
          <Choice
            label="Process"
            value={process?.name ?? ''}
            options={able.map(({ name }) => [name, name])}
            onChange={set('process')}
          />
          <Choice
            label={kind === 'at' ? 'Label' : 'Step'}
            value={step ?? ''}
            options={steps.map((one) => [one, one])}
            onChange={set('step')}
          />
        </>
      )}
      {(kind === 'violated' || kind === 'holds') && (
        <Choice
          label="Property"
          value={property?.id ?? ''}
          options={judged.map(({ id, title }) => [id, `${id} ${title}`])}
          onChange={set('property')}
        />
      )}
      <button type="submit" disabled={clause === undefined}>
        Add
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {shown(text, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, hint, onChange }: FieldProps) {
  return (
    <label>
      {label}{' '}
      <input
        type="text"
        size={10}
        value={value}
        placeholder={shown(hint, 30)}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

interface Parts {
  readonly name: string | undefined;
  readonly path: string;
  readonly sign: string;
  readonly value: string;
  readonly process: string | undefined;
  readonly step: string | undefined;
  readonly property: string | undefined;
}

/** Undefined while something is missing. */
function clauseOf(kind: Kind, { name, path, sign, value, process, step, property }: Parts): string | undefined {
  switch (kind) {
    case 'value':
      return name === undefined || value === '' ? undefined : `${written(name + path)} ${sign} ${valueWord(value)}`;
    case 'at':
    case 'can':
      return process === undefined || step === undefined ? undefined : `${written(process)} ${kind} ${written(step)}`;
    case 'violated':
    case 'holds':
      return property === undefined ? undefined : `${kind} ${written(property)}`;
    case 'quiescent':
      return kind;
  }
}

/** A value that is not a string is written as traces print it; quotes would make it a string. */
function valueWord(value: string): string {
  return /^[{[(\w.+-][^"]*$/.test(value) && !/\sand\s/.test(value) ? value : written(value);
}

function isAskable(kind: Vocabulary['properties'][number]['kind'], standing: Kind): boolean {
  if (standing === 'violated') return kind !== 'reachable' && kind !== 'outcomes';
  return kind === 'invariant' || kind === 'quiescence' || kind === 'reachable';
}
