/** The sentences of a comparison, for text and page alike. */
import { inertLine } from '../errors.ts';
import type { Stopped } from '../model/exploration.ts';
import { counted } from '../trace/counted.ts';
import { changeText } from '../trace/value-diff.ts';
import { valueText } from '../trace/value-text.ts';
import type { ComparedSystem, Comparison, Direction, ShownDifference, ShownObservation } from './comparison.ts';
import type { Mark } from './marks.ts';

const MARK_TEXTS: { readonly [M in Mark]: string } = {
  rests: 'rest here (quiescent)',
  crashes: 'crash here (terminal)',
  diverges: 'continue for ever without a new observation',
};

const STOPPED_TEXTS: { readonly [S in Stopped]: string } = {
  'max-states': 'more states or pairs than --max-states',
  timeout: '--timeout',
  memory: 'the memory is full, or --max-memory is reached',
  'webassembly-memory': 'the memory of WebAssembly is full',
  walks: 'random walks',
  interrupted: 'interrupted',
  decided: 'decided',
  'store-buffer-full': 'a store found its store buffer full; raise buffer of defineSystem',
};

export const WITHOUT_FAIRNESS =
  'Infinite runs are compared without fairness: a run that never lets some process continue is a run.';

export function systemText(side: string, { system, states, transitions }: ComparedSystem): string {
  const counts = `${counted(states, 'state')}, ${counted(transitions, 'transition')}`;
  return `${side}: ${inertLine(system)}: ${counts}`;
}

/** What is observed, and what is not. */
export function observedTexts({ observed: { by, values, events, notCompared } }: Comparison): string[] {
  if (values.length + events.length === 0) return [];
  const names = [...values, ...events.map((event) => `event ${event}`)].map(inertLine).join(', ');
  const why = { properties: ' (what properties read)', declaration: '', 'command line': '' }[by];
  return [
    `observed: ${names}${why}`,
    ...(notCompared.length === 0
      ? []
      : [`only one of them has ${notCompared.map(inertLine).join(', ')}: not compared`]),
  ];
}

export function verdictText({ verdict }: Pick<Comparison, 'verdict'>): string {
  switch (verdict) {
    case 'included':
      return 'included: everything observable of A is possible in B';
    case 'not included':
      return 'not included: B cannot follow a run of A';
    case 'equal':
      return 'equal: everything observable of A is possible in B, and the reverse';
    case 'different':
      return 'different: a run of one cannot be followed by the other';
    case 'undecided':
      return 'undecided';
  }
}

export function stoppedText({ during, reason }: NonNullable<Comparison['stopped']>): string {
  return `stopped while ${during}: ${STOPPED_TEXTS[reason]}`;
}

export function countText({ of, in: within, verdict, pairs, subsets }: Direction): string {
  const sets = counted(subsets, `set of states of ${within}`, `sets of states of ${within}`);
  return `${of} in ${within}: ${verdict}; ${counted(pairs, 'pair')}, ${sets}`;
}

export function runText({ of, in: within }: Direction, { run }: ShownDifference): string {
  return `a shortest run of ${of} that ${within} cannot follow (${counted(run.steps.length, 'step')}):`;
}

/** What cannot be followed. */
export function problemText({ by, observations }: ShownDifference, { of, in: within }: Direction): string {
  if (by !== 'observation') return `After these observations ${of} may ${MARK_TEXTS[by]}, and ${within} may not.`;
  if (observations.length === 1) return `${within} cannot begin with these values.`;
  const [before, last] = observations.slice(-2) as [ShownObservation, ShownObservation];
  return `After the same observations, ${within} has no step to: ${nextText(last, before)}.`;
}

/** What the other system may do instead. */
export function insteadTexts({ by, observations, instead }: ShownDifference): readonly string[] {
  const before = by === 'observation' ? observations.at(-2) : observations.at(-1);
  return [
    ...instead.observations.map((next) => (before === undefined ? beginText(next) : nextText(next, before))),
    ...instead.marks.map((mark) => MARK_TEXTS[mark]),
  ];
}

function beginText({ values }: ShownObservation): string {
  return `begin with ${Object.entries(values)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ')}`;
}

/** What changes from one observation to the next. */
function nextText({ event, values }: ShownObservation, { values: before }: ShownObservation): string {
  const changes = Object.entries(values).flatMap(([name, value]) => changeText(name, before[name] ?? null, value));
  const text = changes.join(', ') || 'the same values';
  return event === undefined ? text : `event ${event}: ${text}`;
}
