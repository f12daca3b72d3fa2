/**
 * For a test file that computes for long and covers nothing that others do not: its process counts no coverage, nor do its threads.
 * Counting doubles the time of what only computes. To be imported first, before anything is compiled with counters.
 */
import { stopCoverage } from 'node:v8';

stopCoverage();
delete process.env['NODE_V8_COVERAGE'];
