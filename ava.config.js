/** Tests run from the sources; what Node compiled of them is kept, as it costs more than most tests. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export default {
  extensions: ['ts'],
  files: ['test/**/*.test.ts', 'test/**/*.full.ts'],
  nodeArguments: ['--conditions=everywhen-source'],
  environmentVariables: {
    NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/everywhen-compiled', import.meta.url)),
  },
  // A file that waits for a browser, a server or a process leaves its core to one more.
  concurrency: availableParallelism() + 1,
  timeout: '3m',
  // Commands in tests change the working directory, and limits of memory are those of a process.
  workerThreads: false,
};
