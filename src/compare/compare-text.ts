/** The result of a comparison as text for people. */
import { inertLine } from '../errors.ts';
import type { Stopped } from '../model/exploration.ts';
import { counted } from '../trace/counted.ts';
import { lineWidth } from '../trace/line-width.ts';
import { paragraph } from '../trace/table.ts';
import { type ColumnsByProcess, traceText } from '../trace/text.ts';
import { changeText } from '../trace/value-diff.ts';
import { valueText } from '../trace/value-text.ts';
import type { ComparedSystem, Comparison, Direction, ShownDifference, ShownObservation } from './comparison.ts';
import type { Mark } from './marks.ts';

/** More are counted, and `--format json` has them. */
const INSTEAD_MAX = 8;

const MARK_TEXTS: { readonly [M in Mark]: string } = {
  rests: 'rest here (quiescent)',
  crashes: 'crash here (terminal)',
  diverges: 'continue for ever without a new observation',
};

/** `columns`: those of the traces of A and of B. */
export function comparisonText(
  comparison: Comparison,
  columns: { readonly [S in 'A' | 'B']: ColumnsByProcess },
): readonly string[] {
  const { A, B, directions, stopped } = comparison;
  return [
    ...systemLines('A', A),
    ...systemLines('B', B),
    ...observedLines(comparison),
    '',
    ...paragraph(verdictText(comparison)),
    ...directions.flatMap((direction) => directionLines(direction, columns[direction.of])),
    '',
    ...(stopped === undefined ? [] : paragraph(`stopped while ${stopped.during}: ${STOPPED_TEXTS[stopped.reason]}`)),
    ...directions.flatMap((direction) => paragraph(countText(direction))),
    ...paragraph('Infinite runs are compared without fairness: a run that never lets some process continue is a run.'),
  ];
}

function countText({ of, in: within, verdict, pairs, subsets }: Direction): string {
  const sets = counted(subsets, `set of states of ${within}`, `sets of states of ${within}`);
  return `${of} in ${within}: ${verdict}; ${counted(pairs, 'pair')}, ${sets}`;
}

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

function systemLines(side: string, { system, states, transitions }: ComparedSystem): string[] {
  const counts = `${counted(states, 'state')}, ${counted(transitions, 'transition')}`;
  return paragraph(`${side}: ${inertLine(system)}: ${counts}`);
}

function observedLines({ observed: { by, values, events, notCompared } }: Comparison): string[] {
  if (values.length + events.length === 0) return [];
  const names = [...values, ...events.map((event) => `event ${event}`)].map(inertLine).join(', ');
  const why = { properties: ' (what properties read)', declaration: '', 'command line': '' }[by];
  return [
    ...paragraph(`observed: ${names}${why}`),
    ...(notCompared.length === 0
      ? []
      : paragraph(`only one of them has ${notCompared.map(inertLine).join(', ')}: not compared`)),
  ];
}

function verdictText({ verdict }: Comparison): string {
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

function directionLines({ of, in: within, difference }: Direction, columns: ColumnsByProcess): string[] {
  if (difference === undefined) return [];
  return [
    '',
    ...paragraph(
      `a shortest run of ${of} that ${within} cannot follow (${counted(difference.run.steps.length, 'step')}):`,
    ),
    ...traceText(difference.run, columns),
    '',
    ...paragraph(problemText(difference, of, within)),
    ...insteadLines(difference, within),
  ];
}

function problemText({ by, observations }: ShownDifference, of: string, within: string): string {
  if (by !== 'observation') return `After these observations ${of} may ${MARK_TEXTS[by]}, and ${within} may not.`;
  if (observations.length === 1) return `${within} cannot begin with these values.`;
  const [before, last] = observations.slice(-2) as [ShownObservation, ShownObservation];
  return `After the same observations, ${within} has no step to: ${nextText(last, before)}.`;
}

function insteadLines({ by, observations, instead }: ShownDifference, within: string): string[] {
  const before = by === 'observation' ? observations.at(-2) : observations.at(-1);
  const possible = [
    ...instead.observations.map((next) => (before === undefined ? beginText(next) : nextText(next, before))),
    ...instead.marks.map((mark) => MARK_TEXTS[mark]),
  ];
  const more = possible.length - INSTEAD_MAX;
  return [
    ...paragraph(`What ${within} may do there instead:`),
    ...possible.slice(0, INSTEAD_MAX).flatMap((text) => indented(text)),
    ...(possible.length === 0 ? indented('nothing') : []),
    ...(more <= 0 ? [] : indented(`and ${more} more; --format json has all`)),
  ];
}

function indented(text: string): string[] {
  return paragraph(text, { indent: 2, width: lineWidth() - 2 }).map((line) => `  ${line}`);
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
