/** The commands that a report shows its reader. */
import type { Walks } from './reporter.ts';

/** The command that checks one cell again (or repeats its random walks), ready to paste into a shell. */
export function checkCommand(model: string, parameters: string, walks?: Walks): string {
  const cell = `${shellWord(model)} ${parameters}`.trimEnd();
  if (walks === undefined) return `everywhen check ${cell}`;
  return `everywhen simulate ${cell} --seed ${walks.seed} --walks ${walks.walks} --steps ${walks.steps}`;
}

export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
