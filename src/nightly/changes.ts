/** The differences between two findings of one cell. */
import { counted } from '../trace/counted.ts';
import type { Finding } from './finding.ts';

export interface Change {
  /**
   * `verdict`: both runs decided a property, differently. `decided`: only one of them did. `counts`: full explorations have other counts.
   * `levels`: other states at some depth. `trace`: another trace of the same verdict.
   */
  readonly kind: 'verdict' | 'decided' | 'counts' | 'levels' | 'trace';
  readonly text: string;
}

/** Verdicts property by property, then counts, the first level that differs, and traces of verdicts that did not change. */
export function changesBetween(before: Finding, after: Finding): readonly Change[] {
  return [
    ...verdictChanges(before, after),
    ...countChanges(before, after),
    ...levelChange(before, after),
    ...traceChanges(before, after),
  ];
}

function verdictChanges(before: Finding, after: Finding): readonly Change[] {
  const [was, is] = [verdictsOf(before), verdictsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((id) => ({ id, old: was.get(id) ?? 'no property', now: is.get(id) ?? 'no property' }))
    .filter(({ old, now }) => old !== now)
    .map(({ id, old, now }) => ({
      kind: old === 'inconclusive' || now === 'inconclusive' ? 'decided' : 'verdict',
      text: `${id}: ${old} -> ${now}`,
    }));
}

function verdictsOf({ properties }: Finding): ReadonlyMap<string, string> {
  return new Map(properties.map(({ id, verdict }) => [id, verdict]));
}

/** Counts of a run that was stopped early are not compared: they depend on when it stopped. */
function countChanges(before: Finding, after: Finding): readonly Change[] {
  if (before.stopped !== undefined || after.stopped !== undefined) return [];
  return (['states', 'transitions', 'depth', 'quiescentStates', 'finalStates'] as const)
    .map((name) => ({ name, was: before.statistics[name], is: after.statistics[name] }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => ({ kind: 'counts', text: `${WORDS[name]}: ${number(was)} -> ${number(is)}` }));
}

const WORDS = {
  states: 'states',
  transitions: 'transitions',
  depth: 'depth',
  quiescentStates: 'quiescent states',
  finalStates: 'final states',
} as const;

/** A run that was stopped early has only the levels all of whose states were found. */
function levelChange({ levels: was = [] }: Finding, { levels: is = [] }: Finding): readonly Change[] {
  const depth = was.findIndex((level, i) => {
    const other = is[i];
    return other !== undefined && (level.states !== other.states || level.digest !== other.digest);
  });
  const [old, now] = [was[depth], is[depth]];
  if (old === undefined || now === undefined) return [];
  const states =
    old.states === now.states
      ? `${counted(now.states, 'state')}, not the same ${now.states === 1 ? 'one' : 'ones'}`
      : `${number(old.states)} -> ${counted(now.states, 'state')}`;
  return [{ kind: 'levels', text: `first level that differs: ${depth} (${states})` }];
}

function traceChanges(before: Finding, after: Finding): readonly Change[] {
  const was = new Map(before.properties.map((property) => [property.id, property]));
  return after.properties.flatMap(({ id, verdict, steps, trace }): Change[] => {
    const old = was.get(id);
    if (old === undefined || old.verdict !== verdict || old.trace === trace) return [];
    if (old.steps === undefined || steps === undefined) return [];
    const length =
      old.steps === steps
        ? `another trace of ${counted(steps, 'step')}`
        : `trace of ${number(old.steps)} -> ${counted(steps, 'step')}`;
    return [{ kind: 'trace', text: `${id}: ${length}` }];
  });
}

/** `1,234,567`. */
function number(count: number): string {
  return count.toLocaleString('en');
}
