/** What the main thread and the thread of the watchdog tell each other. */

export interface WatchdogData {
  /** Of the main thread's beacon. */
  readonly beacon: SharedArrayBuffer;
  /** Three words of 32 bits: `LISTENS`, `ENDS` and `DECIDED`. */
  readonly control: SharedArrayBuffer;
  readonly stepSeconds: number;
  /** Of the terminal, if stderr is one. */
  readonly width: number | undefined;
}

/** Written by the main thread: 1 while it has something to do on a signal: a partial report. */
export const LISTENS = 0;
/** Written by the main thread, once it is ending the process: the exit code and 1. */
export const ENDS = 1;
/** Written by the watchdog: 1 once it has decided the end, of which it then sends a message. */
export const DECIDED = 2;

/** The end of a command that the watchdog decided. */
export interface Ending {
  readonly text: string;
  readonly exitCode: number;
}
