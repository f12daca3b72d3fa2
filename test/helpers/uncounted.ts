/**
 * For a test file that computes for long and covers only what other files cover, too: turns coverage off in its process and threads.
 * Coverage doubles the time of pure computation. To be imported first, before any code is compiled with counters.
 */
import { stopCoverage } from 'node:v8';

stopCoverage();
delete process.env['NODE_V8_COVERAGE'];
