/** How a run that violates a refinement ends in the specification, as text. */
import type { Counterexample } from '../check/counterexample.ts';
import type { AbstractName } from '../check/mapped-run.ts';
import { shortened } from '../errors.ts';
import type { JsonValue } from '../model/value-json.ts';
import { lineWidth } from './line-width.ts';
import { paragraph, table } from './table.ts';
import { valueText } from './value-text.ts';

/** Why the run violates the refinement: the abstract states around its last step, and the abstract steps that are enabled there, each as `nameOf` names it. */
export function mappedLines({ mapped }: Counterexample, nameOf: (step: AbstractName) => string): string[] {
  if (mapped === undefined) return [];
  const { before, after, possible } = mapped;
  const rows = table(
    [{ width: 9 }, { width: lineWidth() - 11 }],
    [
      ...(before === undefined ? [] : [['before', valuesText(before)]]),
      [before === undefined ? 'maps to' : 'after', valuesText(after)],
      ...(before === undefined ? [] : [['possible', [...new Set(possible.map(nameOf))].join(', ') || 'nothing']]),
    ],
  );
  const why =
    before === undefined
      ? 'The initial state maps to no initial state of the specification:'
      : 'The last step maps to no step of the specification, and to no stutter. Its abstract states, and the steps possible before it:';
  return ['', ...paragraph(why), ...rows];
}

function valuesText(values: { readonly [name: string]: JsonValue }): string {
  return Object.entries(values)
    .map(([name, value]) => `${shortened(name)} ${valueText(value)}`)
    .join(', ');
}
