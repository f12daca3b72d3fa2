/**
 * The thread of the watchdog. It sees evaluations that last too long, and signals while the main thread can hear none. It first has the
 * main thread's JavaScript terminated, after which that thread reports and ends the process as usual. Where the main thread does not
 * answer, because it is in a call of the operating system, this thread reports and ends the process itself.
 */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { EvaluationWatch, errorOf, type Overdue, whileEvaluating } from '../../cells/evaluation-watch.ts';
import { renderError } from '../../errors.ts';
import { Beacon } from '../../semantics/beacon.ts';
import { EXIT } from '../exit.ts';
import { hardExit } from './hard-exit.ts';
import { ENDS, type Ending, LISTENS, type WatchdogData } from './watchdog-data.ts';

const LOOK_MS = 50;
/** How long the main thread may take to report and end. */
const ANSWER_MS = 1000;

const { beacon, control, stepSeconds, width } = workerData as WatchdogData;
const evaluations = new EvaluationWatch(new Beacon(beacon), stepSeconds);
const words = new Int32Array(control);
let signals = 0;
let ending: Ending | undefined;
let decidedAt = Number.POSITIVE_INFINITY;

function decide(decision: Ending): void {
  if (ending !== undefined) return;
  ending = decision;
  decidedAt = performance.now();
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => {
    // A process with a session does not end by itself.
    session.disconnect();
    parentPort?.postMessage(decision);
  });
}

function endingOf(overdue: Overdue): Ending {
  switch (overdue.by) {
    case 'interrupted':
      return interrupted(overdue);
    case 'timeout':
      return { text: `Inconclusive: its time was over ${whileEvaluating(overdue)}.`, exitCode: EXIT.inconclusive };
    default:
      return { text: renderError(errorOf(overdue, stepSeconds), width), exitCode: EXIT.usage };
  }
}

function interrupted(evaluation: Pick<Overdue, 'name' | 'seconds'> | undefined): Ending {
  const where = evaluation === undefined ? '' : ` ${whileEvaluating(evaluation)}`;
  return { text: `Interrupted${where}.`, exitCode: EXIT.interrupted };
}

function look(): void {
  const overdue = evaluations.look({ isInterrupted: signals > 0 });
  if (overdue !== undefined) decide(endingOf(overdue));
  const ends = Atomics.load(words, ENDS);
  if (ends > 0 && decidedAt === Number.POSITIVE_INFINITY) decidedAt = performance.now();
  if (performance.now() - decidedAt < ANSWER_MS) return;
  if (ends === 0 && ending !== undefined) writeSync(2, `${ending.text}\n`);
  hardExit(ends > 0 ? ends - 1 : (ending?.exitCode ?? EXIT.usage));
}

function onSignal(): void {
  signals++;
  if (signals > 1 || Atomics.load(words, LISTENS) === 0) decide(interrupted(evaluations.current));
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
