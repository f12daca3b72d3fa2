/** The explanation of a counterexample as text: the parts that it needs, the parts that it does not need, and a trace without those. */
import type { Counterexample } from '../../check/counterexample.ts';
import type { Explained, Explanation, Part, Together } from '../../check/doubt/explained.ts';
import { gapOf, list, nounOf, stepOf } from '../../check/doubt/explanation-summary.ts';
import { counted } from '../../trace/counted.ts';
import type { TraceFormat } from '../../trace/format.ts';
import { lineWidth } from '../../trace/line-width.ts';
import { naturalWidth, paragraph, table, totalWidth } from '../../trace/table.ts';
import { contextSwitches, NEEDED } from '../../trace/text.ts';
import { stoppedText } from '../stopped.ts';

const VERDICT = { width: 'unavoidable'.length };
const WHAT_WIDTH_MAX = 50;
const EFFECT_WIDTH_MIN = 20;
const MEANING = {
  'environment step': 'Without an environment step: it is never taken.',
  'context switch':
    'Without a context switch: whenever the step before it was just taken, all other processes wait until the same process has taken another step, or has no system step left that would change anything.',
};
const REPLICAS = '[*]: of all replicas at once.';
const UNAVOIDABLE = 'Unavoidable: at that point the process had no such step.';

type ShowTrace = (trace: Counterexample, needed: ReadonlySet<number>) => readonly string[];

/** For a property: the steps of its trace to mark (if traces are text), and the lines after the trace. */
export function explanationOf(
  explanation: Explanation | undefined,
  property: string,
  show: ShowTrace,
  format: TraceFormat,
): { readonly needed: ReadonlySet<number>; readonly lines: readonly string[] } {
  const explained = explanation?.properties.find(({ id }) => id === property);
  if (explained === undefined) return { needed: new Set(), lines: [] };
  return { needed: neededSteps(explained.parts), lines: explanationLines(explained, show, format === 'text') };
}

/** The lines if nothing was explained. */
export function nothingExplained({ properties }: Explanation): string[] {
  return properties.length > 0 ? [] : ['Nothing to explain: no property that is shown is violated.'];
}

function neededSteps(parts: readonly Part[]): ReadonlySet<number> {
  return new Set(parts.filter(({ needed }) => needed === 'needed').flatMap(({ steps }) => steps));
}

function explanationLines(explained: Explained, show: ShowTrace, marked: boolean): string[] {
  const { id, because, parts, together, summary = '' } = explained;
  if (because !== undefined) return [...paragraph(`${id} is not explained: ${because}.`), ''];
  const legend = `${NEEDED} needed: without this step, or if it may not come in here, ${id} is not violated.`;
  return [
    ...(marked && neededSteps(parts).size > 0 ? [...paragraph(legend), ''] : []),
    ...(parts.length === 0 ? [] : [...partLines(parts), '', ...paragraph(meaningOf(parts)), '']),
    ...paragraph(summary),
    '',
    ...(together === undefined ? [] : togetherLines(id, together, show, marked)),
  ];
}

function partLines(parts: readonly Part[]): string[] {
  const whatMax = Math.min(
    WHAT_WIDTH_MAX,
    lineWidth() - totalWidth([VERDICT, { width: 0 }, { width: EFFECT_WIDTH_MIN }]),
  );
  const what = { width: naturalWidth(parts.map(nameOf), whatMax) };
  const rest = { width: lineWidth() - totalWidth([VERDICT, what, { width: 0 }]) };
  return table(
    [VERDICT, what, rest],
    parts.map((part) => [part.needed, nameOf(part), effectOf(part)]),
  );
}

function nameOf(part: Part): string {
  if (part.kind === 'environment step') return stepOf(part);
  return part.needed === 'unavoidable' ? `after ${stepOf(part)}` : `between ${gapOf(part)}`;
}

function effectOf({ kind, steps, comesIn = [], length, stopped }: Part): string {
  const numbers = list(
    steps.map((step) => String(step + 1)),
    'and',
  );
  return [
    `${kind}${comesIn.length === 0 ? '' : ` to ${list(comesIn.map(stepOf), 'or')}`}, step ${numbers}`,
    ...(length === undefined ? [] : [`without it ${counted(length, 'step')}`]),
    ...(stopped === undefined ? [] : [stoppedText(stopped)]),
  ].join('; ');
}

function meaningOf(parts: readonly Part[]): string {
  const asked = parts.filter(({ needed }) => needed !== 'unavoidable');
  return [
    ...new Set(asked.map(({ kind }) => MEANING[kind])),
    ...(asked.length === parts.length ? [] : [UNAVOIDABLE]),
    ...(parts.some(({ process }) => process.endsWith('[*]')) ? [REPLICAS] : []),
  ].join(' ');
}

function togetherLines(
  id: string,
  { leftOut, counterexample, parts }: Together,
  show: ShowTrace,
  marked: boolean,
): string[] {
  const { steps } = counterexample;
  const needed = neededSteps(parts);
  const which =
    leftOut.length === 1
      ? nounOf(leftOut[0] as Together['leftOut'][number])
      : `all of this, left out one after the other (one such set, there may be a larger one): ${list(leftOut.map(nounOf), 'and')}`;
  const legend = !marked || needed.size === 0 ? '' : ` Then it needs what is marked with ${NEEDED}.`;
  return [
    ...paragraph(`The shortest trace to ${id} without ${which}.`),
    ...paragraph(
      `${counted(steps.length, 'step')} with ${counted(contextSwitches(steps), 'context switch', 'context switches')}.${legend}`,
    ),
    '',
    ...show(counterexample, needed),
    '',
  ];
}
