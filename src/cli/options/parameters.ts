/** Parameters on the command line. */
import { UserError } from '../../errors.ts';

/** `name=value` words as a map. Throws `E_USAGE` for a word without `=` and for a repeated name. */
export function parseAssignments(words: readonly string[]): { readonly [name: string]: string } {
  const assignments: { [name: string]: string } = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1)
      throw new UserError('E_USAGE', `'${word}' is not of the form parameter=value.`, {
        next: 'everywhen check --help',
      });
    const name = word.slice(0, at);
    if (Object.hasOwn(assignments, name)) throw new UserError('E_USAGE', `parameter '${name}' is given twice.`);
    assignments[name] = word.slice(at + 1);
  }
  return assignments;
}
