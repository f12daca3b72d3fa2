/**
 * How the tests run. Test files are processes and no threads, because commands in tests change the working directory. `concurrency` is one
 * file more than two cores: a file that waits for a browser, a server or a process leaves its core to it.
 */

/**
 * The files that take longest on two cores, the longest first: one of them at the end would run alone, on one core. The others follow in
 * alphabetical order.
 */
const LONGEST = [
  'package.test.ts',
  'queue/queue.test.ts',
  'engine/oracle.test.ts',
  'page/accessible.test.ts',
  'models/vgic-queue/verdicts.test.ts',
  'explore/walk.test.ts',
  'cli/check.test.ts',
  'models/avic-ipi/verdicts.test.ts',
  'engine/checkpoint-oracle.test.ts',
  'models/vgic-queue/published.test.ts',
  'reference/counterexample.test.ts',
  'models/viridian-assist/verdicts.test.ts',
  'docs.test.ts',
  'models/callback-irq/verdicts.test.ts',
  'check/doubt/explanation-oracle.test.ts',
  'language/examples.test.ts',
  'cli/results-kept.test.ts',
  'explore/page.test.ts',
  'nightly/night.test.ts',
  'engine/death.test.ts',
  'nightly/night-checkpoints.test.ts',
];

export default {
  extensions: ['ts'],
  files: ['test/**/*.test.ts', 'test/**/*.full.ts'],
  nodeArguments: ['--conditions=everywhen-source'],
  require: ['./test/helpers/compile-cache.ts'],
  concurrency: 3,
  timeout: '3m',
  workerThreads: false,
  sortTestFiles: (one, other) => rank(one) - rank(other) || (one < other ? -1 : Number(one > other)),
};

function rank(file) {
  const at = LONGEST.findIndex((name) => file.replaceAll('\\', '/').endsWith(`/test/${name}`));
  return at < 0 ? LONGEST.length : at;
}
