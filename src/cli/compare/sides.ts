/** The two sides of a comparison on the command line. */
import { UserError } from '../../errors.ts';

/** The words before and after `--`. */
export interface Sides {
  readonly A: readonly string[];
  readonly B: readonly string[];
}

/** Splits the words of a command. `all`: the command line, which has the `--` that the parser drops. Throws `E_USAGE` without one. */
export function sidesOf(words: readonly string[], all: readonly string[]): Sides {
  const at = all.indexOf('--');
  if (at === -1) {
    throw new UserError('E_USAGE', "there is no '--' between what is compared.", {
      hint: 'The parameters of A stand before it, those of B after it.',
      next: 'everywhen compare MODEL name=value -- name=value',
    });
  }
  const after = all.length - at - 1;
  if (after > words.length) {
    throw new UserError('E_USAGE', "there is no model before '--'.", {
      next: 'everywhen compare MODEL name=value -- name=value',
    });
  }
  return { A: words.slice(0, words.length - after), B: words.slice(words.length - after) };
}
