/**
 * Keeps what Node compiles of the sources, for the process of a test file and for the commands that it starts: compiling costs more
 * than most tests. Loaded before the test file (`require` of ava in package.json).
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../node_modules/.cache/everywhen-compiled', import.meta.url));
process.env['NODE_COMPILE_CACHE'] ??= folder;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
