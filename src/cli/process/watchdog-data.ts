/** What the main thread and the thread of the watchdog tell each other. */

export interface WatchdogData {
  /** Of the main thread's beacon. */
  readonly beacon: SharedArrayBuffer;
  /** Two words of 32 bits, written by the main thread: `LISTENS`, `ENDS`. */
  readonly control: SharedArrayBuffer;
  readonly stepSeconds: number;
  /** Of the terminal, if stderr is one. */
  readonly width: number | undefined;
}

/** 1 while the main thread has something to do on a signal: a partial report. */
export const LISTENS = 0;
/** Once the main thread is ending the process: its exit code and 1. */
export const ENDS = 1;

/** The end of a command that the watchdog decided. */
export interface Ending {
  readonly text: string;
  readonly exitCode: number;
}
