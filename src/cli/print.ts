/** Text for people on standard output, as wide as their terminal. */
import { atWidth, terminalWidth } from '../trace/line-width.ts';

export function print(render: () => readonly string[]): void {
  process.stdout.write(`${atWidth(terminalWidth(process.stdout), render).join('\n')}\n`);
}
