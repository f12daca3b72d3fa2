/**
 * Keeps what Node compiles of the sources, for the process of a test file and for the commands that it starts: compiling costs more
 * than most tests. Loaded before the test file (package.json, `ava.require`).
 *
 * `concurrency` there is one file more than two cores: a file that waits for a browser, a server or a process leaves its core to it.
 * Test files are processes and no threads, because commands in tests change the working directory.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../node_modules/.cache/everywhen-compiled', import.meta.url));
process.env['NODE_COMPILE_CACHE'] ??= folder;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
