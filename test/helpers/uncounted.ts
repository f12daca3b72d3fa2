/**
 * For a test file that computes for long and covers nothing that others do not: its process counts no coverage, nor do its threads.
 * Counting blocks doubles the time of what only computes. To be imported first, before anything is compiled with counters.
 *
 * V8 has one mode for all sessions. `stopCoverage` of node:v8 ends Node's own session, which then complains when it writes at exit.
 */
import { Session } from 'node:inspector';

if (process.env['NODE_V8_COVERAGE'] !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.stopPreciseCoverage');
  // What is counted from here on is nothing; without it, every function that ran would count as covered in full.
  process.once('exit', () => session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true }));
  delete process.env['NODE_V8_COVERAGE'];
}
