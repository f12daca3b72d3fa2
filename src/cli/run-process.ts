/** A process that does nothing but run one command. */
import { main } from './main.ts';

/** Its exit code is that of the command. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (head, less) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.exitCode = await main(argv);
}
