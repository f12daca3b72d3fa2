/** What a reader watches along a trace: a value or a field of it, or how a property stands, at every moment. */
import type { Counterexample } from '../check/counterexample.ts';
import type { JsonValue } from '../model/value-json.ts';
import { wholeValueText } from '../trace/value-text.ts';
import { STANDINGS, type StandingKey, type TraceEvidence } from './evidence.ts';
import { controlText, isNothing } from './moments.ts';
import { isRecord } from './state-groups.ts';

export interface Watch {
  /** `irr[0]`, `entry[0].isRunning`, `P1`. */
  readonly name: string;
  readonly kind: 'value' | 'claim';
  /** At each moment. */
  readonly texts: readonly string[];
}

/** Fields of fields are listed to this depth. */
const DEPTH_MAX = 3;
/** A value with thousands of fields is watched as a whole. */
const FIELDS_MAX = 40;

/** What can be watched, by name: the claims, and the values with their fields. */
export function watchable(
  trace: Counterexample,
  evidence: TraceEvidence | undefined,
): { readonly claims: readonly string[]; readonly values: readonly string[] } {
  const values = Object.entries(trace.initial).flatMap(([name, value]) =>
    isNothing(name, value) ? [] : [name, ...fieldsOf(value, name, DEPTH_MAX)],
  );
  return { claims: (evidence?.claims ?? []).map(({ id }) => id), values };
}

function fieldsOf(value: JsonValue, path: string, depth: number): string[] {
  if (depth === 0 || !isRecord(value)) return [];
  const { $: _, ...fields } = value;
  return Object.entries(fields)
    .slice(0, FIELDS_MAX)
    .flatMap(([name, field]) => [`${path}.${name}`, ...fieldsOf(field, `${path}.${name}`, depth - 1)]);
}

export function claimWatch(id: string, evidence: TraceEvidence | undefined): Watch {
  const at = evidence?.claims?.find((claim) => claim.id === id)?.at ?? '';
  return { name: id, kind: 'claim', texts: [...at].map((key) => (key === '-' ? '–' : STANDINGS[key as StandingKey])) };
}

export function valueWatch(name: string, trace: Counterexample, processes: ReadonlySet<string>): Watch {
  const root = Object.keys(trace.initial)
    .filter((one) => name === one || name.startsWith(`${one}.`))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  const path = name === root ? [] : name.slice(root.length + 1).split('.');
  const text = (value: JsonValue) => {
    if (processes.has(root)) return controlText(value);
    const part = path.reduce<JsonValue | undefined>(
      (whole, field) => (whole !== undefined && isRecord(whole) ? whole[field] : undefined),
      value,
    );
    return part === undefined ? '–' : wholeValueText(part);
  };
  const texts = [text(trace.initial[root] ?? null)];
  for (const { changes } of trace.steps) {
    const after = changes[root]?.[1];
    texts.push(after === undefined ? (texts.at(-1) as string) : text(after));
  }
  return { name, kind: 'value', texts };
}
