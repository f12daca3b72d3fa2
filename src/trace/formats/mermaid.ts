/** A trace as a sequence diagram of Mermaid (mermaid.js.org/syntax/sequenceDiagram.html), which GitHub draws. */
import type { Counterexample, TraceStep } from '../../check/counterexample.ts';
import { type ColumnsByProcess, changesOf, stepText } from '../text.ts';

export function mermaid(trace: Counterexample, columnsByProcess: ColumnsByProcess): string[] {
  const nameOf = (process: string) => columnsByProcess.get(process) ?? process;
  const columnOf = ({ process }: TraceStep) => nameOf(process);
  const names = [
    ...new Set([
      ...columnsByProcess.values(),
      ...trace.steps.map(columnOf),
      ...trace.steps.flatMap((step) => (step.with ? [nameOf(step.with.process)] : [])),
    ]),
  ].filter((name) =>
    trace.steps.some((step) => columnOf(step) === name || (step.with && nameOf(step.with.process)) === name),
  );
  const { cycleStart = trace.steps.length } = trace;
  return [
    'sequenceDiagram',
    ...names.map((name, i) => `  participant p${i} as ${inert(name)}`),
    ...trace.steps.flatMap((step, i) => {
      const who = `p${names.indexOf(columnOf(step))}`;
      const whose = columnOf(step) === step.process ? '' : `${step.process}: `;
      const whom = step.with === undefined ? who : `p${names.indexOf(nameOf(step.with.process))}`;
      const changes = changesOf(step);
      return [
        ...(i === cycleStart ? ['  loop for ever'] : []),
        `  ${who}->>${whom}: ${inert(`${whose}${stepText(step)}`)}`,
        ...(changes.length === 0 ? [] : [`  Note over ${who}: ${changes.map(inert).join('<br/>')}`]),
      ];
    }),
    ...(cycleStart < trace.steps.length ? ['  end'] : []),
  ];
}

/** Names and values as text, never as syntax or HTML: special characters are written as Mermaid's character codes. */
function inert(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} _.,()=+/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
