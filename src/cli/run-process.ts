/** A process that does nothing but run one command. */
import { main } from './main.ts';
import { inOwnProcess } from './process/own-process.ts';

/** Its exit code is that of the command. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  await inOwnProcess((ended) => main(argv, undefined, ended));
}
