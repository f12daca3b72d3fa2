/** Ctrl-C once asks for a partial report; twice ends at once. SIGTERM is a Ctrl-C from a machine. */
import { EXIT } from './exit.ts';

export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
