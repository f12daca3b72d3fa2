/** What the main thread and the thread of the watchdog tell each other. */

export interface WatchdogData {
  /** Of the main thread's beacon. */
  readonly beacon: SharedArrayBuffer;
  /** Four words of 32 bits: `LISTENS`, `ENDER`, `DECIDED` and `EXIT_CODE`. */
  readonly control: SharedArrayBuffer;
  readonly stepSeconds: number;
  /** Of the terminal, if stderr is one. */
  readonly width: number | undefined;
}

/** Written by the main thread: 1 while it has something to do on a signal: a partial report. */
export const LISTENS = 0;
/** Which thread ends the process, written once by that thread: two that ended it at the same time would make it crash. */
export const ENDER = 1;
export const NO_THREAD = 0;
export const MAIN_THREAD = 1;
export const WATCHDOG = 2;
/** Written by the watchdog: 1 once it has decided the end, of which it then sends a message. */
export const DECIDED = 2;

/** Written by the main thread before it becomes the ender. */
export const EXIT_CODE = 3;

/** The end of a command that the watchdog decided. */
export interface Ending {
  readonly text: string;
  readonly exitCode: number;
}
