/** The watchdog of a command, as the main thread sees it: it is started before a model is loaded, and may end the command. */
import { url as inspectorUrl } from 'node:inspector';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Beacon, publishOn } from '../../semantics/beacon.ts';
import { terminalWidth } from '../../trace/line-width.ts';
import {
  DECIDED,
  ENDER,
  type Ending,
  EXIT_CODE,
  LISTENS,
  MAIN_THREAD,
  NO_THREAD,
  WATCHDOG,
  type WatchdogData,
} from './watchdog-data.ts';

export interface WatchdogOptions {
  /** The time that one evaluation may take. */
  readonly stepSeconds: number;
  readonly onEnding: (ending: Ending) => void;
}

let control: Int32Array | undefined;
let thread: Worker | undefined;

/** Once in a process. Under a debugger nothing is watched: a breakpoint in a step would end the run. */
export function startWatchdog({ stepSeconds, onEnding }: WatchdogOptions): void {
  if (control !== undefined || inspectorUrl() !== undefined) return;
  const beacon = new Beacon();
  control = new Int32Array(new SharedArrayBuffer(16));
  const data: WatchdogData = {
    beacon: beacon.buffer,
    control: control.buffer as SharedArrayBuffer,
    stepSeconds,
    width: terminalWidth(process.stderr),
  };
  thread = new Worker(new URL(`./watchdog-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: data,
    // The handles of signals are internal. What the thread uses is experimental, and says so on stderr.
    execArgv: [...process.execArgv, '--expose-internals', '--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  thread.on('message', onEnding);
  // A command without its watchdog still gives its verdict.
  thread.on('error', () => {});
  thread.unref();
  publishOn(beacon);
}

/** Keeps the process from ending by itself while a message of the watchdog is on its way; false where none is. */
export function awaitWatchdog(): boolean {
  if (control === undefined || Atomics.load(control, DECIDED) === 0) return false;
  thread?.ref();
  return true;
}

/** Whether this thread has something to do on a signal. */
export function tellWatchdogListens(listens: boolean): void {
  if (control !== undefined) Atomics.store(control, LISTENS, Number(listens));
}

/**
 * This thread is about to report and to end the process with a code; if the process does not end, the watchdog ends it. Where the watchdog
 * has begun to end it, this thread waits for that.
 */
export function tellWatchdogEnds(exitCode: number): void {
  if (control === undefined) return;
  Atomics.store(control, EXIT_CODE, exitCode);
  if (Atomics.compareExchange(control, ENDER, NO_THREAD, MAIN_THREAD) === WATCHDOG) {
    Atomics.wait(control, ENDER, WATCHDOG);
  }
}
