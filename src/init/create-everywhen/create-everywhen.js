#!/usr/bin/env node
/** `npm create everywhen [folder]` is `everywhen init [folder]`. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { bin } = require('everywhen/package.json');
const command = require.resolve('everywhen/package.json').replace(/package\.json$/, bin.everywhen);
// The command starts itself again by its arguments if this Node is too old for it.
process.argv.splice(1, 1, command, 'init');
await import(pathToFileURL(command).href);
