/** `everywhen` without a command. */
import { paragraph } from '../trace/table.ts';
import { EXIT } from './exit.ts';
import { NEXT_COMMANDS } from './next-commands.ts';
import { print } from './print.ts';

const GREETING =
  'Everywhen explores every interleaving of a concurrent design and says, with proof or with the shortest counterexample, whether its properties hold.';

export function greet(): number {
  print(() => [
    ...paragraph(GREETING),
    '',
    ...NEXT_COMMANDS,
    '',
    '  # All commands and exit codes.',
    '  npx everywhen --help',
  ]);
  return EXIT.holds;
}
