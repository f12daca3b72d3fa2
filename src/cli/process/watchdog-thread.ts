/**
 * The thread of the watchdog. It sees evaluations that last too long, and signals while the main thread can hear none. It first has the
 * main thread's JavaScript terminated, after which that thread reports and ends the process as usual. Where the main thread does not
 * answer, because it is in a call of the operating system, this thread reports and ends the process itself.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { EvaluationWatch } from '../../cells/evaluation-watch.ts';
import type { Overdue } from '../../cells/overdue.ts';
import { Beacon } from '../../semantics/beacon.ts';
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

const LOOK_MS = 50;
/** How long the main thread may take to answer, then to report and end; and to answer after a second signal. */
const ANSWER_MS = 800;
const END_MS = 3000;
const AT_ONCE_MS = 200;

const { beacon, control, stepSeconds, width } = workerData as WatchdogData;
const evaluations = new EvaluationWatch(new Beacon(beacon), stepSeconds);
const words = new Int32Array(control);
let signals = 0;
let ending: Ending | undefined;
/** When this thread ends the process, if the main thread has not. */
let endsAt = Number.POSITIVE_INFINITY;
let lastResort: Promise<typeof import('./hard-exit.ts')> | undefined;
let isDecided = false;
let hasAnswered = false;
let isLeaving = false;

/** By an evaluation that is overdue, or by a signal. What is needed for it is loaded now: most runs need none of it. */
async function decide(overdue: Overdue | undefined): Promise<void> {
  if (isDecided) return;
  isDecided = true;
  lastResort = import('./hard-exit.ts');
  const decision = (await import('./ending.ts')).endingOf(overdue, { stepSeconds, width });
  ending = decision;
  const { Session } = await import('node:inspector');
  Atomics.store(words, DECIDED, 1);
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => {
    // A process with a session does not end by itself.
    session.disconnect();
    parentPort?.postMessage(decision);
  });
  endsAt = performance.now() + (signals > 1 ? AT_ONCE_MS : ANSWER_MS);
}

function look(): void {
  const overdue = evaluations.look({ isInterrupted: signals > 0 });
  if (overdue !== undefined) void decide(overdue);
  if (!hasAnswered && Atomics.load(words, ENDER) === MAIN_THREAD) {
    hasAnswered = true;
    endsAt = performance.now() + END_MS;
  }
  if (isLeaving || performance.now() < endsAt) return;
  // The main thread may have answered just now.
  if (!hasAnswered && Atomics.compareExchange(words, ENDER, NO_THREAD, WATCHDOG) !== NO_THREAD) return;
  isLeaving = true;
  if (!hasAnswered && ending !== undefined) writeSync(2, `${ending.text}\n`);
  const exitCode = hasAnswered ? Atomics.load(words, EXIT_CODE) : (ending?.exitCode ?? 2);
  lastResort ??= import('./hard-exit.ts');
  void lastResort.then(({ hardExit }) => hardExit(exitCode));
}

function onSignal(): void {
  signals++;
  if (signals > 1 || Atomics.load(words, LISTENS) === 0) {
    void decide(evaluations.current && { by: 'interrupted', ...evaluations.current });
  }
  if (signals > 1 && ending !== undefined && !hasAnswered) endsAt = Math.min(endsAt, performance.now() + AT_ONCE_MS);
}

/**
 * Only the main thread may listen to signals, by Node's public interface. The handles of libuv below it work in every thread. Without
 * them a signal is heard when the evaluation ends, or when the watchdog ends it.
 */
function listen(): void {
  try {
    const { internalBinding } = createRequire(import.meta.url)('internal/test/binding');
    const { Signal } = internalBinding('signal_wrap');
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      const signal = new Signal();
      signal.onsignal = onSignal;
      signal.start(constants.signals[name]);
    }
  } catch {
    // Another Node may not have them.
  }
}

listen();
setInterval(look, LOOK_MS);
