/** The parameters of a cell from the text that a report has for them. */
import { FENCE_BEFORE } from '../language/fences/fence-before.ts';

/** `a=1 b=x,y`: values by name, of the parameters with these names. A value may contain spaces. */
export function assignmentsIn(text: string, names: readonly string[]): { readonly [name: string]: string } {
  const known = [...names, FENCE_BEFORE];
  const words = text.split(' ');
  const assignments: [name: string, value: string][] = [];
  for (const word of words) {
    const name = known.find((candidate) => word.startsWith(`${candidate}=`));
    const last = assignments.at(-1);
    if (name !== undefined) assignments.push([name, word.slice(name.length + 1)]);
    else if (last !== undefined) last[1] += ` ${word}`;
  }
  return Object.fromEntries(assignments);
}
