/** The first Ctrl-C asks for a partial report; the second ends the process at once. SIGTERM counts as Ctrl-C. */
import { EXIT } from './exit.ts';
import { endAtOnce } from './process/own-process.ts';
import { awaitWatchdog, tellWatchdogListens } from './process/watchdog.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const handlers = new Set<() => void>();

/** The signal is aborted at the first Ctrl-C. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    // The watchdog may have heard the signal before, and says what it interrupted.
    if (controller.signal.aborted && !awaitWatchdog()) endAtOnce(EXIT.interrupted);
    controller.abort();
  };
  handlers.add(interrupt);
  tellWatchdogListens(true);
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return controller.signal;
}

/** A command has finished: Ctrl-C ends the process again, as it does by default. */
export function offInterrupt(): void {
  for (const handler of handlers) for (const signal of SIGNALS) process.off(signal, handler);
  handlers.clear();
  tellWatchdogListens(false);
}
